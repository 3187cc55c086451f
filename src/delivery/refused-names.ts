import type { Finding } from '../trust/mesh-trust-error';
import { DNS_LABEL } from '../trust/names';

/**
 * What is wrong with a list of environments before any of them is rendered: there is none, two have one
 * name, or a name is no name of a folder.
 */
export function nameFindings(names: readonly string[]): Finding[] {
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [
    ...(names.length === 0 ? [NONE] : []),
    ...names
      .filter((name) => typeof name !== 'string' || !DNS_LABEL.test(name))
      .map((name) => ({
        code: 'PropertyMalformed' as const,
        path: 'environments',
        problem: `'name' must be a DNS label, as it names a folder, got '${name}'`,
        fix: "write a name such as 'staging'",
      })),
    ...[...repeated].map((name) => ({
      code: 'NamesClash' as const,
      path: 'environments',
      problem: `'name' must be unique among environments, got '${name}' more than once`,
      fix: 'rename one of them: both would be written to one folder',
    })),
  ];
}

const NONE: Finding = {
  code: 'OutputEmpty',
  path: 'environments',
  problem: "'environments' must have at least one environment, got none",
  fix: 'add one to the list: an empty output would have GitOps prune the cluster',
};
