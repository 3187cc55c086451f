import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { execute, succeeded } from '../components/execute';
import { type GoProgram, goProgram } from '../components/go-program';
import { objectsIn } from '../mesh-under-test/manifests';

const HELM: GoProgram = {
  name: 'helm',
  module: 'helm.sh/helm/v4',
  version: 'v4.3.2',
  package: 'helm.sh/helm/v4/cmd/helm',
};

/** A chart that lies in the Go module of its program. */
export interface Chart {
  readonly module: string;
  readonly version: string;
  /** Its folder, within the module. */
  readonly folder: string;
}

/** Where everything of these charts is installed. */
export const NAMESPACE = 'cert-manager';

/** The objects of a chart with these values: `app.trust.namespace=cert-manager`. */
export async function objectsOfChart(
  { module, version, folder }: Chart,
  values: readonly string[],
): Promise<readonly KubernetesObject[]> {
  const asked = ['mod', 'download', '-json', `${module}@${version}`];
  const downloaded = await execute('go', asked, { timeoutSeconds: 600 });
  const { Dir: modules } = JSON.parse(succeeded(asked.join(' '), downloaded)) as { Dir: string };
  const set = values.map((value) => `--set=${value}`);
  const args = ['template', NAMESPACE, `${modules}/${folder}`, `--namespace=${NAMESPACE}`, ...set];
  return objectsIn(succeeded(args.join(' '), await execute(await goProgram(HELM), args)));
}
