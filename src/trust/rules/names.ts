import type { Finding } from '../mesh-trust-error';
import type { NameConstraints, NameForm } from '../name-constraints';
import type { Authority, ChainNode, OutsideAuthority, TrustChain } from '../trust-chain';
import { ownCertificate } from './structure';

const FORMS: readonly NameForm[] = ['DNS', 'URI'];

/** The name constraints of a CA admit every name below it: `NameNotPermitted`. */
export function nameNotPermitted(chain: TrustChain): Finding[] {
  return [...chain.outside, ...chain.authorities].flatMap((authority) => {
    const constraints = ownCertificate(authority)?.nameConstraints;
    return constraints === undefined
      ? []
      : FORMS.flatMap((form) => refusedNames(chain, authority, constraints, form));
  });
}

function refusedNames(
  chain: TrustChain,
  authority: Authority | OutsideAuthority,
  constraints: NameConstraints,
  form: NameForm,
): Finding[] {
  const below = [...nodesBelow(chain, authority)];
  const names = [...new Set(below.flatMap((node) => namesOf(node, form)))].sort();
  const refused = names.filter((name) => !constraints.admits(form, name));
  const carriers = below.filter((node) =>
    namesOf(node, form).some((name) => refused.includes(name)),
  );
  return refused.length === 0
    ? []
    : [
        {
          code: 'NameNotPermitted',
          path: authority.path,
          problem: `'nameConstraints' of ${authority.title} must admit ${refused.join(', ')} of ${carriers.map(({ title }) => title).join(', ')}, got ${constraints}`,
          fix: fixOf(constraints, form, refused),
        },
      ];
}

/** What its owner has to change in the certificate: constraints of a certificate stay as they are signed. */
function fixOf(constraints: NameConstraints, form: NameForm, refused: readonly string[]): string {
  const property = form === 'DNS' ? 'DnsDomains' : 'UriDomains';
  const excluding = refused.flatMap((name) => constraints.excluding(form, name) ?? []);
  const unpermitted = refused.filter((name) => constraints.excluding(form, name) === undefined);
  const changes = [
    ...(excluding.length === 0
      ? []
      : [`without ${[...new Set(excluding)].join(', ')} in 'excluded${property}'`]),
    ...(unpermitted.length === 0
      ? []
      : [`with ${unpermitted.join(', ')} in 'permitted${property}'`]),
  ];
  return `have it signed anew ${changes.join(' and ')}, or leave those names out below it`;
}

function namesOf({ names }: ChainNode, form: NameForm): readonly string[] {
  return (form === 'DNS' ? names?.dnsNames : names?.trustDomains) ?? [];
}

/** Everything that is signed by an authority or by one below it, itself left out. */
function nodesBelow(
  chain: TrustChain,
  authority: Authority | OutsideAuthority,
  found: ReadonlySet<ChainNode> = new Set(),
): ReadonlySet<ChainNode> {
  return chain
    .issuedBy(authority)
    .filter((child) => !found.has(child))
    .reduce<ReadonlySet<ChainNode>>((all, child) => {
      const withChild = new Set([...all, child]);
      return child.kind === 'leaf' ? withChild : nodesBelow(chain, child, withChild);
    }, found);
}
