import type { Components, Workload } from '../components/components';
import { proxyAnswer } from '../mesh-under-test/proxy';

interface Clusters {
  readonly cluster_statuses?: readonly {
    readonly name: string;
    readonly host_statuses?: readonly {
      readonly stats?: readonly { readonly name: string; readonly value?: string }[];
    }[];
  }[];
}

/** What a proxy has counted of the Services that it asked, before it tried anything again. */
export interface Upstreams {
  readonly connections: number;
  readonly requests: number;
  /** Connections that were not made, failed handshakes among them, and requests that failed. */
  readonly failures: number;
}

/** The sums over the Services of a namespace. */
export async function upstreamsOf(
  components: Components,
  workload: Workload,
  namespace: string,
): Promise<Upstreams> {
  const asked = '/clusters?format=json';
  const { cluster_statuses: all = [] } = JSON.parse(
    await proxyAnswer(components, workload, asked),
  ) as Clusters;
  const stats = all
    .filter(({ name }) => name.startsWith('outbound|') && name.includes(`.${namespace}.svc.`))
    .flatMap(({ host_statuses: hosts = [] }) => hosts)
    .flatMap(({ stats: ofHost = [] }) => ofHost);
  const sum = (wanted: string): number =>
    stats
      .filter(({ name }) => name === wanted)
      .reduce((total, { value = '0' }) => total + Number(value), 0);
  return {
    connections: sum('cx_total'),
    requests: sum('rq_total'),
    failures: sum('cx_connect_fail') + sum('rq_error'),
  };
}

/** What was counted between two moments. */
export function between(before: Upstreams, after: Upstreams): Upstreams {
  return {
    connections: after.connections - before.connections,
    requests: after.requests - before.requests,
    failures: after.failures - before.failures,
  };
}

/** The sum of a proxy's counters of TLS with this last name: `handshake`, `fail_verify_error`. */
export async function tlsCount(
  components: Components,
  workload: Workload,
  name: string,
): Promise<number> {
  const stats = await proxyAnswer(components, workload, `/stats?filter=ssl%5C.${name}$`);
  const lines = stats.split('\n').filter((line) => line.includes(': '));
  if (lines.length === 0) {
    throw new Error(`the proxy of ${workload.name} does not count ssl.${name}`);
  }
  return lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(':') + 1)), 0);
}
