import { Lifetime } from '../../trust/lifetime';
import { NameConstraints } from '../../trust/name-constraints';
import { pathLength } from '../../trust/path-length';
import { instanceOf, oneOf, optional, type PropertyTable } from '../../trust/props';
import { Subject } from '../../trust/subject';
import type { Authority } from '../../trust/trust-chain';
import { OfflineRoot } from './offline-root';
import type { RootContext } from './root';

/** What the owner of a CA says of its certificate, which nothing here makes. */
export interface StatedCaProps {
  /** How long its certificate lives and when that is renewed. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** How many CAs its certificate allows below it: `pathlen`. @default - no limit */
  readonly maxPathLength?: number;
  /** Which names its certificate allows below it. @default - all names */
  readonly nameConstraints?: NameConstraints;
  /** Its distinguished name, for pictures and findings. @default - the issuer's name */
  readonly subject?: Subject;
}

/** One check for each property of a CA whose owner states it. */
export const STATED_CA_PROPERTIES: PropertyTable<StatedCaProps> = {
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(3650))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  maxPathLength: optional(pathLength()),
  nameConstraints: optional(
    instanceOf(
      NameConstraints,
      "NameConstraints.of({ permittedUriDomains: ['mesh.example.com'] })",
    ),
  ),
  subject: optional(instanceOf(Subject, "Subject.of('mesh-root')")),
};

/** What the chain has of such a CA wherever its key is: a root, or an intermediate below one that is offline. */
export function statedAuthority(
  facts: StatedCaProps,
  { path, bundleIn, verifiedBy }: RootContext,
  offlineRoot: OfflineRoot | undefined,
): Omit<Authority, 'title' | 'keyIn' | 'servedBy'> {
  const { lifetime, keyAtRenewal, maxPathLength, nameConstraints } = facts;
  return {
    kind: 'authority',
    id: 'root',
    ...(offlineRoot === undefined ? {} : { issuer: OfflineRoot.ID }),
    path,
    lifetimeProperty: 'lifetime',
    duration: lifetime.duration,
    leftAtRenewal: lifetime.leftAtRenewal,
    keyAtRenewal,
    ...(maxPathLength === undefined ? {} : { maxPathLength }),
    ...(nameConstraints === undefined ? {} : { nameConstraints }),
    // An intermediate is shown with what it signed: verifiers keep the root alone.
    bundleIn: offlineRoot === undefined ? bundleIn : ['the chain of whatever it signed'],
    verifiedBy,
  };
}
