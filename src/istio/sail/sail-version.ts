import * as sail from '../../../imports/sailoperator.io';
import { IstioVersion } from '../istio-version';

/**
 * The oldest minor that the operator still installs. Older ones are valid values of its CRD, so that objects which
 * have them can be read, and are refused when they are reconciled.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/pkg/istioversion/versions.yaml
 */
const OLDEST_OF_SAIL = '1.28';

/** Whether the operator installs this release. */
export function isKnownToSail(version: IstioVersion): boolean {
  return version.isAtLeast(OLDEST_OF_SAIL) && valueOf(sail.IstioSpecVersion, version) !== undefined;
}

/** The releases that the operator installs, from the oldest on. */
export function versionsOfSail(): readonly IstioVersion[] {
  return IstioVersion.ALL.filter(isKnownToSail);
}

/** What the CRD of Istio calls this release, which findings have let through. */
export function sailVersionOf(version: IstioVersion): sail.IstioSpecVersion {
  return entryOf(sail.IstioSpecVersion, version);
}

/** What the CRD of IstioCNI calls it. */
export function nodeAgentVersionOf(version: IstioVersion): sail.IstioCniSpecVersion {
  return entryOf(sail.IstioCniSpecVersion, version);
}

function entryOf<T extends string>(
  versions: Readonly<Record<string, T>>,
  version: IstioVersion,
): T {
  const known = valueOf(versions, version);
  if (known === undefined) {
    throw new Error(`the Sail operator has no version v${version}`);
  }
  return known;
}

function valueOf<T extends string>(
  versions: Readonly<Record<string, T>>,
  version: IstioVersion,
): T | undefined {
  return Object.values(versions).find((known) => known === `v${version}`);
}
