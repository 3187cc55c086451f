import type { Finding } from '../mesh-trust-error';
import type { Authority, ServingIssuer, TrustChain } from '../trust-chain';

/** cert-manager finds the issuer from where it is asked, and the Secret of the issuer: `IssuerOutOfReach`. */
export function issuerOutOfReach(chain: TrustChain): Finding[] {
  return chain.authorities.flatMap((authority) => {
    const { servedBy } = authority;
    return servedBy === undefined
      ? []
      : [...secretElsewhere(authority, servedBy), ...requestsElsewhere(chain, authority, servedBy)];
  });
}

/** With cert-manager above SPIRE the trust domain is the value of a label: `TrustDomainNotALabel`. */
export function trustDomainNotALabel(chain: TrustChain): Finding[] {
  if (chain.trustDomain.isLabelValue) {
    return [];
  }
  return chain.authorities
    .filter(
      (authority) =>
        chain.signsSvids(authority) && chain.issuerOf(authority)?.servedBy !== undefined,
    )
    .map(({ path }) => ({
      code: 'TrustDomainNotALabel',
      path,
      problem: `'trustDomain' must be at most 63 characters with a letter or digit at both ends when cert-manager signs the CA of SPIRE, got '${chain.trustDomain}'`,
      fix: `write such a name: TrustDomain.of('mesh.example.com')`,
    }));
}

function secretElsewhere({ path }: Authority, issuer: ServingIssuer): Finding[] {
  const { kind, name, secretNamespace, secretExpectedIn } = issuer;
  return secretNamespace === secretExpectedIn
    ? []
    : [
        {
          code: 'IssuerOutOfReach',
          path,
          problem: `'namespace' of the Secret of ${kind} ${name} must be '${secretExpectedIn}', where cert-manager looks for it, got '${secretNamespace}'`,
          fix: `write '${secretExpectedIn}'`,
        },
      ];
}

function requestsElsewhere(
  chain: TrustChain,
  authority: Authority,
  { kind, name, namespace }: ServingIssuer,
): Finding[] {
  if (kind !== 'Issuer' || namespace === undefined) {
    return [];
  }
  return chain
    .issuedBy(authority)
    .filter((child) => child.kind === 'authority')
    .filter(({ requestedIn }) => requestedIn !== undefined && requestedIn !== namespace)
    .map(({ path, title, requestedIn }) => ({
      code: 'IssuerOutOfReach',
      path,
      problem: `'namespace' in which ${title} is requested must be '${namespace}', that of Issuer ${name}, got '${requestedIn}'`,
      fix: `write '${namespace}', or sign with a ClusterIssuer`,
    }));
}
