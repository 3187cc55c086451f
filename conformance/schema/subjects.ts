import { environment as istioSpireCertManager } from '../../examples/istio-spire-cert-manager/main';
import { environment as letsEncryptIngress } from '../../examples/lets-encrypt-ingress/main';
import { environment as sidecarTlsTermination } from '../../examples/sidecar-tls-termination/main';
import { loadEnvironments } from '../../src/environments/load';
import type { SpireVersion } from '../../src/spire/spire-version';
import { Environment } from '../../src/stack/environment';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { spireVersionIn } from '../components/spire-version-in';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** An environment that is judged. */
export interface Subject {
  /** What a reader calls it. */
  readonly title: string;
  readonly environment: Environment;
}

/** The environments of the repository. */
function written(): readonly Environment[] {
  return loadEnvironments();
}

/** The environments of the examples, by the folders that they are in. */
const EXAMPLES: Readonly<Record<string, Environment>> = {
  'istio-spire-cert-manager': istioSpireCertManager,
  'lets-encrypt-ingress': letsEncryptIngress,
  'sidecar-tls-termination': sidecarTlsTermination,
};

/** What is judged document by document: everything that is written, and what the stages after run. */
export function subjectsOf(components: Components): readonly Subject[] {
  const { spireVersion } = components;
  const subjects = [
    ...written().map((environment) => ({ title: environment.name, environment })),
    ...Object.entries(EXAMPLES).map(([folder, environment]) => ({
      title: `examples/${folder}`,
      environment,
    })),
  ];
  if (spireVersion === undefined) {
    return subjects;
  }
  const tried = triedEnvironment(components);
  return [
    ...subjects,
    { title: `${tried.name} tried with SPIRE ${spireVersion}`, environment: tried },
  ];
}

/** What is applied: everything that is written, each once, and the tried one in the place of its namesake. */
export function subjectsToApply(components: Components): readonly Subject[] {
  const tried = triedEnvironment(components);
  return written().map((environment) => ({
    title: environment.name,
    environment: environment.name === tried.name ? tried : environment,
  }));
}

/** The version of the programs that read the configurations of SPIRE. */
export async function versionOfPrograms(components: Components): Promise<SpireVersion> {
  const asked = await components.run('spire-server', ['--version']);
  return spireVersionIn(`${succeeded('spire-server --version', asked)}${asked.stderr}`);
}

/** The same environment with another version of SPIRE. */
export function withSpire({ name, props }: Environment, version: SpireVersion): Environment {
  return new Environment(name, { ...props, spire: { ...props.spire, version } });
}
