import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { IstioVersion } from '../../src/istio/istio-version';
import { SpireVersion } from '../../src/spire/spire-version';
import { refusalOf } from '../support/refusals';

const COMPONENTS = [
  { name: 'Istio', releases: IstioVersion.ALL },
  { name: 'SPIRE', releases: SpireVersion.ALL },
  { name: 'cert-manager', releases: CertManagerVersion.ALL },
];

describe.each(COMPONENTS)('the releases of $name', ({ releases }) => {
  it('are one patch of each minor, from the oldest on', () => {
    const minors = releases.map((release) => Number(/^1\.(\d+)\.\d+$/.exec(`${release}`)?.[1]));
    const [oldest = 0] = minors;
    expect(minors).toEqual(minors.map((_, index) => oldest + index));
  });

  it.each(releases.map((release) => [release]))(
    '%s takes later patches of its minor',
    (release) => {
      const later = release.patch(99);
      expect(later.toString()).toBe(`${release}`.replace(/\d+$/, '99'));
      expect(later).toBeInstanceOf(release.constructor);
      expect(later.isAtLeast(`${release}`)).toBe(true);
    },
  );
});

describe('a patch', () => {
  it.each([2, -1, 1.5, 1000, NaN, '4', undefined])('%p of Istio 1.30.3 is refused', (patch) => {
    expect(refusalOf(() => IstioVersion.V1_30.patch(patch as number))).toMatchObject([
      { code: 'PropertyOutOfRange', path: 'Istio 1.30' },
    ]);
  });
});

describe('a gate', () => {
  it('is open from one release on', () => {
    const gate = { feature: '', otherwise: '', see: '', since: '1.28.10' };
    expect(IstioVersion.ALL.filter((release) => release.has(gate))).toEqual(
      IstioVersion.ALL.slice(2),
    );
  });

  it('is closed from another on', () => {
    const gate = { feature: '', otherwise: '', see: '', since: '1.27', before: '1.29' };
    expect(IstioVersion.ALL.filter((release) => release.has(gate))).toEqual([
      IstioVersion.V1_27,
      IstioVersion.V1_28,
    ]);
  });
});
