import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';

test('a release knows what it is newer than', () => {
  expect(CertManagerVersion.V1_18.isAtLeast('1.18')).toBe(true);
  expect(CertManagerVersion.V1_17.isAtLeast('1.18')).toBe(false);
  expect(CertManagerVersion.V1_21.toString()).toBe('1.21.1');
});

test.each([
  [CertManagerVersion.V1_16, '1.16'],
  [CertManagerVersion.V1_17, '1.17'],
  [CertManagerVersion.V1_18, '1.18'],
  [CertManagerVersion.V1_19, '1.19'],
  [CertManagerVersion.V1_20, '1.20'],
  [CertManagerVersion.V1_21, '1.21'],
])('%s is a patch release of %s', (version, minor) => {
  expect(version.toString()).toMatch(new RegExp(`^${minor}\\.\\d+$`));
});
