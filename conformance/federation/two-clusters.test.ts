import { addressOf, ask, type Client, workloadOf } from '../clients/clients';
import { type Outcome, succeeded } from '../components/execute';
import { callerIn } from '../mesh/answer';
import { eventually } from '../mesh-under-test/eventually';
import { SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { addressIn, hostIn } from './between';
import { idOf, type MeshName, OTHER, STRANGER, trustDomainOf } from './meshes';
import { CART, GUARDED } from './shop';
import { TwoClusters } from './two-clusters';

const BRING_UP_MS = 900_000;
const ANY_ADDRESS = '203.0.113.1';

const { components, folder } = componentsOfThisRun();
let clusters: TwoClusters;

beforeAll(async () => {
  clusters = await TwoClusters.broughtUp(components, folder);
}, BRING_UP_MS);
afterAll(() => components.down(logsOf('federation')), BRING_UP_MS);

/** What curl says when a client of one mesh asks the guarded workload of the other. */
function askOther(mesh: MeshName, client: Client): Promise<Outcome> {
  const other = OTHER[mesh];
  // The sidecar knows the name; to which address it resolves is all the same.
  const resolve = ['--resolve', `${hostIn(other)}:9080:${ANY_ADDRESS}`];
  const shown = ['--write-out', '\\n%{http_code}'];
  return ask(clusters.mesh(mesh).components, client, ...resolve, ...shown, addressIn(other));
}

/** What the guarded workload of a mesh says to the own workload with the name of the one that it takes. */
async function askedAtHome(mesh: MeshName): Promise<string> {
  const shown = ['--write-out', '\\n%{http_code}'];
  const { stdout } = await ask(clusters.mesh(mesh).components, CART, ...shown, addressOf(GUARDED));
  return stdout;
}

/** The bundle of the other mesh as the server of this one has it. */
async function fetchedIn(mesh: MeshName): Promise<string> {
  const id = `spiffe://${trustDomainOf(OTHER[mesh])}`;
  const asked = ['bundle', 'list', '-id', id, '-format', 'spiffe'];
  const said = await clusters.mesh(mesh).components.spireServer(SPIRE_SERVER, asked);
  return succeeded(asked.join(' '), said);
}

async function fetches(mesh: MeshName): Promise<void> {
  await eventually(`the ${mesh} has fetched the bundle of the ${OTHER[mesh]}`, async () => {
    const bundle = await fetchedIn(mesh);
    // The keys of JWT-SVIDs are in no initial bundle: they come from the endpoint.
    const words = await clusters.mesh(mesh).lastWordsOf(SPIRE_SERVER, 'spire-server');
    return bundle.includes('"jwt-svid"') || bundle + words;
  });
}

describe('a bundle endpoint', () => {
  test('of the east shows the SVID of its server, by which the west knows it', async () => {
    await fetches('west');
  });

  test('of the west shows a certificate, which the east does not take from a CA that it does not know', async () => {
    await eventually('the server of the east refuses the certificate', async () => {
      const log = await clusters.mesh('east').components.log(SPIRE_SERVER, 'spire-server');
      return log.includes('certificate signed by unknown authority') || log;
    });

    expect(await fetchedIn('east')).not.toContain('"jwt-svid"');
  });

  test('of the west is asked by the east once its system knows that CA', async () => {
    await clusters.trustPublicCa('east');

    await fetches('east');
  });
});

describe.each(['east', 'west'] as const)('a workload of the %s', (mesh) => {
  test('is let in by the other mesh where a rule names it, and is known by its identity', async () => {
    let seen = '';
    await eventually(`${CART.name} is answered`, async () => {
      const { stdout, stderr } = await askOther(mesh, CART);
      seen = stdout;
      return stdout.endsWith('\n200') || stdout + stderr;
    });

    const { callers } = JSON.parse(seen.replace(/\n200$/, '')) as { readonly callers: string };
    expect(callerIn(callers)).toMatchObject({ URI: idOf(mesh, CART).toString() });
  });

  test('is refused by the other mesh where no rule names it', async () => {
    const { stdout } = await askOther(mesh, STRANGER);

    expect(stdout).toMatch(/RBAC: access denied\n403$/);
  });

  test('is not taken for the one with its namespace and account that a rule names', async () => {
    expect(await askedAtHome(mesh)).toMatch(/RBAC: access denied\n403$/);
  });
});

describe('a federation that the west alone has ended', () => {
  beforeAll(() => clusters.endIn('west'));

  test.each([
    // The west ends the connection.
    { mesh: 'east', written: /"response_flags":"[^"]*U[CF]"/ },
    { mesh: 'west', written: /TLS_error[^"]*CERTIFICATE_VERIFY_FAILED[^"]*no_trust_bundle/ },
  ] as const)('lets nobody of the $mesh call the other', async ({ mesh, written }) => {
    await eventually(`the call from the ${mesh} fails`, async () => {
      const { stdout, stderr } = await askOther(mesh, CART);
      return /^upstream connect error[^]*\n503$/.test(stdout) || stdout + stderr;
    });
    // What fails once may be about to come up: what is refused stays so.
    for (let again = 0; again < 3; again += 1) {
      expect((await askOther(mesh, CART)).stdout).toMatch(/\n503$/);
    }
    // The caller is not told why; its proxy writes it down, a little later.
    await eventually(`the proxy in the ${mesh} has written why`, async () => {
      const log = await clusters.mesh(mesh).components.log(workloadOf(CART), 'istio-proxy');
      return written.test(log) || log;
    });
  });

  test('leaves the west itself as it was', async () => {
    expect(await askedAtHome('west')).toMatch(/RBAC: access denied\n403$/);
  });
});
