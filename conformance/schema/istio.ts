import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Components } from '../components/components';
import { objectsIn } from '../mesh-under-test/manifests';

/** What `istioctl manifest generate` made of an IstioOperator. */
export interface Generated {
  readonly code: number;
  readonly rendered: string;
  readonly objects: readonly KubernetesObject[];
  /** What it complained about. */
  readonly stderr: string;
}

/** A finding of `istioctl analyze`. */
interface Message {
  readonly code: string;
  readonly level: string;
  readonly message: string;
  readonly origin: string;
}

/** Renders an IstioOperator. */
export async function generated(components: Components, file: string): Promise<Generated> {
  const asked = ['manifest', 'generate', '-f', file];
  const { code, stdout, stderr } = await components.run('istioctl', asked);
  const objects = objectsIn(stdout);
  return { code, rendered: stdout, objects, stderr };
}

/** What istioctl finds in manifests as a whole, one line for each finding. */
export async function analyzed(
  components: Components,
  files: readonly string[],
): Promise<readonly string[]> {
  const asked = ['analyze', '--all-namespaces', '--use-kube=false', '--output=json', ...files];
  const { stdout, stderr } = await components.run('istioctl', asked);
  if (!stdout.startsWith('[')) {
    throw new Error(`istioctl ${asked.join(' ')}\n${stdout}${stderr}`);
  }
  return (JSON.parse(stdout) as readonly Message[]).map(
    ({ code, level, message, origin }) => `${code} ${level} ${origin}: ${message}`,
  );
}
