import { importing } from '../written';

/** The issuer that signs the CA of istiod. */
export const ISSUER = 'issuerRef: { name: mesh-root, kind: ClusterIssuer, group: cert-manager.io }';

/** The Certificate of istiod's CA, with these lines of its `spec`. */
export function certificate(...lines: readonly string[]): string {
  return [
    'apiVersion: cert-manager.io/v1',
    'kind: Certificate',
    'metadata: { name: istiod-ca, namespace: istio-system }',
    'spec:',
    '  secretName: cacerts',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** The construct of istiod's CA, with one more property. */
export function caCertificate(property: string): string {
  const names = [
    'CaCertificate',
    'CaIssuer',
    'IstioCa',
    'Lifetime',
    'RotationPolicy',
    'Subject',
    'Ttl',
  ];
  return [
    "import { App, Chart } from 'cdk8s';",
    importing(names),
    '',
    "new CaCertificate(new Chart(new App(), 'istiod-ca'), 'cacerts', {",
    '  name: IstioCa.SECRET_NAME,',
    '  namespace: IstioCa.NAMESPACE,',
    "  subject: Subject.of('istiod.istio-system.svc'),",
    '  dnsNames: [],',
    '  lifetime: Lifetime.of(Ttl.days(30)),',
    '  rotationPolicy: RotationPolicy.ALWAYS,',
    "  issuer: CaIssuer.cluster('mesh-root'),",
    `  ${property},`,
    '});',
  ].join('\n');
}
