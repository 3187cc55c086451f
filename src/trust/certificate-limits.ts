import type { Authority } from './trust-chain';

/** What the certificate of a CA says about those below it, in the words of OpenSSL: `pathlen:1`. */
export function certificateLimits({
  maxPathLength,
  nameConstraints,
}: Pick<Authority, 'maxPathLength' | 'nameConstraints'>): string[] {
  return [
    ...(maxPathLength === undefined ? [] : [`pathlen:${maxPathLength}`]),
    ...(nameConstraints === undefined ? [] : [nameConstraints.toString()]),
  ];
}
