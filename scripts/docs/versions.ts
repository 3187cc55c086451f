import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { IstioVersion } from '../../src/istio/istio-version';
import { SpireVersion } from '../../src/spire/spire-version';
import type { ComponentVersion } from '../../src/trust/component-version';
import { CERT_MANAGER_GATES } from '../../src/trust/gates/cert-manager-gates';
import { ISTIO_GATES } from '../../src/trust/gates/istio-gates';
import { SPIRE_GATES } from '../../src/trust/gates/spire-gates';
import type { VersionGate } from '../../src/trust/gates/version-gate';

/** A component whose release is chosen, and what depends on it. */
export interface GatedComponent {
  /** Its releases, from the oldest on. */
  readonly releases: readonly ComponentVersion[];
  /** What depends on the release. */
  readonly gates: readonly VersionGate[];
}

/** Every component whose release is chosen, by its name. */
export const GATED_COMPONENTS: Readonly<Record<string, GatedComponent>> = {
  Istio: { releases: IstioVersion.ALL, gates: Object.values(ISTIO_GATES) },
  SPIRE: { releases: SpireVersion.ALL, gates: Object.values(SPIRE_GATES) },
  'cert-manager': { releases: CertManagerVersion.ALL, gates: Object.values(CERT_MANAGER_GATES) },
};

/** What each release of a component has: a line for each gate, a column for each release. */
export function versions(component: string): string {
  const found = GATED_COMPONENTS[component];
  if (found === undefined) {
    throw new Error(`there is no component ${component}`);
  }
  const { releases, gates } = found;
  const rows = gates.map((gate) => [
    `[${gate.feature}](${gate.see})`,
    ...releases.map((release) => (release.has(gate) ? 'yes' : '–')),
    gate.otherwise,
  ]);
  const head = ['What', ...releases.map(String), 'Where it is missing'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
