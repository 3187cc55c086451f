import { join } from 'node:path';
import { environments } from '../../src/environments/all';
import { filesOf } from '../../src/delivery/files';
import { filesIn } from '../support/output-folders';

const DIST = join(__dirname, '..', '..', 'dist');

/** The files that differ, or are in one of both alone, with what to do about it. */
function drift(): readonly string[] {
  const fresh = new Map(
    environments.flatMap((environment) =>
      filesOf(environment.render()).map(({ path, content }) => [path, content]),
    ),
  );
  const committed = new Map(Object.entries(filesIn(DIST)));
  return [...new Set([...fresh.keys(), ...committed.keys()])]
    .filter((path) => fresh.get(path) !== committed.get(path))
    .map((path) => `dist/${path} is not what the environments give: run npm run synth`);
}

describe('dist', () => {
  it('is what the environments give, file for file and byte for byte', () => {
    expect(drift()).toEqual([]);
  });
});
