import type { Finding } from '../../trust/mesh-trust-error';
import { SPIRE_GATES } from '../../trust/gates/spire-gates';
import type { SpireVersion } from '../spire-version';

/** What only some releases of the agent know. */
export interface GatedAgentOptions {
  /** Carries the release. */
  readonly installation: { readonly version: SpireVersion };
  /** Since 1.13. @default - nothing is asked for */
  readonly rebootstrap?: object;
  /** At this place since 1.11. @default - nothing is asked for */
  readonly x509SvidCacheMaxSize?: number;
  /** With `ec-p384` since 1.14. @default - nothing is asked for */
  readonly workloadX509SvidKeyType?: string;
}

/** Options that the agent of this release does not know. @see https://github.com/spiffe/spire/blob/v1.15.3/CHANGELOG.md */
export function spireAgentVersionFindings(path: string, options: GatedAgentOptions): Finding[] {
  const { version } = options.installation;
  const { rebootstrap, x509SvidCacheMaxSize, workloadKeyP384 } = SPIRE_GATES;
  const asked = [
    ['rebootstrap', rebootstrap, options.rebootstrap !== undefined],
    ['x509SvidCacheMaxSize', x509SvidCacheMaxSize, options.x509SvidCacheMaxSize !== undefined],
    ['workloadX509SvidKeyType', workloadKeyP384, options.workloadX509SvidKeyType === 'ec-p384'],
  ] as const;
  return asked
    .filter(([, gate, isAsked]) => isAsked && !version.has(gate))
    .map(([property, gate]) => ({
      code: 'FeatureNeedsVersion',
      path,
      problem: `'${property}' must be left out or changed before SPIRE ${gate.since}, got SPIRE ${version}`,
      fix: `write version: SpireVersion.V1_15 in SpireInstallation.of, or leave ${property} out`,
    }));
}
