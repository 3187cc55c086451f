import * as path from 'node:path';
import { SpireVersion } from '../../src/spire/spire-version';
import { verifies } from '../certificates/verify';
import {
  type Certificate,
  certificateIn,
  certificatesIn,
  secondsOf,
} from '../certificates/certificate';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { MeshUnderTest, SPIRE_AGENT, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { rootsIn } from './bundle';
import { describeGrants } from './grants-suite';
import {
  ANSWER,
  ASKING,
  manifestsOf,
  READING,
  type WorkloadApiClient,
  workloadOf,
} from './workload-api-client';
import { configOf } from './spire-config';
import { yamlOf } from '../mesh-under-test/manifests';
import { got, kubectl, secretTexts } from '../components/kubectl';

/** Longer than what waits in it, so that a component's words are seen rather than a limit of time. */
const LONGEST_BRINGING_UP = 400_000;

/** By so much SPIRE lets a certificate begin in the past, for clocks that differ. */
const BACKDATE_SECONDS = 10;

const { components, folder } = componentsOfThisRun();
const environment = triedEnvironment(components);
const mesh = new MeshUnderTest(components, environment, folder);
const { server, plugins } = configOf(mesh, '50-spire-server', 'server.conf');
const { agent } = configOf(mesh, '60-spire-agent', 'agent.conf');
const version = components.spireVersion ?? SpireVersion.V1_15;
const trustDomain = environment.props.trustDomain.toString();

const IN_THE_MESH = { 'security.istio.io/tlsMode': 'istio' };
const selected = clientOf('asks-x509', ['fetch', 'x509', '-write', ANSWER], IN_THE_MESH);
const withJwt = clientOf('asks-jwt', ['fetch', 'jwt', '-audience', 'mesh'], IN_THE_MESH);
const unselected = clientOf('asks-in-vain', ['fetch', 'x509', '-write', ANSWER], {});

let root: Certificate;
let chain: string;
let svid: Certificate;
let ca: Certificate;
let isUp = false;

beforeAll(async () => {
  await components.up();
  await mesh.bringUp('60-spire-agent');
  await eventually('the registrations are taken', async () => {
    const { code, stderr } = await mesh.apply('70-identities');
    return code === 0 || stderr;
  });
  await deployed([selected, withJwt, unselected]);
  root = certificateIn(await secretOfRoot());
  chain = await answerTo(selected, `${ANSWER}/svid.0.pem`);
  [svid, ca] = certificatesIn(chain) as [Certificate, Certificate];
  isUp = true;
}, LONGEST_BRINGING_UP);
afterAll(() => components.down(logsOf('spire')));

describe('the server', () => {
  it('has a CA that cert-manager signed with the root', () => {
    expect(ca).toMatchObject({
      issuer: root.subject,
      authorityKeyId: root.subjectKeyId,
      isCa: true,
      uris: [`spiffe://${trustDomain}`],
      keyUsages: ['cert sign', 'crl sign'],
    });
  });

  it('has a CA that lives as long as the model says', () => {
    expect(secondsOf(ca)).toBe(lifetimeOf('spire'));
  });

  it('has a CA with the subject of its configuration, and the serial number that SPIRE adds', () => {
    const { common_name: commonName, organization, country } = server.ca_subject;
    const named = (key: string, values: readonly string[]): string[] =>
      values.map((value) => `${key}=${value}`);
    expect(attributesOf(ca.subject).filter((each) => !each.startsWith('2.5.4.5='))).toEqual(
      [...named('CN', [commonName]), ...named('O', organization), ...named('C', country)].sort(),
    );
  });

  it('says that its CA is prepared and activated', async () => {
    const log = await components.log(SPIRE_SERVER, 'spire-server');
    expect(log).toContain('X509 CA prepared');
    expect(log).toContain('X509 CA activated');
  });

  it('leaves no CertificateRequest behind', async () => {
    const requests = await kubectl(
      components,
      '-n',
      SPIRE_SERVER.namespace,
      'get',
      'certificaterequests',
    );
    expect(requests).toBe('');
  });

  const publisher = version.isAtLeast('1.12.4')
    ? { type: 'BundlePublisher', name: 'k8s_configmap' }
    : { type: 'Notifier', name: 'k8sbundle' };

  it(`of SPIRE ${version} publishes its bundle by ${publisher.type} ${publisher.name}`, async () => {
    const log = await components.log(SPIRE_SERVER, 'spire-server');
    const loaded = log.split('\n').filter((line) => line.includes('"Plugin loaded"'));
    expect(loaded).toContainEqual(
      expect.stringContaining(
        `"plugin_name":"${publisher.name}","plugin_type":"${publisher.type}"`,
      ),
    );
    expect(Object.keys(plugins)).toContain(publisher.type);
  });

  it('publishes the root of cert-manager as its bundle, and nothing else', async () => {
    const { trust_bundle_path: file, trust_bundle_format: format = 'pem' } = agent;
    const { data } = await got<{ readonly data: Readonly<Record<string, string>> }>(
      components,
      ...['-n', SPIRE_AGENT.namespace, 'configmap', 'spire-bundle'],
    );
    expect(Object.keys(data)).toEqual([path.basename(file)]);
    const roots = rootsIn(data[path.basename(file)] ?? '', format);
    expect(roots.map(({ pem }) => pem)).toEqual([root.pem]);
  });
});

describe('the agent', () => {
  it('is attested by k8s_psat, under the name of the cluster and the UID of its node', async () => {
    const nodes = await kubectl(
      components,
      'get',
      'nodes',
      '-o',
      'jsonpath={.items[*].metadata.uid}',
    );
    const ids = (await agents()).map(({ id }) => `spiffe://${id.trust_domain}${id.path}`);
    expect(ids.sort()).toEqual(
      nodes
        .split(' ')
        .map(
          (uid) =>
            `spiffe://${trustDomain}/spire/agent/k8s_psat/${environment.props.clusterName}/${uid}`,
        )
        .sort(),
    );
  });

  it('has an SVID that lives as long as the model says', async () => {
    const log = await components.log(SPIRE_SERVER, 'spire-server');
    const [first] = await agents();
    const attested = log
      .split('\n')
      .find((line) => line.includes('Agent attestation request completed'));
    const { time } = JSON.parse(attested ?? '{}') as { time: string };
    const seconds = Number(first?.x509svid_expires_at) - Date.parse(time) / 1000;
    expect(Math.abs(seconds - lifetimeOf('agent-svids'))).toBeLessThanOrEqual(BACKDATE_SECONDS);
  });
});

describe('a workload of the mesh', () => {
  it('gets an SVID of the form that Istio reads', () => {
    const { namespace, name } = selected;
    expect(svid.uris).toEqual([`spiffe://${trustDomain}/ns/${namespace}/sa/${name}`]);
    expect(svid).toMatchObject({ isCa: false, authorityKeyId: ca.subjectKeyId });
  });

  it('has a chain that openssl verifies to the root of cert-manager alone', async () => {
    expect(await verifies(chain, root.pem)).toBe(true);
    expect(await verifies(svid.pem, root.pem)).toContain('unable to get local issuer certificate');
  });

  it('has an SVID that lives as long as the model says', () => {
    expect(secondsOf(svid)).toBe(lifetimeOf('x509-svids') + BACKDATE_SECONDS);
  });

  it('gets a JWT-SVID that lives as long as the model says', async () => {
    const token = await saidTo(withJwt, /eyJ[\w-]+\.([\w-]+)\.[\w-]+/);
    const claims = JSON.parse(Buffer.from(token, 'base64url').toString()) as Claims;
    expect(claims.sub).toBe(`spiffe://${trustDomain}/ns/${withJwt.namespace}/sa/${withJwt.name}`);
    expect(claims.exp - claims.iat).toBe(lifetimeOf('jwt-svids'));
  });

  it('gets no identity when no ClusterSPIFFEID selects it', async () => {
    expect(await saidTo(unselected, /(no identity issued)/)).toBe('no identity issued');
    const log = await components.log(SPIRE_AGENT, 'spire-agent');
    expect(log).toContain('No identity issued');
  });
});

describeGrants(mesh, selected, () => isUp);

interface Claims {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
}

interface Agent {
  readonly id: { readonly trust_domain: string; readonly path: string };
  readonly x509svid_expires_at: string;
}

function clientOf(
  name: string,
  asks: readonly string[],
  labels: Readonly<Record<string, string>>,
): WorkloadApiClient {
  const namespace = mesh
    .objectsOf('00-namespaces')
    .find(({ metadata }) => metadata.labels?.['istio-injection'] === 'enabled');
  if (namespace === undefined) {
    throw new Error('no namespace of the environment has sidecars');
  }
  const socket = path.basename(agent.socket_path);
  return { name, namespace: namespace.metadata.name, socket, asks, labels };
}

async function secretOfRoot(): Promise<string> {
  const certificate = mesh.objectsOf('30-roots').find(({ kind }) => kind === 'Certificate');
  const { secretName } = certificate?.['spec'] as { readonly secretName: string };
  const namespace = certificate?.metadata.namespace ?? '';
  return (await secretTexts(components, namespace, secretName))('tls.crt');
}

async function agents(): Promise<readonly Agent[]> {
  const asked = ['agent', 'list', '-output', 'json'];
  const said = succeeded('agent list', await components.spireServer(SPIRE_SERVER, asked));
  return (JSON.parse(said) as { readonly agents: readonly Agent[] }).agents;
}

function lifetimeOf(id: string): number {
  const found = environment.chain.nodes.find((node) => node.id === id);
  if (found === undefined) {
    throw new Error(`the chain has no ${id}`);
  }
  return found.duration.inSeconds;
}

function attributesOf(subject: string): string[] {
  return subject.split(', ').sort();
}

/** Runs a client until this file has its answer: the agent learns of a registration within seconds. */
async function answerTo(client: WorkloadApiClient, file: string): Promise<string> {
  let answer = '';
  await asked(client, async () => {
    const read = ['cat', file];
    const { code, stdout } = await components.exec(workloadOf(client), READING, read);
    answer = stdout;
    return code === 0;
  });
  return answer;
}

/** Runs a client until it has said this, and gives what is in parentheses. */
async function saidTo(client: WorkloadApiClient, words: RegExp): Promise<string> {
  let found: string | undefined;
  await asked(client, async () => {
    found = words.exec(await components.log(workloadOf(client), ASKING))?.[1];
    return found !== undefined;
  });
  return found ?? '';
}

async function asked(client: WorkloadApiClient, isAnswered: () => Promise<boolean>): Promise<void> {
  const workload = workloadOf(client);
  await eventually(`${client.name} is answered`, async () => {
    succeeded(client.name, await components.start(workload));
    for (let times = 0; times < 10; times += 1) {
      if (await isAnswered()) return true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return components.log(workload, ASKING);
  });
}

async function deployed(clients: readonly WorkloadApiClient[]): Promise<void> {
  succeeded('the clients', await mesh.applied(yamlOf(clients.flatMap(manifestsOf))));
  await mesh.register(clients.map(workloadOf));
}
