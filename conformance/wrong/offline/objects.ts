import { environmentWith, importing } from '../written';
import type { WrongCase } from '../wrong-case';
import { applied } from './judge';

const topic = 'Kubernetes objects and output';

function container(resources: string): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata: { name: spire-server-0, namespace: default }',
    'spec:',
    '  containers:',
    '  - name: spire-server',
    '    image: ghcr.io/spiffe/spire-server:1.15.3',
    `    resources: ${resources}`,
    '',
  ].join('\n');
}

function service(...lines: readonly string[]): string {
  return [
    'apiVersion: v1',
    'kind: Service',
    'metadata: { name: gateway, namespace: default }',
    'spec:',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function gateway(...props: readonly string[]): string {
  return [
    importing(['Gateway']),
    '',
    'export const gateway = Gateway.ingress({',
    ...props.map((line) => `  ${line}`),
    '});',
  ].join('\n');
}

/** Objects of Kubernetes that the API server is asked about. */
export const OBJECT_CASES: readonly WrongCase[] = [
  applied({
    id: 'limit-below-request',
    topic,
    mistake: 'A container may use less than it asks for.',
    written: `${importing(['Resources'])}\n\nexport const resources = Resources.of({ memory: '1Gi' }, { memory: '512Mi' });`,
    plain: container('{ requests: { memory: 1Gi }, limits: { memory: 512Mi } }'),
  }),
  applied({
    id: 'quantity-of-no-unit',
    topic,
    mistake: 'Memory is asked for in gigabytes, spelled GB.',
    written: `${importing(['Resources'])}\n\nexport const resources = Resources.of({ memory: '1GB' }, {});`,
    plain: container('{ requests: { memory: 1GB } }'),
  }),
  applied({
    id: 'two-ports-of-one-number',
    topic,
    mistake: 'Two ports of a gateway have one number.',
    written: gateway(
      'ports: [',
      "  { name: 'https', port: 443, targetPort: 8443 },",
      "  { name: 'tls', port: 443, targetPort: 9443 },",
      '],',
    ),
    plain: service(
      'ports:',
      '- { name: https, port: 443, targetPort: 8443 }',
      '- { name: tls, port: 443, targetPort: 9443 }',
    ),
  }),
  applied({
    id: 'traffic-policy-of-cluster-ip',
    topic,
    mistake: 'A Service that nobody outside reaches is to keep the addresses of those outside.',
    written: gateway("serviceType: 'ClusterIP',", "externalTrafficPolicy: 'Local',"),
    plain: service(
      'type: ClusterIP',
      'externalTrafficPolicy: Local',
      'ports: [{ name: https, port: 443 }]',
    ),
  }),
  applied({
    id: 'namespace-in-capitals',
    topic,
    mistake: 'A namespace of the mesh has a capital letter.',
    written: environmentWith({ others: ["namespaces: ['Shop']"] }),
    plain: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: Shop }\n',
  }),
];
