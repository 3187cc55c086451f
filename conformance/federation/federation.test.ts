import * as fs from 'node:fs';
import { stringify } from 'yaml';
import { addressOf, ask, clientManifests, workloadOf } from '../clients/clients';
import { succeeded } from '../components/execute';
import { got, selectorOf } from '../components/kubectl';
import { callerIn } from '../mesh/answer';
import { eventually } from '../mesh-under-test/eventually';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { proxyAnswer } from '../mesh-under-test/proxy';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { federateByHand } from './federating';
import {
  askMesh,
  foreignDeployment,
  foreignManifests,
  hostOf,
  serviceEntryOf,
} from './foreign-workload';
import { CART, GUARDED, SHOP } from './shop';
import {
  besideTheMesh,
  EAST,
  eastEnvironment,
  federationOf,
  NAMESAKE,
  OPEN,
  TELLER,
  WEST,
  WEST_NAMESPACE,
  WEST_SPIRE_SERVER,
  westEnvironment,
} from './trust-domains';

const BRING_UP_MS = 900_000;

const { components, folder } = componentsOfThisRun();
let east: MeshUnderTest;
let west: MeshUnderTest;

/** Roots first: they are the bundles with which both begin. */
async function roots(): Promise<void> {
  const mesh = new MeshUnderTest(components, eastEnvironment(components), `${folder}/before`);
  await mesh.bringUp('40-istiod-ca');
  const other = new MeshUnderTest(components, westEnvironment(components), `${folder}/west-before`);
  const objects = besideTheMesh([
    ...other.objectsOf('00-namespaces'),
    ...other.objectsOf('30-roots'),
  ]);
  succeeded('the other root', await mesh.applied(yamlOf(objects)));
  await mesh.certificatesReady();
}

/** Both Services are there before either server starts, since each asks the other. */
async function servers(): Promise<void> {
  const federation = await federationOf(components);
  east = new MeshUnderTest(components, eastEnvironment(components, federation), `${folder}/east`);
  west = new MeshUnderTest(components, westEnvironment(components, federation), `${folder}/west`);
  succeeded('50-spire-server', await east.apply('50-spire-server'));
  const others = besideTheMesh(west.objectsOf('50-spire-server'));
  succeeded('the other server', await east.applied(yamlOf(others)));
  succeeded('start', await components.start(WEST_SPIRE_SERVER));
  await east.settle('50-spire-server');
  await federateByHand(components, WEST_SPIRE_SERVER, west.objectsOf('70-identities'));
}

async function mesh(): Promise<void> {
  succeeded('60-spire-agent', await east.apply('60-spire-agent'));
  await east.settle('60-spire-agent');
  succeeded('70-identities', await east.apply('70-identities'));
  if (!components.hasControllerManager) {
    await federateByHand(components, SPIRE_SERVER, east.objectsOf('70-identities'));
  }
  await east.settle('70-identities');
  succeeded('80-istio', await east.apply('80-istio'));
}

async function workloads(): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: WEST_NAMESPACE } };
  const foreign = await foreignManifests(components, WEST_SPIRE_SERVER, [TELLER, NAMESAKE]);
  const own = clientManifests([CART, OPEN, GUARDED]);
  succeeded('workloads', await east.applied([stringify(namespace), foreign, own].join('---\n')));
  for (const each of [TELLER, NAMESAKE]) {
    succeeded(each.name, await components.start(foreignDeployment(each)));
  }
  await east.startAll([CART, OPEN, GUARDED].map(workloadOf));
}

beforeAll(async () => {
  await components.up();
  for (const step of [roots, servers, mesh, workloads]) {
    process.stderr.write(`   ${step.name}\n`);
    await step();
  }
}, BRING_UP_MS);
afterAll(() => components.down(logsOf('federation')), BRING_UP_MS);

describe('the SPIRE servers of both', () => {
  test.each([
    { server: SPIRE_SERVER, other: `${WEST}` },
    { server: WEST_SPIRE_SERVER, other: `${EAST}` },
  ])(
    '$server.namespace fetches the bundle of $other at its endpoint',
    async ({ server, other }) => {
      await eventually(`the bundle of ${other} is fetched`, async () => {
        const log = await components.log(server, 'spire-server');
        const asked = ['bundle', 'list', '-id', `spiffe://${other}`, '-format', 'spiffe'];
        const { stdout } = await components.spireServer(server, asked);
        // The keys of JWT-SVIDs are in no initial bundle: they come from the endpoint.
        return (
          stdout.includes('"jwt-svid"') || `${stdout}\n${log.split('\n').slice(-8).join('\n')}`
        );
      });
    },
  );
});

describe('a sidecar of the mesh', () => {
  test('has the roots of both from SPIRE, each for its own trust domain', async () => {
    const asked = '/config_dump?resource=dynamic_active_secrets';
    const { configs } = JSON.parse(
      await proxyAnswer(components, workloadOf(OPEN), asked),
    ) as Secrets;

    const roots = configs.find(({ name }) => name === 'ROOTCA')?.secret.validation_context;
    const { trust_domains } = roots?.custom_validator_config.typed_config ?? {};
    expect(trust_domains?.map(({ name }) => name)).toEqual([EAST, WEST].map(String).sort());
  });

  test('lets in a workload of the other trust domain, and knows who it is', async () => {
    const { stdout, stderr } = await askMesh(components, TELLER, tls(OPEN));

    expect(stderr).toBe('');
    const { callers } = JSON.parse(stdout.replace(/\n200$/, '')) as { readonly callers: string };
    expect(callerIn(callers)).toMatchObject({ URI: TELLER.id.toString() });
  });

  test('lets in whom a rule names, of either trust domain', async () => {
    const own = await ask(components, CART, '--write-out', '\\n%{http_code}', addressOf(GUARDED));
    const foreign = await askMesh(components, TELLER, tls(GUARDED));

    expect(own.stdout).toMatch(/\n200$/);
    expect(foreign.stdout).toMatch(/\n200$/);
  });

  test('refuses a workload of the other trust domain with the name of one whom a rule names', async () => {
    const { stdout } = await askMesh(components, NAMESAKE, tls(GUARDED));

    expect(stdout).toMatch(/RBAC: access denied\n403$/);
  });
});

describe('a workload of the mesh', () => {
  test('calls one of the other trust domain, which knows who it is', async () => {
    await tell(TELLER.id.toString());
    const answer = await answered();

    expect(JSON.parse(answer)).toEqual({ caller: [`spiffe://${EAST}/ns/${SHOP}/sa/${CART.name}`] });
  });

  test('does not take one of the other trust domain for another', async () => {
    await tell(NAMESAKE.id.toString());
    await eventually('the sidecar of the caller ends the connection', async () => {
      const { stdout, stderr } = await ask(components, CART, `http://${hostOf(TELLER)}/`);
      return stdout.startsWith('upstream connect error') || stdout + stderr;
    });

    await tell(TELLER.id.toString());
    expect(await answered()).toContain(CART.name);
  });

  /** Tells the mesh where the workload is, and which identity it has. */
  async function tell(id: string): Promise<void> {
    const selector = await selectorOf(components, foreignDeployment(TELLER));
    const { items } = await got<{
      readonly items: readonly { readonly status: { readonly podIP: string } }[];
    }>(components, '-n', WEST_NAMESPACE, 'pod', '-l', selector);
    const address = items[0]?.status.podIP ?? '';
    const entry = serviceEntryOf(TELLER, address, { namespace: SHOP, ids: [id] });
    succeeded('the ServiceEntry', await east.applied(stringify(entry)));
  }

  async function answered(): Promise<string> {
    let seen = '';
    await eventually(`${TELLER.name} answers`, async () => {
      const { stdout, stderr } = await ask(components, CART, `http://${hostOf(TELLER)}/`);
      seen = stdout;
      return stdout.startsWith('{') || stdout + stderr;
    });
    return seen;
  }
});

/** Why the names of the others stand where they stand: what Istio does when it is told of them otherwise. */
describe('Istio', () => {
  test('that is not told of the other trust domain takes none of its workloads', async () => {
    await installedWith({ caCertificates: undefined });

    await eventually(`${TELLER.name} is refused`, async () => {
      const { code, stdout, stderr } = await askMesh(components, TELLER, tls(OPEN));
      return (code !== 0 && stderr.includes('alert')) || stdout + stderr;
    });
  });

  test('that has it for an alias takes them for those of the mesh with the same names', async () => {
    await installedWith({ caCertificates: undefined, trustDomainAliases: [`${WEST}`] });

    await eventually(`${NAMESAKE.name} passes for ${CART.name}`, async () => {
      const { stdout, stderr } = await askMesh(components, NAMESAKE, tls(GUARDED));
      return stdout.endsWith('\n200') || stdout + stderr;
    });
  });

  async function installedWith(changed: object): Promise<void> {
    const [operator] = objectsIn(fs.readFileSync(east.istioOperator, 'utf8'));
    const spec = operator?.['spec'] as { readonly meshConfig: object };
    const meshConfig = { ...spec.meshConfig, ...changed };
    const file = `${folder}/changed.yaml`;
    fs.writeFileSync(file, yamlOf([{ ...operator, spec: { ...spec, meshConfig } }]));
    succeeded('the installation of Istio', await components.installIstio(file));
  }
});

interface Secrets {
  readonly configs: readonly {
    readonly name: string;
    readonly secret: {
      readonly validation_context?: {
        readonly custom_validator_config: {
          readonly typed_config: { readonly trust_domains?: readonly { readonly name: string }[] };
        };
      };
    };
  }[];
}

/** Where a client answers, in the mutual TLS of the mesh. */
function tls(client: typeof OPEN): string {
  return addressOf(client).replace('http:', 'https:');
}
