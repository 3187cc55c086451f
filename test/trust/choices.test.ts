import { ComponentVersion } from '../../src/trust/component-version';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { RotationPolicy } from '../../src/trust/rotation-policy';
import { keyAtRenewal } from '../../src/trust/trust-chain';

class ExampleVersion extends ComponentVersion {
  public readonly component = 'example';

  public static of(version: string): ExampleVersion {
    return new ExampleVersion(version);
  }
}

describe('KeyAlgorithm', () => {
  it.each([
    [KeyAlgorithm.RSA_2048, 'RSA', 2048],
    [KeyAlgorithm.RSA_3072, 'RSA', 3072],
    [KeyAlgorithm.RSA_4096, 'RSA', 4096],
    [KeyAlgorithm.ECDSA_P256, 'ECDSA', 256],
    [KeyAlgorithm.ECDSA_P384, 'ECDSA', 384],
  ])('%s has the algorithm and the size of a Certificate', (key, algorithm, size) => {
    expect(key).toMatchObject({ algorithm, size });
    expect(key.toString()).toBe(`${algorithm}-${size}`);
  });
});

describe('RotationPolicy', () => {
  it('says in words of cert-manager whether the key is kept', () => {
    expect(RotationPolicy.NEVER.toString()).toBe('Never');
    expect(RotationPolicy.NEVER.keepsKey).toBe(true);
    expect(RotationPolicy.ALWAYS.toString()).toBe('Always');
    expect(RotationPolicy.ALWAYS.keepsKey).toBe(false);
  });

  it('says in words of the chain what becomes of the key', () => {
    expect(keyAtRenewal(RotationPolicy.NEVER)).toBe('kept');
    expect(keyAtRenewal(RotationPolicy.ALWAYS)).toBe('new');
  });
});

describe('ComponentVersion', () => {
  it.each([
    ['1.30.3', '1.30.3', true],
    ['1.30.3', '1.30', true],
    ['1.30.3', '1.9', true],
    ['1.30.3', '1.30.4', false],
    ['1.30.3', '2', false],
    ['1.9.10', '1.9.9', true],
    ['1.30', '1.30.1', false],
    ['2.0.0', '1.99.99', true],
  ])('%s is at least %s: %s', (version, wanted, isAtLeast) => {
    expect(ExampleVersion.of(version).isAtLeast(wanted)).toBe(isAtLeast);
    expect(ExampleVersion.of(version).toString()).toBe(version);
  });
});
