import * as fs from 'node:fs';
import * as path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { stringify } from 'yaml';
import { importing } from '../written';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';
import { applied, refusalsOf } from './judge';
import { refusedByKustomize } from './kustomize';

const topic = 'Kubernetes objects and output';

/** Objects that somebody adds to the output by themselves, in a layer. */
function added(layer: string, lines: readonly string[], before: readonly string[] = []): string {
  return [
    ...before,
    importing(['Renderable']).replace('import {', 'import type {'),
    '',
    'export const added: Renderable = {',
    "  name: 'production',",
    '  render: () => ({',
    "    name: 'production',",
    '    istioctl: [],',
    '    helm: [],',
    "    chain: { tree: '', mermaid: '' },",
    '    layers: [',
    `      { name: '${layer}', remoteResources: [], patches: [], objects: [`,
    ...lines.map((line) => `        ${line}`),
    '      ] },',
    '    ],',
    '  }),',
    '};',
  ].join('\n');
}

const NAMESPACE = "{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },";

function configMap(key: string): string {
  return `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, data: { ${key}: 'yes' } },`;
}

const VIRTUAL_SERVICE = [
  'apiVersion: networking.istio.io/v1',
  'kind: VirtualService',
  'metadata: { name: shop, namespace: shop }',
  'spec:',
  '  gateways: [shopp]',
  '  hosts: [shop.example.com]',
  '  http:',
  '  - route: [{ destination: { host: shop } }]',
  '',
].join('\n');

/** Files, and objects that refer to each other. */
export const OUTPUT_CASES: readonly WrongCase[] = [
  refusedByKustomize({
    id: 'object-twice',
    topic,
    mistake: 'A layer has an object twice, with different content.',
    written: added('95-workloads', [NAMESPACE, configMap('strict'), configMap('relaxed')]),
    plain: ['strict', 'relaxed']
      .map((key) =>
        [
          'apiVersion: v1',
          'kind: ConfigMap',
          'metadata: { name: settings, namespace: shop }',
          `data: { ${key}: "yes" }`,
          '',
        ].join('\n'),
      )
      .join('---\n'),
  }),
  applied({
    id: 'label-too-long',
    topic,
    mistake: 'The value of a label has 64 characters.',
    written: added('00-namespaces', [
      `{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: '${'a'.repeat(64)}' } } },`,
    ]),
    plain: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: { team: ${'a'.repeat(64)} }\n`,
  }),
  {
    id: 'gateway-that-is-not-there',
    topic,
    mistake: 'A VirtualService names a Gateway that is not there.',
    written: added('95-workloads', [
      NAMESPACE,
      "{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService',",
      "  metadata: { name: 'shop', namespace: 'shop' },",
      "  spec: { gateways: ['shopp'], hosts: ['shop.example.com'], http: [{ route: [{ destination: { host: 'shop' } }] }] } },",
    ]),
    plain: VIRTUAL_SERVICE,
    judgedBy: 'webhook of istiod, then istioctl 1.31',
    watch: (mesh) =>
      inFolder(async (folder): Promise<Seen> => {
        const refusals = await refusalsOf(mesh, VIRTUAL_SERVICE);
        const file = path.join(folder, 'shop.yaml');
        fs.writeFileSync(file, VIRTUAL_SERVICE);
        const asked = ['analyze', '--use-kube=false', '--color=false', '-A', file];
        const { stdout, stderr } = await mesh.components.run('istioctl', asked);
        const [, said] = /Error \[(IST0101\] .+)/.exec(stdout + stderr) ?? [];
        if (refusals.length > 0 || said === undefined) {
          throw new Error(`it is seen otherwise: ${refusals.join('; ')} ${stdout}${stderr}`);
        }
        const words = said.replace(/^(IST0101)\] \([^)]*\)/, '$1');
        return {
          verdict: 'fails later',
          said: `the API server and the webhook take it; \`istioctl analyze\`: ${words}`,
        };
      }),
  },
  {
    id: 'private-key-committed',
    topic,
    mistake: 'The key of a CA is committed with the manifests.',
    written: added(
      '40-istiod-ca',
      [
        "{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cacerts', namespace: 'istio-system' },",
        "  stringData: { 'tls.key': privateKey.export({ type: 'pkcs8', format: 'pem' }) } },",
      ],
      [
        "import { generateKeyPairSync } from 'node:crypto';",
        "const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });",
      ],
    ),
    plain: [
      'apiVersion: v1',
      'kind: Secret',
      'metadata: { name: cacerts, namespace: istio-system }',
      'stringData:',
      '  tls.key: … # the key itself',
      '',
    ].join('\n'),
    judgedBy: 'kube-apiserver and kubectl kustomize 1.36',
    watch: (mesh) =>
      inFolder(async (folder): Promise<Seen> => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const secret = stringify({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'committed', namespace: 'default' },
          stringData: { 'tls.key': privateKey.export({ type: 'pkcs8', format: 'pem' }) },
        });
        fs.writeFileSync(path.join(folder, 'kustomization.yaml'), 'resources: [secret.yaml]\n');
        fs.writeFileSync(path.join(folder, 'secret.yaml'), secret);
        const refusals = await refusalsOf(mesh, secret);
        const built = await mesh.components.run('kubectl', ['kustomize', folder]);
        if (refusals.length > 0 || built.code !== 0) {
          throw new Error(`it is refused: ${refusals.join('; ')} ${built.stderr}`);
        }
        return {
          verdict: 'silently wrong',
          said: 'kustomize builds it and the API server takes it, without a warning: whoever reads the repository has the key',
        };
      }),
  },
];
