import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const LOCK = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

describe('the lock file', () => {
  // npm leaves out what its registry does not serve, such as binaries for other platforms, and `npm ci`
  // then refuses the lock file on every machine.
  it('has every optional dependency, for all platforms', () => {
    const names = new Set(
      Object.keys(LOCK.packages).map((path) => path.split('node_modules/').at(-1)),
    );
    const missing = Object.values(LOCK.packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !names.has(name));
    expect(names.size).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });
});
