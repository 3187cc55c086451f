import type { Finding } from '../mesh-trust-error';
import type { Authority, ChainNode, ServingIssuer, TrustChain } from '../trust-chain';

/** cert-manager finds the issuer from where it is asked, and the Secret of the issuer: `IssuerOutOfReach`. */
export function issuerOutOfReach(chain: TrustChain): Finding[] {
  return chain.authorities.flatMap((authority) => {
    const { servedBy } = authority;
    return servedBy === undefined
      ? []
      : [...secretElsewhere(authority, servedBy), ...requestsElsewhere(chain, authority, servedBy)];
  });
}

/** Whoever serves with a key reads it from a Secret of its own namespace: `KeyOutOfReach`. */
export function keyOutOfReach(chain: TrustChain): Finding[] {
  return chain.leaves.flatMap(({ path, title, secret }) =>
    secret === undefined || secret.namespace === secret.readIn
      ? []
      : [
          {
            code: 'KeyOutOfReach',
            path,
            problem: `'namespace' of the Secret of ${title} must be '${secret.readIn}', where it is read, got '${secret.namespace}'`,
            fix: `write '${secret.readIn}'`,
          },
        ],
  );
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
    .filter((child) => ![undefined, namespace].includes(requestedIn(child)))
    .map((child) => ({
      code: 'IssuerOutOfReach',
      path: child.path,
      problem: `'namespace' in which ${child.title} is requested must be '${namespace}', that of Issuer ${name}, got '${requestedIn(child)}'`,
      fix: `write '${namespace}', or sign with a ClusterIssuer`,
    }));
}

/** Namespace of the Certificate or CertificateRequest, where cert-manager is asked for one. */
function requestedIn(node: ChainNode): string | undefined {
  return node.kind === 'authority' ? node.requestedIn : node.secret?.namespace;
}
