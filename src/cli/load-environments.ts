import type { Renderable } from '../delivery/renderable';

/**
 * The environments of this repository, read when asked for: a value that is refused while its file is
 * read is then explained like every other refusal.
 */
export function loadEnvironments(): readonly Renderable[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be read before anything can be explained
  const { environments } = require('../environments/all') as {
    readonly environments: readonly Renderable[];
  };
  return environments;
}
