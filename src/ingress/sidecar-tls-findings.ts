import type { Finding } from '../trust/mesh-trust-error';
import { checkProps } from '../trust/props';
import type { MeshListener, TlsListener } from './sidecar-listener';
import {
  MESH_LISTENERS,
  SIDECAR_TLS_PROPERTIES,
  TLS_LISTENER,
  TLS_WORKLOAD_PROPERTIES,
  type SidecarTlsProps,
  type TlsWorkloadProps,
} from './tls-workload-props';

/** Ports of a Pod with a sidecar: https://istio.io/latest/docs/ops/deployment/application-requirements/ */
const PROXY_PORTS = [
  15000, 15001, 15002, 15004, 15006, 15008, 15009, 15020, 15021, 15053, 15090,
] as const;

/** Everything that is wrong with the properties of a workload. */
export function tlsWorkloadFindings(path: string, props: TlsWorkloadProps): Finding[] {
  const findings = checkProps(path, props, TLS_WORKLOAD_PROPERTIES);
  return findings.length > 0 ? findings : workloadRules(path, props);
}

/** Everything that is wrong with the properties of TLS at sidecars. */
export function sidecarTlsFindings(path: string, props: SidecarTlsProps): Finding[] {
  const findings = checkProps(path, props, SIDECAR_TLS_PROPERTIES);
  return findings.length > 0 ? findings : workloadRules(path, props);
}

function workloadRules(path: string, props: TlsWorkloadProps): Finding[] {
  return [
    ...selectorFindings(path, props),
    ...modeFindings(path, props),
    ...issuerFindings(path, props),
    ...servicePortFindings(path, props),
    ...podPortFindings(path, props),
  ];
}

/** Without a label the Sidecar would be that of the whole namespace, and `portLevelMtls` is refused. */
function selectorFindings(path: string, { workloadLabels }: TlsWorkloadProps): Finding[] {
  return Object.keys(workloadLabels).length > 0
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'workloadLabels' must have at least one label, since none selects the whole namespace, got {}`,
          fix: `write the labels of the workload's Pods: workloadLabels: { app: 'httpbin' }`,
        },
      ];
}

function modeFindings(path: string, { tls }: TlsWorkloadProps): Finding[] {
  return tls.mode !== 'OPTIONAL_MUTUAL'
    ? []
    : [
        {
          code: 'PropertyMalformed',
          path,
          problem: `'tls' must be SIMPLE or MUTUAL, which is all that Istio supports at a sidecar, got ${tls}`,
          fix: 'write ServerTls.mutual(certificate, clientCa), or ServerTls.simple(certificate)',
        },
      ];
}

/** A certificate is requested in the namespace of the Pods that mount it, where an Issuer of another signs nothing. */
function issuerFindings(path: string, { tls, namespace }: TlsWorkloadProps): Finding[] {
  const issuer = tls.certificate.request?.issuer;
  return issuer?.namespace === undefined || issuer.namespace === namespace
    ? []
    : [
        {
          code: 'IssuerOutOfReach',
          path,
          problem: `'tls' must have a certificate that is signed in ${namespace}, where Pods mount its Secret, got ${issuer.kind} ${issuer.name} of ${issuer.namespace}`,
          fix: `write a ClusterIssuer, or an Issuer of ${namespace}`,
        },
      ];
}

/** A port of the properties, by its name there. */
type NamedPort = readonly [at: string, port: number];

function servicePortFindings(path: string, props: TlsWorkloadProps): Finding[] {
  const ports = listenersOf(props).map(([at, { port }]) => [`${at}.port`, port] as const);
  return repeated(ports).map((named) =>
    clash(path, named, 'the other ports of the Service', ports),
  );
}

/**
 * Where a sidecar is missing, nobody listens on the port of a listener; on that of the application it
 * would be the application itself, without TLS.
 */
function podPortFindings(path: string, props: TlsWorkloadProps): Finding[] {
  const listeners = listenersOf(props);
  const listening = listeners.map(
    ([at, { listenerPort }]) => [`${at}.listenerPort`, listenerPort] as const,
  );
  const serving: readonly NamedPort[] = [
    ['applicationPort', props.applicationPort],
    ...listeners.flatMap(([at, { applicationPort }]) =>
      applicationPort === undefined ? [] : [[`${at}.applicationPort`, applicationPort] as const],
    ),
  ];
  const all = [...listening, ...serving];
  const isServed = ([, port]: NamedPort): boolean => serving.some(([, other]) => other === port);
  const isTheProxys = ([, port]: NamedPort): boolean => PROXY_PORTS.some((own) => own === port);
  return [
    ...repeated(listening).map((named) => clash(path, named, 'those of the other listeners', all)),
    ...listening
      .filter(isServed)
      .map((named) => clash(path, named, 'those on which the application listens', all)),
    ...all.filter(isTheProxys).map((named) => clash(path, named, 'those of the proxy itself', all)),
  ];
}

function listenersOf(
  props: TlsWorkloadProps,
): readonly (readonly [at: string, listener: TlsListener | MeshListener])[] {
  const { tlsListener = TLS_LISTENER, meshListeners = MESH_LISTENERS } = props;
  return [
    ['tlsListener', tlsListener],
    ...meshListeners.map((listener, index) => [`meshListeners[${index}]`, listener] as const),
  ];
}

function repeated(ports: readonly NamedPort[]): readonly NamedPort[] {
  return ports.filter(([, port], index) =>
    ports.slice(0, index).some(([, other]) => other === port),
  );
}

function clash(
  path: string,
  [at, got]: NamedPort,
  others: string,
  taken: readonly NamedPort[],
): Finding {
  return {
    code: 'PortsClash',
    path,
    problem: `'${at}' must differ from ${others}, got ${got}`,
    fix: `write a port that is free: ${at.slice(at.lastIndexOf('.') + 1)}: ${freePort(taken)}`,
  };
}

function freePort(taken: readonly NamedPort[]): number {
  const ports = taken.map(([, port]) => port);
  return Math.max(9079, ...ports.filter((port) => port < 10000)) + 1;
}
