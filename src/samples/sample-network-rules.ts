import { k8s } from 'cdk8s-plus-27';

// https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
/** Where pilot-agent and Envoy answer Prometheus. */
const SIDECAR_METRICS_PORTS = [15020, 15090];
const ISTIOD_PORT = 15012;
const DNS_PORT = 53;

/** A TCP port of a rule. */
export function tcp(port: number): k8s.NetworkPolicyPort {
  return { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) };
}

/** What lets Prometheus read a sidecar. */
export function metricsOfSidecar(): k8s.NetworkPolicyIngressRule {
  return { ports: SIDECAR_METRICS_PORTS.map(tcp) };
}

/** What lets a sidecar reach istiod. */
export function toIstiod(): k8s.NetworkPolicyEgressRule {
  return { ports: [tcp(ISTIOD_PORT)] };
}

/** What lets a Pod ask for names. */
export function toDns(): k8s.NetworkPolicyEgressRule {
  return {
    ports: [tcp(DNS_PORT), { protocol: 'UDP', port: k8s.IntOrString.fromNumber(DNS_PORT) }],
  };
}
