import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { certificatesIn } from '../../certificates/certificate';
import { succeeded } from '../../components/execute';
import { eventually } from '../../mesh-under-test/eventually';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import {
  caIssuer,
  certificate,
  condition,
  issued,
  OWN_PKI,
  SELF_SIGNED,
} from './cert-manager-objects';
import { verdictOf } from './openssl';
import { SERVER_COPY, serverCopy, type Change, type SpireConfiguration } from './spire-copies';
import { during, logged, silentlyWrong } from './trial';
import { environmentWith, importing } from '../written';

const SERVER = 'SPIRE server 1.10.4';

/** The CA of SPIRE, and who signs it. */
export const UPSTREAM_CASES: readonly WrongCase[] = [
  {
    id: 'upstream-role-without-create',
    topic: 'Certificates and secrets',
    mistake: 'The Role of the SPIRE server lacks the verb by which it asks for its CA.',
    written: `${importing(['UpstreamAuthority'])}

UpstreamAuthority.certManager({ verbs: ['get', 'list', 'delete'] });`,
    plain: `kind: Role
rules:
  - apiGroups: [cert-manager.io]
    resources: [certificaterequests]
    verbs: [get, list, delete]`,
    judgedBy: SERVER,
    watch: roleWithoutCreate,
  },
  {
    id: 'upstream-issuer-not-there',
    topic: 'Certificates and secrets',
    mistake: 'SPIRE asks an issuer that is not there for its CA.',
    written: environmentWith({
      imports: ['CaIssuer', 'UpstreamAuthority'],
      spire:
        "{ upstream: UpstreamAuthority.certManager({ issuer: CaIssuer.cluster('mesh-rot') }) }",
    }),
    plain: `"UpstreamAuthority": { "cert-manager": { "plugin_data": {
  "issuer_kind": "ClusterIssuer", "issuer_name": "mesh-rot" } } }`,
    judgedBy: 'cert-manager 1.21, asked by SPIRE server 1.10.4',
    watch: (mesh) => asksInVain(mesh, 'ClusterIssuer', 'wrong-root', []),
  },
  {
    id: 'upstream-issuer-of-another-namespace',
    topic: 'Certificates and secrets',
    mistake: 'SPIRE asks an Issuer in another namespace than that of the issuer.',
    written: `${importing(['CaIssuer', 'UpstreamAuthority'])}

UpstreamAuthority.certManager({ issuer: CaIssuer.namespaced('pki', 'corporate'), namespace: 'spire-server' });`,
    plain: `"UpstreamAuthority": { "cert-manager": { "plugin_data": {
  "namespace": "spire-server",
  "issuer_kind": "Issuer", "issuer_name": "corporate" } } }`,
    judgedBy: 'cert-manager 1.21, asked by SPIRE server 1.10.4',
    watch: (mesh) =>
      asksInVain(mesh, 'Issuer', 'wrong-root', [
        ...OWN_PKI,
        certificate('wrong-root', SELF_SIGNED),
        caIssuer('Issuer', 'wrong-root', 'wrong-root'),
      ]),
  },
  {
    id: 'upstream-selfsigned',
    topic: 'Certificates and secrets',
    mistake: 'A selfSigned issuer stands above SPIRE.',
    written: `${importing(['SelfSignedIssuer', 'UpstreamAuthority'])}

UpstreamAuthority.certManager({ issuer: SelfSignedIssuer.cluster('selfsigned') });`,
    plain: `kind: ClusterIssuer      # issuer_name of the UpstreamAuthority
spec:
  selfSigned: {}`,
    judgedBy: 'cert-manager 1.21, asked by SPIRE server 1.10.4',
    watch: selfSignedUpstream,
  },
  {
    id: 'trust-domain-longer-than-a-label',
    topic: 'Identity and attestation',
    mistake: 'The trust domain is too long for the label that SPIRE writes it into.',
    written: environmentWith({ trustDomain: "TrustDomain.of(`${'a'.repeat(60)}.example.org`)" }),
    plain: `"trust_domain": "${'a'.repeat(60)}.example.org"`,
    judgedBy: SERVER,
    watch: (mesh) =>
      failsWith(
        mesh,
        ({ server }) => (server['trust_domain'] = `${'a'.repeat(60)}.example.org`),
        /metadata\.labels: Invalid value.*/,
      ),
  },
  {
    id: 'ca-ttl-outlives-upstream',
    topic: 'Lifetimes',
    mistake: 'The CA of SPIRE lives longer than the root that signs it.',
    written: environmentWith({
      root: 'TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(365)) })',
      spire: '{ caTtl: Ttl.days(730) }',
    }),
    plain: `"ca_ttl": "26280h"       # below a root of 21600h`,
    judgedBy: 'SPIRE server 1.10.4 and cert-manager 1.21, then openssl verify',
    watch: outlivesUpstream,
  },
  {
    id: 'sqlite-for-two-servers',
    topic: 'Identity and attestation',
    mistake: 'Two SPIRE servers have SQLite for a datastore.',
    written: environmentWith({ spire: '{ replicas: 2 }' }),
    plain: `kind: StatefulSet        # its datastore is sqlite3
spec:
  replicas: 2`,
    judgedBy: SERVER,
    watch: twoDatabases,
  },
];

function roleWithoutCreate(mesh: MeshUnderTest): Promise<Seen> {
  const { namespace, name } = SERVER_COPY;
  const right = mesh
    .objectsOf('50-spire-server')
    .filter(({ metadata }) => metadata.name === 'spire-server-upstream');
  const granted = right.map((object) => ({
    ...object,
    metadata: { name, namespace },
    ...(object.kind === 'Role'
      ? {
          rules: (object['rules'] as readonly object[]).map((rule) => ({
            ...rule,
            verbs: ['get', 'list', 'delete'],
          })),
        }
      : {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
          subjects: [{ kind: 'ServiceAccount', name, namespace }],
        }),
  }));
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const copy = serverCopy(mesh, () => undefined).map((object) =>
    object.kind === 'StatefulSet' ? underAccount(object, name) : object,
  );
  return during(mesh, [account, ...granted, ...copy], async () => ({
    verdict: 'fails later',
    said: await logged(
      mesh,
      SERVER_COPY,
      'spire-server',
      /upstreamauthority\(cert-manager\).* is forbidden: .*/,
    ),
  }));
}

function asksInVain(
  mesh: MeshUnderTest,
  kind: string,
  name: string,
  others: readonly KubernetesObject[],
): Promise<Seen> {
  const copy = serverCopy(mesh, (configuration) => {
    Object.assign(upstreamOf(configuration), { issuer_kind: kind, issuer_name: name });
  });
  const requests = [
    ...['-n', 'spire-server', 'certificaterequests'],
    ...['-l', 'cert-manager.spiffe.io/trust-domain'],
  ];
  const watched = during(mesh, [...others, ...copy], async (): Promise<Seen> => {
    if (others.length > 0) await issued(mesh, name);
    void mesh.components.start(SERVER_COPY);
    return { verdict: 'fails later', said: await condition(mesh, 'Ready', 'False', ...requests) };
  });
  return watched.finally(() => mesh.components.run('kubectl', ['delete', ...requests]));
}

function selfSignedUpstream(mesh: MeshUnderTest): Promise<Seen> {
  const own = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'wrong-selfsigned' },
    spec: { selfSigned: {} },
  };
  const copy = serverCopy(mesh, (configuration) => {
    upstreamOf(configuration)['issuer_name'] = own.metadata.name;
  });
  return during(mesh, [own, ...copy], async () => ({
    verdict: 'fails later',
    said: await logged(
      mesh,
      SERVER_COPY,
      'spire-server',
      /Created CertificateRequest has failed: .*/,
    ),
  }));
}

function failsWith(mesh: MeshUnderTest, change: Change, words: RegExp): Promise<Seen> {
  return during(mesh, serverCopy(mesh, change), async () => ({
    verdict: 'fails later',
    said: await logged(mesh, SERVER_COPY, 'spire-server', words),
  }));
}

function outlivesUpstream(mesh: MeshUnderTest): Promise<Seen> {
  const copy = serverCopy(mesh, ({ server }) => {
    server['ca_ttl'] = '26280h';
  });
  return during(mesh, copy, async () => {
    const [, authority] = await mintedChain(mesh);
    const { ca: root } = await issued(mesh, 'cacerts', { place: 'istio-system' });
    const [end] = certificatesIn(root).map(({ notAfter }) => notAfter.getTime());
    if (authority === undefined || end === undefined) throw new Error('no CA in the chain');
    const now = await verdictOf(authority.pem, root);
    const later = await verdictOf(authority.pem, root, { at: new Date(end + 3_600_000) });
    return silentlyWrong(
      authority.notAfter.getTime() > end && now === 'OK' && later !== 'OK',
      `SPIRE and cert-manager take it. Now: ${now}. An hour after the root has ended: ${later}`,
    );
  });
}

/** A SVID of the copy and what is above it, as the server hands them out. */
async function mintedChain(mesh: MeshUnderTest): Promise<ReturnType<typeof certificatesIn>> {
  await healthy(mesh);
  const args = ['x509', 'mint', '-spiffeID', 'spiffe://example.org/ns/wrong/sa/wrong'];
  const minted = succeeded('mint', await mesh.components.spireServer(SERVER_COPY, args));
  const [svid = ''] = minted.split('Private key:');
  return certificatesIn(svid);
}

async function healthy(mesh: MeshUnderTest, server = SERVER_COPY): Promise<void> {
  void mesh.components.start(server);
  await eventually(`${server.name} is healthy`, async () => {
    const { code, stdout, stderr } = await mesh.components.spireServer(server, ['healthcheck']);
    return code === 0 || stdout + stderr;
  });
}

async function twoDatabases(mesh: MeshUnderTest): Promise<Seen> {
  const servers = ['wrong-server-0', 'wrong-server-1'].map((name) => ({ ...SERVER_COPY, name }));
  const copies = servers.flatMap((server) => serverCopy(mesh, () => undefined, server));
  return during(mesh, copies, async () => {
    for (const server of servers) await healthy(mesh, server);
    const [one = SERVER_COPY, other = SERVER_COPY] = servers;
    const entry = [
      ...['entry', 'create', '-parentID', 'spiffe://example.org/spire/agent/wrong'],
      ...['-spiffeID', 'spiffe://example.org/ns/wrong/sa/wrong', '-selector', 'k8s:ns:wrong'],
    ];
    succeeded('entry create', await mesh.components.spireServer(one, entry));
    const counted = await Promise.all(
      [one, other].map(async (server) => {
        const { stdout } = await mesh.components.spireServer(server, ['entry', 'show']);
        return /Found \d+ entr\w+/.exec(stdout)?.[0] ?? stdout;
      }),
    );
    return silentlyWrong(
      counted[0] === 'Found 1 entry' && counted[1] === 'Found 0 entries',
      `Both run. After an entry is made: ${counted.join(' by the first, ')} by the second`,
    );
  });
}

function upstreamOf({ plugins }: SpireConfiguration): Record<string, unknown> {
  return plugins['UpstreamAuthority']?.['cert-manager']?.plugin_data ?? {};
}

function underAccount(object: KubernetesObject, serviceAccountName: string): KubernetesObject {
  const copy = structuredClone(object) as KubernetesObject & {
    spec: { template: { spec: object } };
  };
  Object.assign(copy.spec.template.spec, { serviceAccountName });
  return copy;
}
