import {
  Environment,
  ImageSource,
  IstioCa,
  Lifetime,
  Sample,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../../src/index';
import { refusalOf } from '../support/refusals';

const DIGEST = `sha256:${'c'.repeat(64)}`;

function environmentWith(images: ImageSource): Environment {
  return new Environment('pinned', {
    trustDomain: TrustDomain.of('example.org'),
    clusterName: 'one',
    root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) }),
    istio: { ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }) },
    samples: [Sample.bookinfo()],
    images,
  });
}

describe('unusedDigestFindings', () => {
  it('DigestUnused fires on a repository that nothing runs', () => {
    const images = ImageSource.upstream().withDigest('ghcr.io/spiffe/spire-srver', DIGEST);
    expect(refusalOf(() => environmentWith(images).render())).toMatchObject([
      {
        code: 'DigestUnused',
        path: 'pinned',
        problem: expect.stringContaining('ghcr.io/spiffe/spire-srver') as string,
      },
    ]);
  });

  it.each([
    'ghcr.io/spiffe/spire-server',
    'ghcr.io/spiffe/spire-agent',
    'ghcr.io/spiffe/spire-controller-manager',
    'ghcr.io/spiffe/spiffe-csi-driver',
    'docker.io/istio/proxyv2',
    'docker.io/istio/pilot',
  ])('DigestUnused is silent on %s, also behind a mirror', (repository) => {
    for (const source of [
      ImageSource.upstream(),
      ImageSource.mirror('registry.example.com/mirror'),
    ]) {
      expect(environmentWith(source.withDigest(repository, DIGEST)).findings()).toEqual([]);
      expect(() => environmentWith(source.withDigest(repository, DIGEST)).render()).not.toThrow();
    }
  });
});
