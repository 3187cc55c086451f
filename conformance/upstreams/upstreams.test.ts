import { App, Chart } from 'cdk8s';
import { CaCertificate } from '../../src/cert-manager/certificate/ca-certificate';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { SPIRE_AUTHORITY } from '../../src/spire/server/spire-chain';
import type { Environment } from '../../src/stack/environment';
import { RotationPolicy } from '../../src/trust/rotation-policy';
import { Subject } from '../../src/trust/subject';
import {
  type Certificate,
  certificateIn,
  certificatesIn,
  secondsOf,
} from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { got, kubectl, secretTexts } from '../components/kubectl';
import { succeeded } from '../components/execute';
import { yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { rootsIn } from '../spire/bundle';
import { configOf } from '../spire/spire-config';
import { chainOfWorkload } from './client';
import {
  above,
  ABOVE_SOCKETS,
  belowFiles,
  INTERMEDIATE,
  INTERMEDIATE_LIFETIME,
  nested,
  withoutUpstream,
} from './environments';
import { bindAbove, bringUpAbove, registerDownstream } from './spire-above';

const LONGEST_BRINGING_UP = 400_000;
/** By so much SPIRE lets a certificate begin in the past, for clocks that differ. */
const BACKDATE_SECONDS = 10;

const { components, folder } = componentsOfThisRun();
let made = 0;

/** What was seen of an environment: what a workload got, whom it trusts, and the root of istiod's CA. */
interface Seen {
  /** Leaf first, without the root. */
  readonly chain: string;
  /** Those that SPIRE publishes, in PEM. */
  readonly bundle: readonly Certificate[];
  /** The root of the mesh. */
  readonly root: Certificate;
}

describe('SPIRE as a root of its own', () => {
  let mesh: MeshUnderTest;
  let seen: Seen;
  beforeAll(async () => {
    await components.up();
    mesh = meshOf(withoutUpstream(components));
    await mesh.bringUp('60-spire-agent');
    seen = await seenIn(mesh);
  }, LONGEST_BRINGING_UP);
  afterAll(() => components.down(logsOf('upstreams')));

  it('signs SVIDs that verify by its own bundle', async () => {
    const [own] = seen.bundle;
    expect(seen.bundle).toHaveLength(1);
    expect(own).toMatchObject({ issuer: own?.subject, isCa: true });
    expect(await verifies(seen.chain, own?.pem ?? '')).toBe(true);
    expect(certificatesIn(seen.chain)).toHaveLength(1);
  });

  it('has a CA that lives as long as the model says', () => {
    const [own] = seen.bundle;
    expect(livesAsInTheModel(mesh, own)).toBe(true);
  });

  it('signs nothing that who trusts the root of istiod alone accepts: RootsDiffer', async () => {
    expect(await verifies(seen.chain, seen.root.pem)).toContain('unable to get');
  });
});

describe('SPIRE below a CA in a Secret', () => {
  let mesh: MeshUnderTest;
  let seen: Seen;
  beforeAll(async () => {
    await components.up();
    mesh = meshOf(belowFiles(components));
    await mesh.bringUp('40-istiod-ca');
    succeeded('the CA', await mesh.applied(intermediate(mesh.environment)));
    await mesh.certificatesReady();
    for (const layer of ['50-spire-server', '60-spire-agent'] as const) {
      succeeded(layer, await mesh.apply(layer));
      await mesh.settle(layer);
    }
    seen = await seenIn(mesh);
  }, LONGEST_BRINGING_UP);
  afterAll(() => components.down(logsOf('upstreams')));

  it('signs SVIDs that verify by the root of the mesh, which is all of its bundle', async () => {
    expect(seen.bundle.map(({ pem }) => pem)).toEqual([seen.root.pem]);
    expect(await verifies(seen.chain, seen.root.pem)).toBe(true);
  });

  it('shows the chain of the model: SVID, CA of SPIRE, CA of the Secret', () => {
    const [svid, ca, upstream, ...more] = certificatesIn(seen.chain);
    expect(more).toEqual([]);
    expect(svid).toMatchObject({ authorityKeyId: ca?.subjectKeyId, isCa: false });
    expect(ca).toMatchObject({ authorityKeyId: upstream?.subjectKeyId, isCa: true });
    expect(upstream).toMatchObject({ authorityKeyId: seen.root.subjectKeyId, isCa: true });
  });

  it('has a CA that lives as long as the model says', () => {
    const [, ca] = certificatesIn(seen.chain);
    expect(livesAsInTheModel(mesh, ca)).toBe(true);
  });

  it('makes no CertificateRequest of its own', async () => {
    const requests = await kubectl(
      components,
      ...['-n', SPIRE_SERVER.namespace, 'get', 'certificaterequests', '-o', 'name'],
    );
    expect(requests.split('\n').filter((name) => name.includes('spiffe-ca-'))).toEqual([]);
  });
});

// A cluster has no second driver under another name: it is for the owner of the SPIRE above to run.
const describeNested = components.hasControllerManager ? describe.skip : describe;

describeNested('SPIRE below another SPIRE', () => {
  let mesh: MeshUnderTest;
  let seen: Seen;
  beforeAll(async () => {
    await components.up();
    mesh = meshOf(nested(components));
    await mesh.bringUp('40-istiod-ca');
    await bringUpAbove(meshOf(above(components)));
    succeeded('the server', await mesh.apply('50-spire-server'));
    await bindAbove(mesh);
    await registerDownstream(mesh);
    await mesh.startSpireServer({ socketFolder: ABOVE_SOCKETS });
    succeeded('the agent', await mesh.apply('60-spire-agent'));
    await mesh.settle('60-spire-agent');
    seen = await seenIn(mesh);
  }, LONGEST_BRINGING_UP);
  afterAll(() => components.down(logsOf('upstreams')));

  it('signs SVIDs that verify by the root of the mesh', async () => {
    expect(seen.bundle.map(({ pem }) => pem)).toEqual([seen.root.pem]);
    expect(await verifies(seen.chain, seen.root.pem)).toBe(true);
  });

  it('shows the chain of the model: SVID, CA of SPIRE, CA of the SPIRE above', () => {
    const [svid, ca, upstream, ...more] = certificatesIn(seen.chain);
    expect(more).toEqual([]);
    expect(svid).toMatchObject({ authorityKeyId: ca?.subjectKeyId, isCa: false });
    expect(ca).toMatchObject({ authorityKeyId: upstream?.subjectKeyId, isCa: true });
    expect(ca?.subject).toContain('DOWNSTREAM-1');
    expect(upstream).toMatchObject({ authorityKeyId: seen.root.subjectKeyId, isCa: true });
  });

  it('has a CA that lives as long as the model says', () => {
    const [, ca] = certificatesIn(seen.chain);
    expect(livesAsInTheModel(mesh, ca)).toBe(true);
  });
});

function meshOf(environment: Environment): MeshUnderTest {
  made += 1;
  return new MeshUnderTest(components, environment, `${folder}/${environment.name}-${made}`);
}

async function seenIn(mesh: MeshUnderTest): Promise<Seen> {
  succeeded('the registrations', await mesh.apply('70-identities'));
  const chain = await chainOfWorkload(mesh);
  const { agent } = configOf(mesh, '60-spire-agent', 'agent.conf');
  const { data } = await got<{ readonly data: Readonly<Record<string, string>> }>(
    components,
    ...['-n', 'spire-system', 'configmap', 'spire-bundle'],
  );
  const [text = ''] = Object.values(data);
  const certificate = mesh.objectsOf('30-roots').find(({ kind }) => kind === 'Certificate');
  const { secretName } = certificate?.['spec'] as { readonly secretName: string };
  const namespace = certificate?.metadata.namespace ?? '';
  return {
    chain,
    bundle: rootsIn(text, agent.trust_bundle_format ?? 'pem'),
    root: certificateIn((await secretTexts(components, namespace, secretName))('tls.crt')),
  };
}

/** A CA below the root of the mesh, in the namespace of the server. */
function intermediate({ props }: Environment): string {
  const chart = new Chart(new App({ outdir: 'unwritten' }), 'intermediate');
  new CaCertificate(chart, 'Intermediate', {
    name: INTERMEDIATE,
    namespace: SPIRE_SERVER.namespace,
    subject: Subject.of(INTERMEDIATE),
    dnsNames: [],
    rotationPolicy: RotationPolicy.ALWAYS,
    lifetime: INTERMEDIATE_LIFETIME,
    issuer: CaIssuer.cluster(props.root.issuer.name),
  });
  return yamlOf(chart.toJson() as readonly object[]);
}

/** Whether the CA of SPIRE lives as long as the chain says: `true`, or how long it lives. */
function livesAsInTheModel({ environment }: MeshUnderTest, ca?: Certificate): true | string {
  const model = environment.chain.authorities.find(({ id }) => id === SPIRE_AUTHORITY)?.duration;
  const lives = ca === undefined ? 0 : secondsOf(ca);
  return (
    Math.abs(lives - (model?.inSeconds ?? 0)) <= BACKDATE_SECONDS || `${lives} s, not ${model}`
  );
}
