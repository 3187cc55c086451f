import type { Components } from '../components/components';
import type { Verification } from './gap';
import { type Prober, PROBER_CONTAINER } from './probers';

/** What a prober says of a request. */
interface Line {
  readonly at: number;
  readonly url: string;
  readonly status: number;
  readonly hops: number;
  readonly words: string;
}

/** What a proxy says of a request. */
interface AccessLine {
  readonly start_time: string;
  readonly response_code: number;
  readonly response_flags: string;
  readonly response_code_details: string | null;
}

/** Seconds after which a prober gives up, and a little more. */
const LONGEST = 6;

/**
 * Words for what fails before a certificate is shown. Whatever fails with other words, a connection
 * that was reset among it, counts as a certificate that was refused.
 */
const BEFORE_ANY_CERTIFICATE =
  /Connection_refused|Connection refused|timed out|timeout|name resolution|no healthy upstream/;
const REFUSED = /TLS_error|CERTIFICATE/;

/**
 * What a prober has asked until now, as its log says it. To a client Envoy does not say why a connection
 * failed: that is in the access logs of the proxies on the way, and is put beside.
 */
export async function requestsOf(
  components: Components,
  { workload, hops, through }: Prober,
): Promise<readonly Verification[]> {
  const lines = linesOf(await components.log(workload, PROBER_CONTAINER)) as readonly Line[];
  const failed = lines.filter((line) => !accepted(line, hops));
  const logs =
    failed.length === 0
      ? []
      : await Promise.all(through.map((proxy) => components.log(proxy, 'istio-proxy')));
  const access = logs
    .flatMap((log) => linesOf(log) as readonly AccessLine[])
    .filter(({ response_code: code }) => code >= 500 || code === 0);
  return lines.map((line) => {
    const { at, url, status, hops: walked, words } = line;
    const what = `${workload.name} asks ${url}`;
    const refusal = `status ${status} after ${walked} calls: ${words} (${reasonsOf(at, access)})`;
    return accepted(line, hops) ? { at, what } : { at, what, refusal };
  });
}

/** Whether a request failed, but before any certificate was shown. */
export function failedInTransport({ refusal }: Verification): boolean {
  return refusal !== undefined && BEFORE_ANY_CERTIFICATE.test(refusal) && !REFUSED.test(refusal);
}

function accepted({ status, words, hops }: Line, wanted: number): boolean {
  return status === 200 && words === '' && hops >= wanted;
}

function reasonsOf(at: number, access: readonly AccessLine[]): string {
  const meanwhile = access.filter(({ start_time: start }) => {
    const began = Date.parse(start) / 1000;
    return began <= at && began > at - LONGEST;
  });
  const reasons = meanwhile.map((line) => `${line.response_flags} ${line.response_code_details}`);
  return [...new Set(reasons)].join(', ') || 'no proxy says why';
}

// The last line may be half written.
function linesOf(log: string): readonly unknown[] {
  return log
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as unknown);
}
