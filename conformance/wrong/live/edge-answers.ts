import type { Outcome } from '../../components/execute';
import { kubectl } from '../../components/kubectl';
import { ISTIOD, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { GATEWAY_NAMESPACE } from './edge-objects';
import { answered, normalised } from './trial';

/** What curl says of a request to the ingress gateway. */
export async function askGateway(
  { components }: MeshUnderTest,
  url: string,
  ...options: readonly string[]
): Promise<Outcome> {
  const asked = ['-n', GATEWAY_NAMESPACE, 'get', 'service', 'istio-ingressgateway'];
  const address = await kubectl(components, ...asked, '-o', 'jsonpath={.spec.clusterIP}');
  const { hostname } = new URL(url);
  const places = ['80', '443'].flatMap((port) => ['--resolve', `${hostname}:${port}:${address}`]);
  const output = [
    '-sS',
    '--max-time',
    '10',
    '--output',
    '/dev/null',
    '--write-out',
    '%{http_code}',
  ];
  return components.run('curl', [...output, ...places, ...options, url]);
}

/** The first line of what curl complains of. */
export function complaintOf({ stderr }: Outcome): string {
  const [line = ''] = stderr.split('\n');
  return line.replace(/^curl: /, 'curl: ');
}

/** What istiod has logged, once it has. */
export function istiodSays({ components }: MeshUnderTest, words: RegExp): Promise<string> {
  return answered(`istiod logs ${String(words)}`, async () => {
    const log = await components.log(ISTIOD, 'discovery');
    const [found] = words.exec(log) ?? [];
    return found && normalised(found);
  });
}

/** What curl complains of, once it ends with this code and these words. */
export function refusedBy(
  mesh: MeshUnderTest,
  host: string,
  wanted: number,
  words: RegExp,
  ...options: readonly string[]
): Promise<string> {
  return answered(`curl ends with ${wanted} at ${host}`, async () => {
    const outcome = await askGateway(mesh, `https://${host}/`, ...options);
    const said = complaintOf(outcome);
    return outcome.code === wanted && words.test(said) ? said : undefined;
  });
}

/** The status of an answer, once it is this. */
export function statusOf(
  mesh: MeshUnderTest,
  url: string,
  wanted: string,
  ...options: readonly string[]
): Promise<string> {
  return answered(`${url} answers ${wanted}`, async () => {
    const { stdout } = await askGateway(mesh, url, ...options);
    return stdout === wanted ? stdout : undefined;
  });
}
