import { Image } from '../../src/trust/image';
import { ImageSource } from '../../src/trust/image-source';
import { refusalOf } from '../support/refusals';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const server = Image.of('ghcr.io/spiffe/spire-server', '1.15.3');

describe('Image', () => {
  it('is written with its registry and version', () => {
    expect(server.toString()).toBe('ghcr.io/spiffe/spire-server:1.15.3');
  });

  it('keeps the version for the reader when it is pinned', () => {
    expect(server.withDigest(DIGEST).toString()).toBe(
      `ghcr.io/spiffe/spire-server:1.15.3@${DIGEST}`,
    );
  });

  it('keeps path, version and digest on a mirror', () => {
    const mirrored = server.withDigest(DIGEST).mirroredBy('registry.example.com:5000/mirror');
    expect(mirrored.toString()).toBe(
      `registry.example.com:5000/mirror/spiffe/spire-server:1.15.3@${DIGEST}`,
    );
  });

  it.each([
    '',
    'spire-server',
    'ghcr.io/',
    'ghcr.io/Spiffe/x',
    'https://ghcr.io/a/b',
    'ghcr.io/a:1',
  ])('ImageMalformed fires for the repository %j', (repository) => {
    const [finding] = refusalOf(() => Image.of(repository, '1.0.0'));
    expect(finding).toMatchObject({ code: 'ImageMalformed', path: 'Image.of' });
    expect(finding?.problem).toContain(`got ${JSON.stringify(repository)}`);
    expect(finding?.fix).toContain("Image.of('ghcr.io/spiffe/spire-server', '1.15.3')");
  });

  it.each(['', 'latest', 'nightly', 'main', '-1', '1.0 ', 'x'.repeat(129)])(
    'ImageMalformed fires for the version %j',
    (version) => {
      const [finding] = refusalOf(() => Image.of('ghcr.io/spiffe/spire-server', version));
      expect(finding).toMatchObject({ code: 'ImageMalformed' });
      expect(finding?.problem).toMatch(/^'version' must be a tag that does not move/);
    },
  );

  it.each(['', 'sha256:abc', DIGEST.toUpperCase(), DIGEST.slice(7)])(
    'ImageMalformed fires for the digest %j',
    (digest) => {
      expect(refusalOf(() => server.withDigest(digest))).toMatchObject([
        { code: 'ImageMalformed', path: 'Image.withDigest' },
      ]);
    },
  );

  it.each(['', 'https://registry.example.com', 'registry.example.com/'])(
    'ImageMalformed fires for the mirror %j',
    (mirror) => {
      expect(refusalOf(() => server.mirroredBy(mirror))).toMatchObject([
        { code: 'ImageMalformed', path: 'Image.mirroredBy' },
      ]);
    },
  );

  it('ImageMalformed is silent about ports, long paths and unusual tags', () => {
    expect(Image.of('localhost:5000/a/b-c/d_e', '1.30.3-distroless').toString()).toBe(
      'localhost:5000/a/b-c/d_e:1.30.3-distroless',
    );
  });
});

describe('ImageSource', () => {
  it('leaves images where upstream publishes them', () => {
    expect(ImageSource.upstream().resolve(server)).toBe('ghcr.io/spiffe/spire-server:1.15.3');
  });

  it('takes every image from the mirror', () => {
    expect(ImageSource.mirror('registry.example.com/mirror').resolve(server)).toBe(
      'registry.example.com/mirror/spiffe/spire-server:1.15.3',
    );
  });

  it('pins the image of one repository and no other', () => {
    const source = ImageSource.mirror('registry.example.com').withDigest(
      'ghcr.io/spiffe/spire-server',
      DIGEST,
    );
    expect(source.resolve(server)).toBe(
      `registry.example.com/spiffe/spire-server:1.15.3@${DIGEST}`,
    );
    expect(source.resolve(Image.of('ghcr.io/spiffe/spire-agent', '1.15.3'))).toBe(
      'registry.example.com/spiffe/spire-agent:1.15.3',
    );
  });

  it('does not change when another is made from it', () => {
    const source = ImageSource.upstream();
    source.withDigest('ghcr.io/spiffe/spire-server', DIGEST);
    expect(source.resolve(server)).toBe('ghcr.io/spiffe/spire-server:1.15.3');
  });

  it('refuses a mirror, a repository and a digest that no registry takes', () => {
    const refused = [{ code: 'ImageMalformed' }];
    expect(refusalOf(() => ImageSource.mirror('https://x'))).toMatchObject(refused);
    expect(refusalOf(() => ImageSource.upstream().withDigest('x', DIGEST))).toMatchObject(refused);
    expect(
      refusalOf(() => ImageSource.upstream().withDigest('ghcr.io/a/b', 'sha256:1')),
    ).toMatchObject(refused);
  });
});
