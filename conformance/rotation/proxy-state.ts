import type { Components, Workload } from '../components/components';
import { succeeded } from '../components/execute';

interface ConfigDump {
  readonly configs?: readonly {
    readonly name?: string;
    readonly secret?: {
      readonly tls_certificate?: {
        readonly certificate_chain?: { readonly inline_bytes?: string };
      };
    };
  }[];
}

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

/** The chain that a proxy shows to others, leaf first, PEM. */
export async function chainOf(components: Components, workload: Workload): Promise<string> {
  const asked = '/config_dump?resource=dynamic_active_secrets';
  const { configs = [] } = JSON.parse(await answered(components, workload, asked)) as ConfigDump;
  const own = configs.find(({ name }) => name === 'default');
  const bytes = own?.secret?.tls_certificate?.certificate_chain?.inline_bytes;
  if (bytes === undefined) {
    throw new Error(`the proxy of ${workload.name} has no certificate`);
  }
  return Buffer.from(bytes, 'base64').toString('utf8');
}

/** The sums over the Services of a namespace. */
export async function upstreamsOf(
  components: Components,
  workload: Workload,
  namespace: string,
): Promise<Upstreams> {
  const asked = '/clusters?format=json';
  const { cluster_statuses: all = [] } = JSON.parse(
    await answered(components, workload, asked),
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
  const stats = await answered(components, workload, `/stats?filter=ssl%5C.${name}$`);
  const lines = stats.split('\n').filter((line) => line.includes(': '));
  if (lines.length === 0) {
    throw new Error(`the proxy of ${workload.name} does not count ssl.${name}`);
  }
  return lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(':') + 1)), 0);
}

async function answered(
  components: Components,
  workload: Workload,
  asked: string,
): Promise<string> {
  return succeeded(
    `${asked} of the proxy of ${workload.name}`,
    await components.proxyAdmin(workload, asked),
  );
}
