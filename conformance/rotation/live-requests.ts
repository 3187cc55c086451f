import type { Components } from '../components/components';
import type { Verification } from './gap';
import { type Prober, PROBER_CONTAINER } from './probers';

interface Line {
  readonly at: number;
  readonly url: string;
  readonly status: number;
  readonly hops: number;
  readonly callers: string;
  readonly words: string;
}

/** One request of a prober. */
export interface LiveRequest extends Verification {
  /** As whom the asked proxy saw who asked: x-forwarded-client-cert. */
  readonly callers: string;
}

/**
 * Words for what fails before a certificate is shown. Whatever fails with other words, a connection
 * that was reset among it, counts as a certificate that was refused.
 */
const BEFORE_ANY_CERTIFICATE =
  /Connection_refused|Connection refused|timed out|timeout|name resolution|no healthy upstream/;
const REFUSED = /TLS_error|CERTIFICATE|ALERT/;

/** What a prober has asked until now, as its log says it. */
export async function requestsOf(
  components: Components,
  { workload, hops }: Prober,
): Promise<readonly LiveRequest[]> {
  const log = await components.log(workload, PROBER_CONTAINER);
  return log
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .map(({ at, url, status, hops: walked, callers, words }) => {
      const what = `${workload.name} asks ${url}`;
      const accepted = status === 200 && words === '' && walked >= hops;
      return accepted
        ? { at, what, callers }
        : { at, what, callers, refusal: `status ${status} after ${walked} calls: ${words}` };
    });
}

/** Whether a request failed, but before any certificate was shown. */
export function failedInTransport({ refusal }: LiveRequest): boolean {
  return refusal !== undefined && BEFORE_ANY_CERTIFICATE.test(refusal) && !REFUSED.test(refusal);
}
