/** What the suite tries, in the order in which each builds on what the one before has shown. */
export const STAGES: Readonly<Record<string, string>> = {
  schema: 'every document, configuration and kustomization before their validators',
  cluster: 'the layers on an empty API server, and what cert-manager issues',
  spire: 'server and agent below cert-manager, and each grant of their Roles',
  mesh: 'istiod, gateways and Bookinfo: mTLS under SPIRE',
  edge: 'certificates of an ACME server through the ingress gateway, and HTTPS with them',
  rotation: 'a shorter istiod CA and a new SPIRE CA, without a failed verification',
  wrong: 'mistakes made in plain YAML, beside what the package says of them',
};
