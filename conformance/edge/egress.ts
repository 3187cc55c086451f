import { workloadOf } from '../clients/clients';
import { eventually } from '../mesh-under-test/eventually';
import { idOf, proxyAnswer } from '../mesh-under-test/proxy';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { expectRefused, letIn, said } from './curl';
import { EGRESS_GATEWAY, FRIEND, hostOf } from './environment';
import { CLIENT_NAME, STRANGER } from './outside';

const UNKNOWN_CA = /self.signed.certificate|unable.to.get.(local.)?issuer.certificate/;
/** Servers that the gateway must not trust, and what Envoy says of their certificates. */
const REFUSED = [
  { name: 'of-no-public-ca', words: UNKNOWN_CA },
  { name: 'of-the-mesh-root', words: UNKNOWN_CA },
  { name: 'of-another-name', words: /SAN.matcher|SAN.list/ },
];

/** What a server outside says of a call. */
interface Seen {
  /** Names in the certificate that it was shown. */
  readonly client: readonly string[];
  /** x-forwarded-client-cert. */
  readonly callers: string | null;
  readonly host: string;
}

interface Accessed {
  readonly authority?: string;
  readonly upstream_transport_failure_reason?: string | null;
}

/** Calls of plain HTTP leave the mesh through the egress gateway, which speaks TLS to the servers. */
export function callsOutOfTheMesh(mesh: MeshUnderTest): void {
  const { components } = mesh;
  const friend = { components, workload: workloadOf(FRIEND) };
  const call = async (name: string): Promise<Seen> =>
    JSON.parse(await letIn(friend, `http://${hostOf(name)}/`)) as Seen;

  test('MUTUAL: the server is shown the certificate of the gateway', async () => {
    expect(await call('partner')).toMatchObject({ client: [CLIENT_NAME], host: hostOf('partner') });
  });

  test('SIMPLE: the server is shown no certificate', async () => {
    expect(await call('public')).toMatchObject({ client: [], host: hostOf('public') });
  });

  test.each(['partner', 'public'])('%s learns nothing of who calls in the mesh', async (name) => {
    expect(await call(name)).toMatchObject({ callers: null });
  });

  test('the hop to the gateway takes the certificate of SPIRE, and its SPIFFE ID alone', async () => {
    const dump = await proxyAnswer(components, friend.workload, '/config_dump?include_eds');
    const { name, namespace } = EGRESS_GATEWAY;
    const { transport_socket: socket } = clusterIn(
      dump,
      `outbound|443|partner|${name}.${namespace}.svc.cluster.local`,
    );

    expect(socket.typed_config).toMatchObject({
      sni: hostOf('partner'),
      common_tls_context: {
        tls_certificate_sds_secret_configs: [{ name: 'default' }],
        combined_validation_context: {
          default_validation_context: {
            match_subject_alt_names: [{ exact: await idOf(mesh, EGRESS_GATEWAY) }],
          },
          validation_context_sds_secret_config: { name: 'ROOTCA' },
        },
      },
    });
  });

  test.each(REFUSED)('the gateway refuses the server $name', async ({ name, words }) => {
    const host = hostOf(name);
    await expectRefused(friend, /\n503$/, `http://${host}/`);
    const trusting = { components, workload: STRANGER };

    expect(await said(trusting, '--insecure', `https://${host}/`)).toMatch(/\n200$/);
    // Envoy writes its access log every ten seconds.
    await eventually(`the gateway says why it refuses ${name}`, async () => {
      const reasons = await failuresAt(host);
      return (
        (reasons.length > 0 && reasons.every((each) => words.test(each))) || reasons.join('\n')
      );
    });
  });

  test('a call to whom the mesh does not know ends at the sidecar', async () => {
    // An address that is nobody's, of RFC 5737.
    await expectRefused(friend, /\n502$/, 'http://192.0.2.1/');
  });

  async function failuresAt(host: string): Promise<readonly string[]> {
    const log = await components.log(EGRESS_GATEWAY, 'istio-proxy');
    return log
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Accessed)
      .filter(({ authority }) => authority === host)
      .map(({ upstream_transport_failure_reason: reason }) => reason ?? 'none');
  }
}

interface Cluster {
  readonly name: string;
  readonly transport_socket: { readonly typed_config: object };
}

function clusterIn(dump: string, name: string): Cluster {
  const { configs } = JSON.parse(dump) as {
    readonly configs: readonly {
      readonly dynamic_active_clusters?: readonly { readonly cluster: Cluster }[];
    }[];
  };
  const found = configs
    .flatMap(({ dynamic_active_clusters: clusters = [] }) => clusters)
    .find(({ cluster }) => cluster.name === name);
  if (found === undefined) {
    throw new Error(`the proxy has no cluster ${name}`);
  }
  return found.cluster;
}
