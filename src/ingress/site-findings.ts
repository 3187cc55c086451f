import type { Finding } from '../trust/mesh-trust-error';
import { repeatedIn } from '../trust/repeated';
import type { Site } from './site';

/** What is wrong between the sites of one gateway: each has a name, hosts and a certificate of its own. */
export function sitesFindings(path: string, sites: readonly Site[]): Finding[] {
  return [
    ...repeatedIn(sites.map(({ name }) => name)).map((name) => clash(path, 'names', name)),
    ...repeatedIn(sites.flatMap(({ hosts }) => hosts)).map((host) => clash(path, 'hosts', host)),
    ...repeatedIn(sites.map(({ ingress }) => ingress.tls.certificate.secretName)).map((secret) =>
      shared(path, sites, secret),
    ),
  ];
}

function shared(path: string, sites: readonly Site[], secret: string): Finding {
  const names = sites
    .filter(({ ingress }) => ingress.tls.certificate.secretName === secret)
    .map(({ name }) => name);
  return {
    code: 'CertificateShared',
    path,
    problem: `'sites' must each have a certificate of their own, got ${secret} for ${names.join(' and ')}`,
    fix: `give each a certificate with its hosts alone, or write one Site with all hosts, whose routes say for which they are: routes: [{ …, hosts: [DnsName.of('shop.example.com')] }]`,
  };
}

function clash(path: string, what: string, got: string): Finding {
  return {
    code: 'NamesClash',
    path,
    problem: `'sites' must have ${what} of their own, got ${got} twice`,
    fix: `leave one ${got} out, or write another one`,
  };
}
