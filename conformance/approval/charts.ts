import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { execute, succeeded } from '../components/execute';
import { goModule } from '../components/go-module';
import { goProgram } from '../components/go-program';
import { HELM } from '../components/helm';
import { objectsIn } from '../mesh-under-test/manifests';

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
  const modules = await goModule(`${module}@${version}`);
  const set = values.map((value) => `--set=${value}`);
  const args = ['template', NAMESPACE, `${modules}/${folder}`, `--namespace=${NAMESPACE}`, ...set];
  return objectsIn(succeeded(args.join(' '), await execute(await goProgram(HELM), args)));
}
