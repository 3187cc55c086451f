import { PinnedRoot } from '../../../src/istio/istio-csr/pinned-root';
import { refusalOf } from '../../support/refusals';

describe('PinnedRoot', () => {
  test('lies under a key of a ConfigMap or of a Secret', () => {
    expect(`${PinnedRoot.inConfigMap('mesh-roots', 'ca.pem')}`).toBe(
      'ConfigMap mesh-roots, ca.pem',
    );
    expect(`${PinnedRoot.inSecret('mesh-root', 'ca.crt')}`).toBe('Secret mesh-root, ca.crt');
  });

  test('is not what a private key lies under', () => {
    expect(refusalOf(() => PinnedRoot.inSecret('mesh-root', 'tls.key'))).toMatchObject([
      { code: 'NameMalformed', path: 'PinnedRoot.inSecret' },
    ]);
  });
});
