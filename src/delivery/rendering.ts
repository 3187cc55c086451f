import type { FederationSide } from '../trust/federation-side';
import { MeshTrustError, refuseAny, type Finding } from '../trust/mesh-trust-error';
import { federationSideFindings } from '../trust/rules/federation-sides';
import { filesOf, type OutputFile } from './files';
import { nameFindings } from './refused-names';
import type { Renderable } from './renderable';
import { outputFindings } from './rules/output-rules';

/**
 * Renders environments one after another and hands the files of each to `take` before the next is
 * rendered, so that a thousand environments need the memory of one. Once anything is refused no more files
 * are handed over, but every other environment is still looked at. What they say of each other is held
 * against each other in the end, when all files have been handed over: whoever took them must let go of them.
 *
 * @throws MeshTrustError with every finding of every environment
 */
export function renderEach(
  environments: readonly Renderable[],
  take: (environment: string, files: readonly OutputFile[]) => void,
): void {
  refuseAny(nameFindings(environments.map((environment) => environment.name)), 'environments');
  const refused = new Map<string, readonly Finding[]>();
  const sides: FederationSide[] = [];
  for (const environment of environments) {
    const { findings, federation, files } = rendered(environment);
    if (federation !== undefined) {
      sides.push(federation);
    }
    if (findings.length > 0) {
      refused.set(environment.name, findings);
    } else if (refused.size === 0) {
      take(environment.name, files());
    }
  }
  const between = federationSideFindings(sides);
  const named = [...refused.keys(), ...between.map(({ path }) => path.split('/', 1).join(''))];
  refuseAny([...[...refused.values()].flat(), ...between], [...new Set(named)].join(', '));
}

interface Rendered {
  readonly findings: readonly Finding[];
  readonly federation?: FederationSide;
  readonly files: () => readonly OutputFile[];
}

function rendered(environment: Renderable): Rendered {
  try {
    const output = environment.render();
    return {
      findings: outputFindings(output),
      federation: output.federation,
      files: () => filesOf(output),
    };
  } catch (error) {
    if (error instanceof MeshTrustError) {
      return {
        findings: error.findings.map((finding) => within(environment.name, finding)),
        files: () => [],
      };
    }
    throw error;
  }
}

/** Paths begin with the environment, as several are reported at once. */
function within(environment: string, finding: Finding): Finding {
  const isWithin = finding.path === environment || finding.path.startsWith(`${environment}/`);
  return isWithin ? finding : { ...finding, path: `${environment}/${finding.path}` };
}
