import { X509Certificate } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Components } from '../components/components';
import { type Outcome, succeeded } from '../components/execute';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** A program of SPIRE, where its configuration is, and what runs it. */
const PROGRAMS = {
  'spire-server': { layer: '50-spire-server', key: 'server.conf', kind: 'StatefulSet' },
  'spire-agent': { layer: '60-spire-agent', key: 'agent.conf', kind: 'DaemonSet' },
} as const;

/** A program of SPIRE. */
export type SpireProgram = keyof typeof PROGRAMS;

export const SPIRE_PROGRAMS: readonly SpireProgram[] = ['spire-server', 'spire-agent'];

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

interface Running {
  readonly template: { readonly spec: { readonly containers: readonly Container[] } };
}

interface AgentConfiguration {
  readonly agent: { readonly trust_bundle_path: string; readonly trust_bundle_format?: string };
}

/** The configuration of a program, as it can be read here. */
export async function configurationHere(
  mesh: MeshUnderTest,
  folder: string,
  program: SpireProgram,
): Promise<string> {
  const written = configurationOf(mesh, program);
  return program === 'spire-agent' ? withTrustBundle(mesh.components, folder, written) : written;
}

/** The configuration of a program, as the ConfigMap of its layer has it. */
function configurationOf(mesh: MeshUnderTest, program: SpireProgram): string {
  const { layer, key } = PROGRAMS[program];
  const texts = mesh
    .objectsOf(layer)
    .filter(({ kind }) => kind === 'ConfigMap')
    .map((object) => (object['data'] as Readonly<Record<string, string>> | undefined)?.[key])
    .filter((text) => text !== undefined);
  const [text] = texts;
  if (text === undefined || texts.length > 1) {
    throw new Error(`${layer} has ${texts.length} ConfigMaps with ${key}, not one`);
  }
  return text;
}

/** Lets a program validate a configuration, with the flags and variables that its container has. */
export async function validated(
  mesh: MeshUnderTest,
  folder: string,
  program: SpireProgram,
  configuration: string,
): Promise<Outcome> {
  const { args } = containerOf(mesh, program);
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, PROGRAMS[program].key);
  fs.writeFileSync(file, configuration);
  const flags = args.map((arg, index) => (args[index - 1] === '-config' ? file : arg));
  return mesh.components.run(program, ['validate', ...flags], {
    env: variablesOf(mesh, program),
  });
}

/** The variables that its container has; the Secrets and fields from which a cluster takes them are not here: what they hold is not judged. */
export function variablesOf(
  mesh: MeshUnderTest,
  program: SpireProgram,
): Readonly<Record<string, string>> {
  const { env = [] } = containerOf(mesh, program);
  return Object.fromEntries(env.map(({ name, value }) => [name, value ?? `value-of-${name}`]));
}

/** The configuration of an agent with a trust bundle that is there: without one it is not read. */
async function withTrustBundle(
  components: Components,
  folder: string,
  configuration: string,
): Promise<string> {
  const read = JSON.parse(configuration) as AgentConfiguration;
  const { trust_bundle_path: configured, trust_bundle_format: format = 'pem' } = read.agent;
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, path.basename(configured));
  const certificate = await someCertificate(components);
  fs.writeFileSync(file, format === 'spiffe' ? spiffeBundle(certificate) : certificate);
  process.stderr.write(`   ${configured} (${format}) is ${file} here\n`);
  return JSON.stringify({ ...read, agent: { ...read.agent, trust_bundle_path: file } });
}

function containerOf(mesh: MeshUnderTest, program: SpireProgram): Container {
  const { layer, kind } = PROGRAMS[program];
  const named = (object: KubernetesObject): boolean =>
    object.kind === kind && object.metadata.name === program;
  const spec = mesh.objectsOf(layer).find(named)?.['spec'] as Running | undefined;
  const container = spec?.template.spec.containers.find(({ name }) => name === program);
  if (container === undefined) {
    throw new Error(`${layer} has no ${kind} with a container ${program}`);
  }
  return container;
}

/** A certificate made for this run; nobody keeps its key. */
async function someCertificate(components: Components): Promise<string> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const asked = ['req', '-x509', ...key, '-keyout', '/dev/null', '-subj', '/CN=trusted'];
  return succeeded('openssl req', await components.run('openssl', asked));
}

/** As SPIFFE Trust Domain and Bundle has it, section 4.2.2. */
function spiffeBundle(pem: string): string {
  const certificate = new X509Certificate(pem);
  const key = certificate.publicKey.export({ format: 'jwk' });
  const x5c = [certificate.raw.toString('base64')];
  return JSON.stringify({ keys: [{ ...key, use: 'x509-svid', x5c }] });
}
