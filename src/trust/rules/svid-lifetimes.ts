import type { Finding } from '../mesh-trust-error';
import type { Authority, Leaf, TrustChain } from '../trust-chain';
import { Ttl } from '../ttl';

/** SPIRE signs with the next CA from the moment when this part of the old one is left. */
const ACTIVATION_DIVISOR = 6;
/** … and never earlier than this before its end. */
const ACTIVATION_CAP = Ttl.days(7);

/** What SPIRE signs ends before the CA that signed it is retired: `SvidOutlivesCaRotation`. */
export function svidOutlivesCaRotation(chain: TrustChain): Finding[] {
  return chain.leaves.flatMap((leaf) => {
    const ca = chain.issuerOf(leaf);
    if (leaf.signedBySpire !== true || ca === undefined) {
      return [];
    }
    const sixth = ca.duration.dividedBy(ACTIVATION_DIVISOR);
    if (!leaf.duration.outlives(Ttl.min(sixth, ACTIVATION_CAP))) {
      return [];
    }
    const said = sixth.outlives(ACTIVATION_CAP) ? ofSevenDays(leaf) : ofSixth(leaf, ca, sixth);
    return [{ code: 'SvidOutlivesCaRotation', path: leaf.path, ...said }];
  });
}

function ofSevenDays({ lifetimeProperty, duration }: Leaf): Pick<Finding, 'problem' | 'fix'> {
  return {
    problem: `'${lifetimeProperty}' must be at most seven days (${ACTIVATION_CAP}), when SPIRE retires its CA at the latest, got ${duration}`,
    fix: `write ${ACTIVATION_CAP.toCode()} or less, whatever the lifetime of the CA`,
  };
}

function ofSixth(
  { lifetimeProperty, duration }: Leaf,
  ca: Authority,
  sixth: Ttl,
): Pick<Finding, 'problem' | 'fix'> {
  const longest = Ttl.min(duration, ACTIVATION_CAP);
  const raise = `raise '${ca.lifetimeProperty}' to ${longest.times(ACTIVATION_DIVISOR).toCode()}`;
  return {
    problem: `'${lifetimeProperty}' must be at most a sixth of '${ca.lifetimeProperty}' (${ca.duration}), got ${duration}`,
    fix: duration.outlives(longest)
      ? `write ${sixth.toCode()} or less, or ${raise} and write ${longest.toCode()}`
      : `write ${sixth.toCode()} or less, or ${raise}`,
  };
}
