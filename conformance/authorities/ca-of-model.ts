import { SPIRE_AUTHORITY } from '../../src/spire/server/spire-chain';
import { type Certificate, secondsOf } from '../certificates/certificate';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** Time that passes between asking and signing. */
const SECONDS = 15;

/** Whether the CA of SPIRE lives as long as the chain says, begun so much earlier: `true`, or how long it lives. */
export function livesAsInTheModel(
  { environment }: MeshUnderTest,
  ca: Certificate | undefined,
  backdatedSeconds: number,
): true | string {
  const model = environment.chain.authorities.find(({ id }) => id === SPIRE_AUTHORITY)?.duration;
  const lives = ca === undefined ? 0 : secondsOf(ca) - backdatedSeconds;
  return Math.abs(lives - (model?.inSeconds ?? 0)) < SECONDS || `${lives} s, not ${model}`;
}
