import { stringify } from 'yaml';
import { certificateIn, certificatesIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { ask, clientManifests, workloadOf } from '../clients/clients';
import { succeeded } from '../components/execute';
import { got } from '../components/kubectl';
import { ISTIOD, MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { accessLogs } from './access-log';
import { podMadeOf, podsOf, proxiesOf, socketOf } from './pods';
import { chainOf, idOf } from '../mesh-under-test/proxy';
import { aPodOutsideTheMesh, aRequestAtTheEdge, theWayIn, twoSigners } from './requests';
import { certificateTextsIn, signerOf, type Signers, signersOf } from '../mesh-under-test/signers';
import { BY_ISTIOD, BY_SPIRE, CALLER, MESH, OUTSIDE, PLAIN } from './subjects';
import { withoutTheAgent, withoutTheAgentNorFailClosed } from './without-agent';

const BRING_UP_MS = 600_000;
const ISTIOD_ADDRESS = 'https://istiod.istio-system.svc:15012/';

const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(
  components,
  triedEnvironment(components, { namespaces: [MESH] }),
  folder,
);
let signers: Signers;
const subjects = { mesh, signers: () => signers };

beforeAll(async () => {
  await components.up();
  await mesh.bringUp('90-ingress');
  succeeded('95-workloads', await mesh.apply('95-workloads'));
  const outside = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OUTSIDE } };
  const clients = clientManifests([CALLER, PLAIN, BY_SPIRE, BY_ISTIOD]);
  const added = [stringify(outside), accessLogs(['bookinfo', MESH]), clients].join('---\n');
  succeeded('the clients', await mesh.applied(added));
  process.stderr.write('   95-workloads, and clients beside them\n');
  for (const client of [CALLER, PLAIN]) {
    succeeded(client.name, await components.start(workloadOf(client)));
  }
  await mesh.startAll([...mesh.workloads, workloadOf(BY_SPIRE), workloadOf(BY_ISTIOD)]);
  signers = await signersOf(mesh);
}, BRING_UP_MS);
afterAll(() => components.down(logsOf('mesh')), BRING_UP_MS);

describe('istiod', () => {
  test('takes cacerts, and signs nothing with a CA of its own', async () => {
    const log = await components.log(ISTIOD, 'discovery');

    expect(log).toContain('Use local CA certificate');
    expect(log).not.toContain('Use self-signed certificate as the CA certificate');
  });

  test('serves with a certificate of cacerts, below the root', async () => {
    const chain = ['--insecure', '--output', '/dev/null', '--write-out', '%{certs}'];
    const served = await ask(components, CALLER, ...chain, ISTIOD_ADDRESS);
    const certificates = certificateTextsIn(succeeded('the certificate of istiod', served));

    expect(certificateIn(certificates.join('')).dnsNames).toContain('istiod.istio-system.svc');
    expect(await signerOf(certificates.join(''), signers)).toBe('istiod');
    expect(await verifies(certificates.join(''), signers.root)).toBe(true);
  });

  test.each(['istio-system', 'bookinfo', MESH, OUTSIDE])(
    'gives %s the root, and only the root',
    async (namespace) => {
      const root = certificatesIn(signers.root);
      const { data } = await got<{ readonly data: Readonly<Record<string, string>> }>(
        components,
        ...['-n', namespace, 'configmap', 'istio-ca-root-cert'],
      );

      expect(certificatesIn(data['root-cert.pem'] ?? '')).toEqual(root);
      expect(root).toHaveLength(1);
    },
  );
});

describe('the socket of the agent', () => {
  const NATIVE = socketOf({ list: 'initContainers', restartPolicy: 'Always' });
  const CONTAINER = socketOf({ list: 'containers', restartPolicy: undefined });
  const deployments = mesh.objectsOf('95-workloads').filter(({ kind }) => kind === 'Deployment');

  test.each(
    deployments.flatMap((object) =>
      [true, false].map((native) => ({ name: object.metadata.name, native, object })),
    ),
  )('comes to $name once, native sidecars: $native', async ({ native, object }) => {
    const pod = await podMadeOf(mesh, object, { 'sidecar.istio.io/nativeSidecar': `${native}` });

    expect(proxiesOf(pod)).toEqual(native ? NATIVE : CONTAINER);
  });

  test.each(mesh.workloads)('came to the Pod of $name that runs', async (workload) => {
    const [pod, ...more] = await podsOf(mesh, workload);

    expect(more).toEqual([]);
    expect([NATIVE, CONTAINER]).toContainEqual(pod && proxiesOf(pod));
  });

  test.each(mesh.gateways)('came to the gateway $name', async (workload) => {
    const pods = await podsOf(mesh, workload);

    expect(pods.map(proxiesOf)).toEqual([CONTAINER]);
  });
});

describe('certificates', () => {
  test.each([...mesh.gateways, ...mesh.workloads])(
    '$name has one of SPIRE, below the root',
    async (workload) => {
      const chain = await chainOf(mesh.components, workload);

      expect(certificateIn(chain).uris).toEqual([await idOf(mesh, workload)]);
      expect(await signerOf(chain, signers)).toBe('spire');
      expect(await verifies(chain, signers.root)).toBe(true);
    },
  );
});

describe('a request at the edge', () => {
  aRequestAtTheEdge(subjects);
});
describe('the way in', () => {
  theWayIn(subjects);
});
describe('two signers below one root', () => {
  twoSigners(subjects);
});
describe('a Pod outside the mesh', () => {
  aPodOutsideTheMesh(subjects);
});

// From here on everything takes something away.
describe('without the agent', () => {
  withoutTheAgent(subjects);
});
describe('without the agent and without failClosed', () => {
  withoutTheAgentNorFailClosed(subjects, { folder: `${folder}/untold` });
});
