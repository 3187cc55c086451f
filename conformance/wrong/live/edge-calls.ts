import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { deployment, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { environmentWith, importing } from '../written';
import { answered, during, silentlyWrong } from './trial';

const topic = 'TLS and callers at the edge';
const judgedBy = 'the sidecar, of istiod 1.31';
const NAMESPACE = 'bookinfo';
const CALLER = deployment(NAMESPACE, 'reviews-v2');
const OWN = 'example.org/ns/bookinfo/sa/bookinfo-reviews';
const NOBODY = { from: [{ source: { principals: ['example.org/ns/nobody/sa/nobody'] } }] };
/** Prints the status of an answer. */
const ASK = `import urllib.request as r, urllib.error as e
try: print(r.urlopen("http://ratings:9080/ratings/0", timeout=5).status)
except e.HTTPError as x: print(x.code, x.read().decode())`;

/** Rules of who may call that are taken, and mean something else. */
export const EDGE_CALL_CASES: readonly WrongCase[] = [
  {
    id: 'principal-with-scheme',
    topic,
    mistake: 'Who may call is written as a text, with `spiffe://` before it.',
    written: `${importing(['AllowRule'])}

export const rule = AllowRule.from({ callers: ['spiffe://${OWN}'] });`,
    plain: `kind: AuthorizationPolicy
spec:
  rules:
    - from:
        - source:
            principals: ['spiffe://${OWN}']`,
    judgedBy,
    watch: (mesh) => refusesIts(mesh, `spiffe://${OWN}`),
  },
  {
    id: 'caller-of-another-trust-domain',
    topic,
    mistake: 'Who may call is of a trust domain that nobody in the mesh has.',
    written: environmentWith({
      imports: ['AllowRule', 'Authorization', 'SpiffeId'],
      others: [
        "namespaces: ['shop']",
        `authorization: [
    Authorization.allow({
      name: 'shop',
      namespace: 'shop',
      rules: [AllowRule.from({ callers: [SpiffeId.forServiceAccount(TrustDomain.of('cluster.local'), 'shop', 'cart')] })],
    }),
  ]`,
      ],
    }),
    plain: `kind: AuthorizationPolicy
spec:
  rules:
    - from:
        - source:
            principals: [cluster.local/ns/bookinfo/sa/bookinfo-reviews]    # the mesh is example.org`,
    judgedBy,
    watch: (mesh) => refusesIts(mesh, 'cluster.local/ns/bookinfo/sa/bookinfo-reviews'),
  },
  {
    id: 'rule-without-callers',
    topic,
    mistake: 'A rule does not say who may call.',
    written: `${importing(['AllowRule'])}

export const rule = AllowRule.from({});`,
    plain: `kind: AuthorizationPolicy
spec:
  action: ALLOW
  rules:
    - {}`,
    judgedBy,
    watch: letsEverybodyIn,
  },
];

function policy(rule: object): KubernetesObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'wrong-rule', namespace: NAMESPACE },
    spec: { selector: { matchLabels: { app: 'ratings' } }, action: 'ALLOW', rules: [rule] },
  };
}

function refusesIts(mesh: MeshUnderTest, principal: string): Promise<Seen> {
  const rule = { from: [{ source: { principals: [principal] } }] };
  return during(mesh, [policy(rule)], async () => ({
    verdict: 'fails later',
    said: `The webhook takes it. The caller that is meant gets ${await answer(mesh, '403')}`,
  }));
}

function letsEverybodyIn(mesh: MeshUnderTest): Promise<Seen> {
  return during(mesh, [policy(NOBODY)], async () => {
    const before = await answer(mesh, '403');
    return during(mesh, [policy({})], async () => {
      const after = await answer(mesh, '200');
      return silentlyWrong(
        before.startsWith('403') && after === '200',
        `The webhook takes it, and everybody of the mesh gets ${after}`,
      );
    });
  });
}

/** What the caller gets, once it begins so. */
function answer({ components }: MeshUnderTest, wanted: string): Promise<string> {
  return answered(`the caller gets ${wanted}`, async () => {
    const { stdout } = await components.exec(CALLER, 'reviews', ['python3', '-c', ASK]);
    return stdout.startsWith(wanted) ? stdout.trim() : undefined;
  });
}
