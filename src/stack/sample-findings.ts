import type { Finding } from '../trust/mesh-trust-error';
import type { AnyEnvironmentProps } from './environment-props';

const ANY_HOST = '*';

/** Hosts that two samples are served under: Istio would answer with one of them, whichever is older. */
export function sampleFindings(
  environment: string,
  { samples = [] }: AnyEnvironmentProps,
): Finding[] {
  const hosts = samples
    .filter(({ routes }) => routes.length > 0)
    .flatMap((sample) => sample.hosts?.map(String) ?? [ANY_HOST]);
  const twice = new Set(hosts.filter((host, index) => hosts.indexOf(host) < index));
  return [...twice].sort().map((host) => ({
    code: 'NamesClash',
    path: environment,
    problem: `'samples' must have hosts of their own, got ${host} twice`,
    fix: "name other hosts: Sample.bookinfo({ hosts: [DnsName.of('bookinfo.example.com')] })",
  }));
}
