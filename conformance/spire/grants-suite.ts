import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { CONTROLLER_MANAGER_VERSION } from '../../src/spire/controller-manager/controller-manager-options';
import { SpireVersion } from '../../src/spire/spire-version';
import { generatedGrants, objectsOf } from './generated-grants';
import { byKey, type Grant, grantsIn, keyOf, resourceOf } from './grants';
import { needOf } from './needs';
import { type ObservedGrant, observedGrants, record } from './observed-grants';
import { Trials } from './trials';
import { type Doing, electionOf, needsControllerManager, WAYS, waysOf } from './ways';
import type { WorkloadApiClient } from './workload-api-client';

const OBSERVE = process.env['MESH_TRUST_OBSERVE'] === 'yes';

/** Time for one grant that proves to be unneeded, and for what runs to come back. */
const SECONDS_FOR_A_GRANT = 60;

/** Tests of every grant that these components can try: without it, they say themselves what fails. */
export function describeGrants(
  mesh: MeshUnderTest,
  client: WorkloadApiClient,
  isUp: () => boolean,
): void {
  const objects = [...objectsOf(mesh.environment), ...electionOf(mesh)];
  const trials = new Trials(mesh, objects);
  const ways = waysOf(mesh, trials, client);
  const { hasControllerManager } = mesh.components;
  const all = grantsIn(objects);
  const tried = all.filter(
    (grant) => hasControllerManager || !needsControllerManager(needOf(grant).tried),
  );
  const seen: ObservedGrant[] = [];
  sayWhatIsNotTried(all.filter((grant) => !tried.includes(grant)));

  describe('grants', () => {
    for (const way of WAYS) {
      const grants = tried.filter((grant) => needOf(grant).tried === way);
      const limit = SECONDS_FOR_A_GRANT * 1000 * (2 + grants.length);
      if (grants.length === 0) {
        continue;
      }
      describe(`when ${way}`, () => {
        beforeAll(async () => {
          // Jest comes here also when what is above has failed; that failure has the words.
          if (!isUp()) throw new Error('SPIRE did not come up');
          await takeAway(trials, ways[way], grants);
        }, limit);

        it.each(grants.map((grant): [string, Grant] => [titleOf(grant), grant]))(
          '%s',
          (_, grant) => {
            const observed = observedOf(mesh, trials, grant);
            seen.push(observed);
            if (OBSERVE) {
              // Nothing is written down of a grant that nothing needs and nobody defends.
              expect(observed.without ?? observed.reason).toEqual(expect.any(String));
            } else {
              expect(observed).toEqual(recordedOf(observed));
            }
          },
        );
      });
    }

    it('are all recorded, and nothing else is', () => {
      if (OBSERVE) {
        record(seen, generatedGrants());
      }
      const recorded = [...new Set(observedGrants().map(keyOf))];
      expect(recorded.sort()).toEqual(generatedGrants().map(keyOf).sort());
    });
  });
}

async function takeAway(
  trials: Trials,
  { log, before, work, together = false, after }: Doing,
  grants: readonly Grant[],
): Promise<void> {
  await before?.();
  for (const verb of new Set(grants.map((grant) => grant.verb))) {
    const ofVerb = grants.filter((grant) => grant.verb === verb);
    const groups = together ? [ofVerb] : ofVerb.map((grant) => [grant]);
    for (const group of groups) {
      await trials.withoutAll(group, log, work);
    }
  }
  await after?.();
}

function observedOf(
  { components, environment }: MeshUnderTest,
  trials: Trials,
  grant: Grant,
): ObservedGrant {
  const { neededFor, tried, reason } = needOf(grant);
  const without = trials.wordsWithout(grant);
  const spire = `SPIRE ${components.spireVersion ?? environment.props.spire?.version ?? SpireVersion.V1_15}`;
  return {
    ...grant,
    neededFor,
    ...(without !== undefined && { without }),
    proven: without !== undefined,
    ...(without === undefined && reason !== undefined && { reason }),
    seenWith: needsControllerManager(tried)
      ? `spire-controller-manager ${CONTROLLER_MANAGER_VERSION}`
      : spire,
  };
}

/** The record for what runs here; what runs nowhere else yet may say the same in other words. */
function recordedOf(observed: ObservedGrant): ObservedGrant | undefined {
  const rows = observedGrants().filter((row) => keyOf(row) === keyOf(observed));
  const [other] = rows;
  return (
    rows.find(({ seenWith }) => seenWith === observed.seenWith) ??
    (other && {
      ...other,
      ...(other.proven && observed.proven && { without: observed.without }),
      seenWith: observed.seenWith,
    })
  );
}

function titleOf(grant: Grant): string {
  return `${grant.role} needs to ${grant.verb} ${resourceOf(grant)}`;
}

function sayWhatIsNotTried(grants: readonly Grant[]): void {
  if (grants.length > 0) {
    process.stderr.write(
      `   not tried, since no controller manager runs here: ${[...grants].sort(byKey).map(keyOf).join('; ')}\n`,
    );
  }
}
