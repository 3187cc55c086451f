import { addressOf, ask, type Client, workloadOf } from '../clients/clients';
import type { Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { accessesBy } from './access-log';
import { type Answer, type Hop, hopsOf } from './answer';
import { chainOf } from '../mesh-under-test/proxy';
import { signerOf } from '../mesh-under-test/signers';
import {
  BY_ISTIOD,
  BY_SPIRE,
  CALLER,
  expectCaller,
  INGRESS,
  PLAIN,
  PRODUCTPAGE,
  type Subjects,
  through,
  triedThrough,
} from './subjects';

/** Every request that Bookinfo makes of one at the edge, once all versions of reviews were asked. */
const HOPS = [
  ['istio-ingressgateway', 'productpage-v1'],
  ['productpage-v1', 'details-v1'],
  ['productpage-v1', 'reviews-v1'],
  ['productpage-v1', 'reviews-v2'],
  ['productpage-v1', 'reviews-v3'],
  ['reviews-v2', 'ratings-v1'],
  ['reviews-v3', 'ratings-v1'],
] as const;

/** What the VirtualService lets in. */
export function theWayIn(subjects: Subjects): void {
  const { mesh } = subjects;
  const routes = mesh.objectsOf('90-ingress').find(({ kind }) => kind === 'VirtualService');
  const { http } = routes?.['spec'] as {
    readonly http: readonly { readonly match: readonly { readonly uri: Uri }[] }[];
  };
  const paths = http.flatMap(({ match }) => match.map(({ uri }) => pathOf(uri)));

  test.each(paths)('leads %s to productpage', async (path) => {
    expect(await through(subjects, path)).toMatchObject({ name: 'productpage-v1', path });
  });

  test.each(['/', '/details/0', '/productpage/more'])('does not let %s in', async (path) => {
    const status = ['--output', '/dev/null', '--write-out', '%{http_code}'];
    const { stdout } = await ask(mesh.components, CALLER, ...status, `${INGRESS}${path}`);

    expect(stdout).toBe('404');
  });
}

interface Uri {
  readonly exact?: string;
  readonly prefix?: string;
}

function pathOf({ exact, prefix }: Uri): string {
  return exact ?? `${prefix}/0`;
}

/** One request at the edge walks all of Bookinfo. */
export function aRequestAtTheEdge(subjects: Subjects): void {
  const { mesh } = subjects;
  const seen = new Map<string, Hop>();
  const key = (from: string, to: string): string => `${from} → ${to}`;

  test('reaches details, all three reviews and ratings', async () => {
    const wanted = HOPS.map(([from, to]) => key(from, to)).sort();
    await eventually('every workload was asked', async () => {
      const answer = await triedThrough(subjects, '/productpage');
      if (typeof answer === 'string') {
        return answer;
      }
      const { hops, failures } = hopsOf(HOPS[0][0], answer);
      for (const hop of hops) {
        seen.set(key(hop.from, hop.to), hop);
      }
      const missing = wanted.filter((hop) => !seen.has(hop));
      return missing.length === 0 || [...missing, ...failures].join('\n');
    });

    expect([...seen.keys()].sort()).toEqual(wanted);
  });

  test.each(HOPS)(
    'shows on its way from %s to %s the certificate of SPIRE that the caller holds',
    async (from, to) => {
      const header = seen.get(key(from, to))?.callers ?? '';

      await expectCaller(subjects, header, { client: named(from), server: named(to) });
    },
  );

  function named(name: string): Workload {
    const found = [...mesh.gateways, ...mesh.workloads].find((workload) => workload.name === name);
    if (found === undefined) {
      throw new Error(`there is no workload ${name}`);
    }
    return found;
  }
}

/** Certificates of SPIRE and of istiod hang below one root. */
export function twoSigners(subjects: Subjects): void {
  const { mesh, signers } = subjects;

  test.each([
    { client: BY_ISTIOD, server: BY_SPIRE, signer: 'istiod' },
    { client: BY_SPIRE, server: BY_ISTIOD, signer: 'spire' },
  ])(
    '$server.name accepts $client.name, whose certificate is of $signer',
    async ({ client, server, signer }) => {
      const answer = await answered(client, server);
      const workload = workloadOf(client);

      expect(await signerOf(await chainOf(mesh.components, workload), signers())).toBe(signer);
      await expectCaller(subjects, answer.callers ?? '', {
        client: workload,
        server: workloadOf(server),
      });
    },
  );

  async function answered(client: Client, server: Client): Promise<Answer> {
    let said = '';
    await eventually(`${server.name} answers ${client.name}`, async () => {
      const { stdout, stderr } = await ask(mesh.components, client, addressOf(server));
      said = stdout;
      return said.startsWith('{') || said + stderr;
    });
    return JSON.parse(said) as Answer;
  }
}

/** Nobody gets in without a certificate of the mesh. */
export function aPodOutsideTheMesh({ mesh }: Subjects): void {
  const { components } = mesh;

  test('reaches what is plain', async () => {
    const answer = succeeded('plain', await ask(components, CALLER, addressOf(PLAIN)));

    expect(JSON.parse(answer)).toMatchObject({ name: 'plain', callers: null });
  });

  test.each([
    { server: PRODUCTPAGE, address: 'http://productpage.bookinfo.svc:9080/productpage' },
    { server: workloadOf(BY_SPIRE), address: addressOf(BY_SPIRE) },
    { server: workloadOf(BY_ISTIOD), address: addressOf(BY_ISTIOD) },
  ])('is refused by $server.name in plaintext', async ({ server, address }) => {
    const { code, stderr } = await ask(components, CALLER, address);

    expect(stderr).toMatch(/Connection reset by peer|Empty reply from server/);
    expect(code).not.toBe(0);
    await eventually('the proxy says whom it refused, and why', async () => {
      const said = await accessesBy(mesh, CALLER, server);
      return said.includes('filter_chain_not_found') || said;
    });
  });

  test('is refused by productpage in TLS without a certificate of the mesh', async () => {
    const asked = ['--insecure', '--http1.1', 'https://productpage.bookinfo.svc:9080/productpage'];
    let wasLetIn = false;
    // In TLS 1.3 the refusal follows the handshake: what curl is writing by then may hide it.
    await eventually('productpage says what it misses', async () => {
      const { code, stderr } = await ask(components, CALLER, ...asked);
      wasLetIn ||= code === 0;
      return stderr.includes('certificate required') || stderr;
    });

    expect(wasLetIn).toBe(false);
  });
}
