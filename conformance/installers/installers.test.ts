import { stringify } from 'yaml';
import { CanaryUpgrade, IstioInstallation } from '../../src/index';
import { clientManifests, workloadOf } from '../clients/clients';
import { succeeded } from '../components/execute';
import { PRODUCTPAGE, CALLER, OUTSIDE } from '../mesh/subjects';
import { deployment, MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { type Signers, signersOf } from '../mesh-under-test/signers';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { aCanaryByHelm } from './canary';
import { installedBy, NEW_VERSION, OLD } from './environments';
import { gatewaysInTheMesh, plaintextIsRefused } from './gateways';
import { withoutTheTemplate } from './without-template';
import { withoutTheAgent } from './without-agent';
import { releasesAgain, uninstallGateways } from './releases';
import { sameControlPlane } from './same-control-plane';

const BRING_UP_MS = 600_000;

const { components, folder } = componentsOfThisRun();
const written = (
  folderOfIt: string,
  installation: IstioInstallation,
  upgrade?: CanaryUpgrade,
): MeshUnderTest =>
  new MeshUnderTest(
    components,
    installedBy(components, installation, upgrade),
    `${folder}/${folderOfIt}`,
  );
const target = { version: NEW_VERSION };
const helm = written('helm', IstioInstallation.helm());
const onTrial = written('trial', IstioInstallation.helm(), CanaryUpgrade.onTrial(target));
const promoted = written('promoted', IstioInstallation.helm(), CanaryUpgrade.promoted(target));
const sail = written('sail', IstioInstallation.sail());
let signers: Signers;
const known = (): Signers => signers;

beforeAll(async () => {
  await components.up();
  await helm.bringUp('90-ingress');
  succeeded('95-workloads', await helm.apply('95-workloads'));
  const outside = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OUTSIDE } };
  const added = [stringify(outside), clientManifests([CALLER])].join('---\n');
  succeeded('the caller', await helm.applied(added));
  succeeded(CALLER.name, await components.start(workloadOf(CALLER)));
  // One workload is enough to see who calls; what it asks itself is not there.
  await helm.startAll([PRODUCTPAGE]);
  signers = await signersOf(helm);
}, BRING_UP_MS);
afterAll(() => components.down(logsOf('installers')), BRING_UP_MS);

describe('what Helm installs', () => {
  test('is an istiod that takes cacerts, and signs nothing with a CA of its own', async () => {
    const log = await components.log(deployment('istio-system', `istiod-${OLD}`), 'discovery');

    expect(log).toContain('Use local CA certificate');
    expect(log).not.toContain('Use self-signed certificate as the CA certificate');
  });

  gatewaysInTheMesh({ mesh: helm, signers: known });
  plaintextIsRefused({ mesh: helm, signers: known });
  releasesAgain(helm);
});

describe('without the template spire', () => {
  withoutTheTemplate({ mesh: helm, signers: known }, folder);
});

describe('the Sail operator is told', () => {
  sameControlPlane({ helm, sail, folder });
});

describe('the gateways that are written for the Sail operator', () => {
  beforeAll(async () => {
    // They have the names of those that Helm has installed.
    await uninstallGateways(helm);
    succeeded('90-ingress', await sail.apply('90-ingress'));
    await sail.settle('90-ingress');
  }, BRING_UP_MS);

  gatewaysInTheMesh({ mesh: sail, signers: known });
});

describe('an upgrade by Helm', () => {
  aCanaryByHelm({ before: helm, onTrial, promoted });
});

// It takes something away.
describe('without the agent', () => {
  withoutTheAgent({ mesh: sail, signers: known });
});
