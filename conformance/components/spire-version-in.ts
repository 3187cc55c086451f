import { SpireVersion } from '../../src/spire/spire-version';

/** The version of the package for the release that `spire-server --version` names. */
export function spireVersionIn(said: string): SpireVersion {
  const minor = said.trim().split('.').slice(0, 2).join('.');
  const version = Object.values(SpireVersion)
    .filter((value) => value instanceof SpireVersion)
    .find((each) => `${each}`.startsWith(`${minor}.`));
  if (version === undefined) {
    throw new Error(`the package has no SpireVersion for SPIRE ${said}`);
  }
  return version;
}
