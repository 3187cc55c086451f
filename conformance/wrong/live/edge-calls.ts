import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { yamlOf } from '../../mesh-under-test/manifests';
import { deployment, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { environmentWith, importing } from '../written';
import { answered, during, normalised, silentlyWrong } from './trial';

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
  {
    id: 'method-in-lower-case',
    topic,
    mistake: 'The method that a rule lets through is written in lower case.',
    written: `${importing(['AllowRule', 'SpiffeId', 'TrustDomain'])}

export const rule = AllowRule.from({
  callers: [SpiffeId.forServiceAccount(TrustDomain.of('example.org'), 'bookinfo', 'bookinfo-reviews')],
  methods: ['get'],
});`,
    plain: `kind: AuthorizationPolicy
spec:
  rules:
    - to:
        - operation:
            methods: [get]`,
    judgedBy,
    watch: (mesh) => refuses(mesh, { to: [{ operation: { methods: ['get'] } }] }),
  },
  {
    id: 'path-with-a-star-inside',
    topic,
    mistake: 'The path that a rule lets through has its star in the middle.',
    written: `${importing(['AllowRule', 'SpiffeId', 'TrustDomain'])}

export const rule = AllowRule.from({
  callers: [SpiffeId.forServiceAccount(TrustDomain.of('example.org'), 'bookinfo', 'bookinfo-reviews')],
  paths: ['/rat*/0'],
});`,
    plain: `kind: AuthorizationPolicy
spec:
  rules:
    - to:
        - operation:
            paths: [/rat*/0]    # /ratings/0 is meant`,
    judgedBy,
    watch: (mesh) => refuses(mesh, { to: [{ operation: { paths: ['/rat*/0'] } }] }),
  },
  {
    id: 'policy-for-no-workload-in-particular',
    topic,
    mistake: 'A policy is for the workloads with certain labels, and there is no label.',
    written: `${importing(['AllowRule', 'Authorization', 'SpiffeId', 'TrustDomain'])}

export const policy = Authorization.allow({
  name: 'details',
  namespace: 'bookinfo',
  workloadLabels: {},
  rules: [
    AllowRule.from({
      callers: [SpiffeId.forServiceAccount(TrustDomain.of('example.org'), 'bookinfo', 'bookinfo-productpage')],
    }),
  ],
});`,
    plain: `kind: AuthorizationPolicy
metadata:
  name: details
  namespace: bookinfo
spec:
  selector: { matchLabels: {} }
  rules:
    - from:
        - source:
            principals: [example.org/ns/bookinfo/sa/bookinfo-productpage]`,
    judgedBy,
    watch: isForAll,
  },
  {
    id: 'calls-through-no-egress-gateway',
    topic,
    mistake: 'Calls to a server outside are led to an egress gateway that is not there.',
    written: environmentWith({
      imports: ['DnsName', 'ExternalService', 'OriginatedTls'],
      istio: '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), gateways: [] }',
      others: [
        "egress: [ExternalService.of({ name: 'partner', host: DnsName.of('api.partner.example'), tls: OriginatedTls.simple() })]",
      ],
    }),
    plain: `kind: VirtualService
spec:
  hosts: [api.partner.example]
  http:
    - route:
        - destination:
            host: istio-egressgateway.istio-egress.svc.cluster.local    # not there`,
    judgedBy: 'webhook of istiod 1.31, then the sidecar of the caller',
    watch: leadsNowhere,
  },
];

function policy(
  rule: object,
  matchLabels: Readonly<Record<string, string>> = { app: 'ratings' },
): KubernetesObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'wrong-rule', namespace: NAMESPACE },
    spec: { selector: { matchLabels }, action: 'ALLOW', rules: [rule] },
  };
}

function refusesIts(mesh: MeshUnderTest, principal: string): Promise<Seen> {
  return refuses(mesh, { from: [{ source: { principals: [principal] } }] });
}

function refuses(mesh: MeshUnderTest, rule: object): Promise<Seen> {
  return during(mesh, [policy(rule)], async () => ({
    verdict: 'fails later',
    said: `The webhook takes it. The caller that is meant gets ${await answer(mesh, '403')}`,
  }));
}

function isForAll(mesh: MeshUnderTest): Promise<Seen> {
  return during(mesh, [policy(NOBODY, {})], async () => {
    const { stderr } = await mesh.applied(yamlOf([policy(NOBODY, {})]));
    const said = await answer(mesh, '403');
    return silentlyWrong(
      said.startsWith('403'),
      `Every workload of the namespace refuses whom it does not name: a caller of another one gets ${said}. kubectl prints: ${normalised(stderr)}`,
    );
  });
}

function leadsNowhere(mesh: MeshUnderTest): Promise<Seen> {
  const host = 'api.partner.example';
  const metadata = { name: 'wrong-partner', namespace: NAMESPACE };
  const networking = 'networking.istio.io/v1';
  const destination = { host: 'istio-egressgateway.istio-egress.svc.cluster.local' };
  const objects = [
    {
      apiVersion: networking,
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [host],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        resolution: 'NONE',
      },
    },
    {
      apiVersion: networking,
      kind: 'VirtualService',
      metadata,
      spec: { hosts: [host], http: [{ route: [{ destination }] }] },
    },
  ];
  return during(mesh, objects, async () => {
    const call = `import http.client as h
c = h.HTTPConnection("192.0.2.1", timeout=5); c.request("GET", "/", headers={"Host": "${host}"})
a = c.getresponse(); print(a.status, a.reason, a.read().decode())`;
    const said = await answered('the caller gets 503 of its own sidecar', async () => {
      const { stdout } = await mesh.components.exec(CALLER, 'reviews', ['python3', '-c', call]);
      return stdout.trim() === '503 Service Unavailable' ? stdout.trim() : undefined;
    });
    return { verdict: 'fails later', said: `The webhook takes it. The caller gets ${said}` };
  });
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
