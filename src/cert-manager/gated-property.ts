import type { Finding } from '../trust/mesh-trust-error';
import type { CertManagerVersion } from './cert-manager-version';

/** A property of an issuer that not every release of cert-manager knows. */
export interface GatedProperty {
  /** Which property. */
  readonly property: string;
  /** The first release that knows it. */
  readonly since: string;
}

/** FeatureNeedsVersion: what the issuer asks for exists in this cert-manager. */
export function gatedPropertyFindings(
  path: string,
  issuer: { readonly name: string; readonly gates: readonly GatedProperty[] },
  version: CertManagerVersion,
): Finding[] {
  return issuer.gates
    .filter(({ since }) => !version.isAtLeast(since))
    .map(({ property, since }) => ({
      code: 'FeatureNeedsVersion',
      path,
      problem: `'${property}' of ${issuer.name} must be left out before cert-manager ${since}, got cert-manager ${version}`,
      fix: `write CertManager.release({ version: CertManagerVersion.V1_21 }), or do without ${property}`,
    }));
}
