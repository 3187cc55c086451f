import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { AcmeServer } from '../../components/acme-server';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { succeeded } from '../../components/execute';
import { yamlOf } from '../../mesh-under-test/manifests';
import type { Seen, WrongCase } from '../wrong-case';
import { environmentWith, importing } from '../written';
import { condition } from './cert-manager-objects';
import { acmeIssuer, GATEWAY_NAMESPACE, through } from './edge-objects';
import { type EdgeTrial } from './edge-trial';
import { account } from './edge-written';
import { got, silentlyWrong } from './trial';

const topic = 'Certificates at the edge';
const judgedBy = 'cert-manager 1.21';

interface Registered {
  readonly status: { readonly acme: { readonly uri: string } };
}

/** Mistakes of an account that cert-manager tells in the status of its issuer. */
export const ISSUER_TRIALS: readonly EdgeTrial[] = [
  {
    id: 'acme-v1-server',
    topic,
    mistake: "The server is Let's Encrypt's of the protocol before RFC 8555: `acme-v01`.",
    written: `${importing(['AcmeDirectory'])}

export const directory = AcmeDirectory.of('https://acme-v01.api.letsencrypt.org/directory');`,
    plain:
      'kind: ClusterIssuer\nspec:\n  acme:\n    server: https://acme-v01.api.letsencrypt.org/directory',
    judgedBy,
    ...notReady('wrong-edge-v1', () => ({
      server: 'https://acme-v01.api.letsencrypt.org/directory',
    })),
  },
  {
    id: 'acme-server-without-tls',
    topic,
    mistake: 'The server is reached without TLS.',
    written: `${importing(['AcmeDirectory'])}

export const directory = AcmeDirectory.of('http://acme.example.com/directory');`,
    plain: 'kind: ClusterIssuer\nspec:\n  acme:\n    server: http://acme.example.com/directory',
    judgedBy: `${judgedBy}, at an ACME server`,
    ...notReady('wrong-edge-plain', ({ url }) => ({ server: url.replace('https', 'http') })),
  },
  {
    id: 'acme-contact-malformed',
    topic,
    mistake: 'The e-mail address of an account is none.',
    written: account("email: 'tls'", 'solvers: [AcmeSolver.http01Ingress()]'),
    plain: 'kind: ClusterIssuer\nspec:\n  acme:\n    email: tls',
    judgedBy: `${judgedBy}, at an ACME server`,
    ...notReady('wrong-edge-contact', () => ({ email: 'tls' })),
  },
  {
    id: 'dns-credential-elsewhere',
    topic,
    mistake:
      'The token of the DNS provider is in the namespace of the gateway, not in that of cert-manager.',
    written: account(
      "solvers: [AcmeSolver.dns01Cloudflare({ apiToken: SecretRef.of('cloudflare', 'api-token', 'istio-system') })]",
    ),
    plain: `kind: Secret
metadata:
  name: cloudflare
  namespace: istio-system    # and not cert-manager
---
kind: ClusterIssuer
spec:
  acme:
    solvers:
      - dns01:
          cloudflare:
            apiTokenSecretRef: { name: cloudflare, key: api-token }`,
    judgedBy,
    ...notReady(
      'wrong-edge-token',
      () => ({
        solvers: [
          {
            dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare', key: 'api-token' } } },
          },
        ],
      }),
      {
        others: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'cloudflare', namespace: GATEWAY_NAMESPACE },
            stringData: { 'api-token': 'none' },
          },
        ],
      },
    ),
  },
  {
    id: 'account-key-beside-a-credential',
    topic,
    mistake: 'The key of an account is kept in the Secret that has the token of the DNS provider.',
    written: account(
      "accountKeySecretName: 'cloudflare'",
      "solvers: [AcmeSolver.dns01Cloudflare({ apiToken: SecretRef.of('cloudflare', 'api-token') })]",
    ),
    plain: `kind: ClusterIssuer
spec:
  acme:
    privateKeySecretRef: { name: cloudflare }    # there already, with api-token
    solvers:
      - dns01:
          cloudflare:
            apiTokenSecretRef: { name: cloudflare, key: api-token }`,
    judgedBy,
    ...notReady(
      'wrong-edge-credential',
      () => ({
        privateKeySecretRef: { name: 'wrong-edge-credential' },
        solvers: [
          {
            dns01: {
              cloudflare: {
                apiTokenSecretRef: { name: 'wrong-edge-credential', key: 'api-token' },
              },
            },
          },
        ],
      }),
      {
        others: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'wrong-edge-credential', namespace: 'cert-manager' },
            stringData: { 'api-token': 'none' },
          },
        ],
        shownAs: 'cloudflare',
      },
    ),
  },
  {
    id: 'account-key-shared',
    topic,
    mistake: 'Two accounts keep their keys in one Secret.',
    written: environmentWith({
      imports: ['AcmeAccount', 'AcmeDirectory', 'AcmeSolver', 'Gateway'],
      istio:
        '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), gateways: [Gateway.ingress()] }',
      others: [
        `acme: ['shop', 'blog'].map((name) =>
    AcmeAccount.of({ name, accountKeySecretName: 'account-key', directory: AcmeDirectory.letsEncrypt(), solvers: [AcmeSolver.http01Ingress()] }),
  )`,
      ],
    }),
    plain: `kind: ClusterIssuer
metadata:
  name: shop
spec:
  acme:
    privateKeySecretRef: { name: account-key }
---
kind: ClusterIssuer
metadata:
  name: blog
spec:
  acme:
    privateKeySecretRef: { name: account-key }`,
    judgedBy: `${judgedBy}, at an ACME server`,
    objects: (acme) =>
      ['wrong-edge-shop', 'wrong-edge-blog'].map((name) =>
        acmeIssuer(acme, name, { privateKeySecretRef: { name: 'wrong-edge-account-key' } }),
      ),
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const names = ['wrong-edge-shop', 'wrong-edge-blog'];
      const said = await Promise.all(
        names.map((name) => condition(mesh, 'Ready', 'True', 'clusterissuer', name)),
      );
      const [one, other] = await Promise.all(
        names.map((name) => got<Registered>(mesh, 'clusterissuer', name)),
      );
      return silentlyWrong(
        one?.status.acme.uri === other?.status.acme.uri,
        `Of both: ${said[0] ?? ''}. It is one account: whoever deactivates it, or uses up what it may ask for, does so for both`,
      );
    },
  },
];

/** A mistake that the API server makes up for. */
export const NAMESPACE_CASES: readonly WrongCase[] = [
  {
    id: 'cluster-issuer-in-a-namespace',
    topic,
    mistake: 'A ClusterIssuer is put into a namespace.',
    written: account("namespace: 'kube-system'", 'solvers: [AcmeSolver.http01Ingress()]'),
    plain: `kind: ClusterIssuer
metadata:
  name: letsencrypt
  namespace: kube-system`,
    judgedBy: 'kube-apiserver 1.36',
    watch: inNamespace,
  },
];

function notReady(
  name: string,
  changed: (acme: AcmeServer) => Readonly<Record<string, unknown>>,
  {
    others = [],
    shownAs = 'letsencrypt',
  }: { readonly others?: readonly KubernetesObject[]; readonly shownAs?: string } = {},
): Pick<EdgeTrial, 'objects' | 'look'> {
  return {
    objects: (acme) => [...others, acmeIssuer(acme, name, changed(acme))],
    look: async (mesh) => {
      const said = await condition(mesh, 'Ready', 'False', 'clusterissuer', name);
      return { verdict: 'fails later', said: said.replaceAll(name, shownAs) };
    },
  };
}

async function inNamespace(mesh: MeshUnderTest): Promise<Seen> {
  const object = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'wrong-edge-namespace', namespace: 'kube-system' },
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        privateKeySecretRef: { name: 'wrong-edge-namespace' },
        solvers: [through('istio')],
      },
    },
  };
  const asked = ['create', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'];
  const taken = await mesh.components.run('kubectl', asked, { input: yamlOf([object]) });
  const { metadata } = JSON.parse(succeeded('create', taken)) as KubernetesObject;
  return silentlyWrong(
    metadata.namespace === undefined && taken.stderr === '',
    'It is made without a word, and without a namespace: who looks for it in kube-system finds nothing',
  );
}
