import type { Finding } from '../../trust/mesh-trust-error';
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

/** First release whose agent reads `rebootstrap_mode`: an older one refuses to start over it. */
export const REBOOTSTRAP_SINCE = '1.13.0';
const CACHE_SIZE_SINCE = '1.11.0';
const P384_SINCE = '1.14.0';

/** Options that the agent of this release does not know. @see https://github.com/spiffe/spire/blob/v1.15.3/CHANGELOG.md */
export function spireAgentVersionFindings(path: string, options: GatedAgentOptions): Finding[] {
  const { version } = options.installation;
  const asked: readonly (readonly [property: string, since: string, isAsked: boolean])[] = [
    ['rebootstrap', REBOOTSTRAP_SINCE, options.rebootstrap !== undefined],
    ['x509SvidCacheMaxSize', CACHE_SIZE_SINCE, options.x509SvidCacheMaxSize !== undefined],
    ['workloadX509SvidKeyType', P384_SINCE, options.workloadX509SvidKeyType === 'ec-p384'],
  ];
  return asked
    .filter(([, since, isAsked]) => isAsked && !version.isAtLeast(since))
    .map(([property, since]) => ({
      code: 'FeatureNeedsVersion',
      path,
      problem: `'${property}' must be left out or changed before SPIRE ${since}, got SPIRE ${version}`,
      fix: `write version: SpireVersion.V1_15 in SpireInstallation.of, or leave ${property} out`,
    }));
}
