import { SpireInstallation } from '../spire-installation';

/** Ports of the Pod of the server, which its configuration, probes, Services and NetworkPolicy agree on. */
export const SERVER_PORTS = {
  /** Where agents call the server. */
  grpc: 8081,
  /** Health of the server. */
  health: 8080,
  /** Metrics of the controller manager. */
  controllerManagerMetrics: 8082,
  /** Health of the controller manager. */
  controllerManagerHealth: 8083,
  /** Webhook of the controller manager, which reads no port from its configuration. */
  webhook: 9443,
} as const;

/** Labels of everything that belongs to the server. */
export const SERVER_LABELS: Readonly<Record<string, string>> = {
  'app.kubernetes.io/name': SpireInstallation.SERVER,
  'app.kubernetes.io/part-of': 'mesh-trust',
};

/** Labels by which the Pods of the server are found. */
export const SERVER_SELECTOR: Readonly<Record<string, string>> = {
  'app.kubernetes.io/name': SpireInstallation.SERVER,
};
