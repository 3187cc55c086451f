import { EXIT, explained } from '../../src/delivery/explained';
import { MeshTrustError } from '../../src/trust/mesh-trust-error';
import { Ttl } from '../../src/trust/ttl';

function run(act: () => number): { readonly code: number; readonly said: readonly string[] } {
  const said: string[] = [];
  const code = explained(act, (line) => {
    said.push(line);
  });
  return { code, said };
}

describe('explained', () => {
  it('ends with the exit code of what it runs, and says nothing', () => {
    expect(run(() => EXIT.usage)).toEqual({ code: 2, said: [] });
  });

  it('says where a value was made that is refused', () => {
    const { code, said } = run(() => Ttl.parse('30d').inSeconds);
    expect(code).toBe(1);
    expect(said.join('\n')).toMatch(
      /^TtlMalformed {3}Ttl\.parse\n[\s\S]*write Ttl\.days\(30\)\n {2}at test\/delivery\/explained\.test\.ts:\d+$/,
    );
  });

  it('leaves an environment to its own paths', () => {
    const finding = { code: 'OutputEmpty', path: 'dev', problem: 'p', fix: 'f' } as const;
    const { said } = run(() => {
      throw new MeshTrustError([finding], 'dev');
    });
    expect(said).toEqual(['dev: 1 finding, nothing written\n\nOutputEmpty   dev\n  p\n  f']);
  });

  it('takes no defect for a refusal', () => {
    expect(() =>
      run(() => {
        throw new TypeError('ours');
      }),
    ).toThrow('ours');
  });
});
