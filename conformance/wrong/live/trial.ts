import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { Workload } from '../../components/components';
import { succeeded } from '../../components/execute';
import { eventually } from '../../mesh-under-test/eventually';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { yamlOf } from '../../mesh-under-test/manifests';

/** Applies these objects, watches what comes of them, and removes them whatever that was. */
export async function during<T>(
  mesh: MeshUnderTest,
  objects: readonly KubernetesObject[],
  watch: () => Promise<T>,
): Promise<T> {
  const manifests = yamlOf(objects);
  try {
    succeeded('apply', await mesh.applied(manifests));
    return await watch();
  } finally {
    // Foreground: the Pods of the next mistake may have the same names.
    const asked = ['delete', '--ignore-not-found', '--cascade=foreground', '-f', '-'];
    succeeded('delete', await mesh.components.run('kubectl', asked, { input: manifests }));
  }
}

/** What the API server and its webhooks say against this object; fails if they take it. */
export async function refusalOf(mesh: MeshUnderTest, object: KubernetesObject): Promise<string> {
  const { code, stdout, stderr } = await dryRun(mesh, object);
  if (code === 0) {
    throw new Error(`it was taken:\n${stdout}`);
  }
  return normalised(stderr).replace(/^Error from server: error when creating "STDIN": /, '');
}

/** The objects that kubectl gets for this, possibly none. */
export async function listed<T = KubernetesObject>(
  mesh: MeshUnderTest,
  ...asked: readonly string[]
): Promise<readonly T[]> {
  const args = ['get', '--ignore-not-found', ...asked, '-o', 'json'];
  const said = succeeded(args.join(' '), await mesh.components.run('kubectl', args));
  if (said.trim() === '') {
    return [];
  }
  const got = JSON.parse(said) as T & { readonly items?: readonly T[] };
  return got.items ?? [got];
}

/** An object of the cluster. */
export async function got<T = KubernetesObject>(
  mesh: MeshUnderTest,
  ...asked: readonly string[]
): Promise<T> {
  const [first] = await listed<T>(mesh, ...asked);
  if (first === undefined) {
    throw new Error(`not there: ${asked.join(' ')}`);
  }
  return first;
}

/** What was seen of something that runs, as something else than was meant: only if that was seen. */
export function silentlyWrong(wasSeen: boolean, said: string): Seen {
  if (!wasSeen) {
    throw new Error(`it is not silently wrong: ${said}`);
  }
  return { verdict: 'silently wrong', said };
}

/** Asks until there is an answer; `undefined` is none yet. */
export async function answered<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 60,
): Promise<T> {
  let answer: T | undefined;
  const isThere = async (): Promise<true | string> => {
    answer = await ask();
    return answer !== undefined || 'nothing';
  };
  await eventually(what, isThere, seconds);
  if (answer === undefined) {
    throw new Error(`no answer: ${what}`);
  }
  return answer;
}

/**
 * Runs a workload, and gives the part of its log that this finds. Whether it comes up is not waited
 * for: most of these never do.
 */
export async function logged(
  mesh: MeshUnderTest,
  workload: Workload,
  container: string,
  wanted: RegExp,
): Promise<string> {
  const read = async (): Promise<string> => plainly(await mesh.components.log(workload, container));
  // That of an earlier mistake under the same name.
  const before = await read();
  void mesh.components.start(workload);
  let log = '';
  const isThere = async (): Promise<true | string> => {
    log = await read();
    return (log !== before && wanted.test(log)) || log.split('\n').slice(-8).join('\n');
  };
  await eventually(`${workload.name} logs ${String(wanted)}`, isThere, 60);
  const [found = ''] = wanted.exec(log) ?? [];
  return normalised(found);
}

/** The same words, whenever and wherever they were said. */
export function normalised(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| [+-]\d{4} \w+)?/g, '<time>')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>')
    .replace(/\b(spiffe-ca-)[a-z0-9]{5}\b/g, '$1<suffix>')
    .replace(/\b(wrong-[a-z-]+?)(?:-[a-z0-9]{8,10})?-[a-z0-9]{5}\b/g, '$1-<suffix>')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A log in which a line of JSON is its message and its error. */
function plainly(log: string): string {
  const read = (line: string): string => {
    const {
      msg = '',
      error,
      message = error,
    } = JSON.parse(line) as Record<string, string | undefined>;
    return message === undefined ? msg : `${msg}: ${message}`;
  };
  return log
    .split('\n')
    .map((line) => (line.startsWith('{') && line.endsWith('}') ? read(line) : line))
    .join('\n');
}

function dryRun(
  mesh: MeshUnderTest,
  object: KubernetesObject,
): ReturnType<MeshUnderTest['applied']> {
  const asked = ['create', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'];
  return mesh.components.run('kubectl', asked, { input: yamlOf([object]) });
}
