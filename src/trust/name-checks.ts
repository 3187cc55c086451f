import { DNS_LABEL } from './names';
import { text, type Check } from './props';

/** Check of a DNS label: the name of a namespace, a cluster, a gateway. */
export function dnsLabel(example: string): Check {
  return text(DNS_LABEL, 'a DNS label of at most 63 characters', example);
}
