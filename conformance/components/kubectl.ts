import type { Components, Workload } from './components';
import { succeeded } from './execute';

interface Selecting {
  readonly spec: { readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } };
}

/** What kubectl says, if it ends well. */
export async function kubectl(
  components: Pick<Components, 'run'>,
  ...args: readonly string[]
): Promise<string> {
  return succeeded(args.join(' '), await components.run('kubectl', args));
}

/** What `kubectl get` finds: an object, or a list with its `items`. */
export async function got<T>(
  components: Pick<Components, 'run'>,
  ...asked: readonly string[]
): Promise<T> {
  return JSON.parse(await kubectl(components, 'get', ...asked, '-o', 'json')) as T;
}

/** The texts of a Secret, by their keys; empty for a key that it has not. */
export async function secretTexts(
  components: Pick<Components, 'run'>,
  namespace: string,
  name: string,
): Promise<(key: string) => string> {
  const { data } = await got<{ readonly data: Readonly<Record<string, string>> }>(
    components,
    ...['-n', namespace, 'secret', name],
  );
  return (key) => Buffer.from(data[key] ?? '', 'base64').toString('utf8');
}

/** What `-l` takes for the Pods of a workload. */
export async function selectorOf(
  components: Pick<Components, 'run'>,
  { namespace, kind, name }: Workload,
): Promise<string> {
  const { spec } = await got<Selecting>(components, '-n', namespace, kind, name);
  return Object.entries(spec.selector.matchLabels)
    .map((label) => label.join('='))
    .join(',');
}
