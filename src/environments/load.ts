import type { Environment } from '../index';

/**
 * Every environment, read when asked for: a value that is refused while its file is read is then
 * explained like every other refusal.
 */
export function loadEnvironments(): readonly Environment[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be read before anything can be explained
  const { environments } = require('./all') as { readonly environments: readonly Environment[] };
  return environments;
}
