import { refuse } from './mesh-trust-error';

// The reference grammar of distribution, with the registry required:
// reference = registry "/" path ( ":" tag / "@" digest ); https://github.com/distribution/reference
const REGISTRY_AND_PATH =
  /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+$/;
const REGISTRY_PREFIX =
  /^(?=.{1,200}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[\w][\w.-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;
const FLOATING_TAGS: readonly string[] = ['latest', 'main', 'master', 'nightly', 'edge', 'stable'];

/**
 * A container image, by version and optionally by digest.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-names
 */
export class Image {
  /**
   * The image of this repository, with its registry, and version: `Image.of('ghcr.io/spiffe/spire-server', '1.15.3')`.
   *
   * @throws ImageMalformed for a repository without registry and for a tag that moves, such as `latest`
   */
  public static of(repository: string, version: string): Image {
    if (typeof repository !== 'string' || !REGISTRY_AND_PATH.test(repository)) {
      refuse({
        code: 'ImageMalformed',
        path: 'Image.of',
        problem: `'repository' must begin with its registry and be lowercase, got ${JSON.stringify(repository)}`,
        fix: `write it whole: Image.of('ghcr.io/spiffe/spire-server', '1.15.3')`,
      });
    }
    if (typeof version !== 'string' || !TAG.test(version) || FLOATING_TAGS.includes(version)) {
      refuse({
        code: 'ImageMalformed',
        path: 'Image.of',
        problem: `'version' must be a tag that does not move, got ${JSON.stringify(version)}`,
        fix: `write a release: Image.of('${repository}', '1.15.3')`,
      });
    }
    return new Image(repository, version);
  }

  private constructor(
    /** Registry and path, without tag. */
    public readonly repository: string,
    /** The tag. */
    public readonly version: string,
    /** `sha256:…`, where it is pinned. */
    public readonly digest?: string,
  ) {}

  /**
   * The same image, pinned to this content; the tag stays for the reader.
   *
   * @throws ImageMalformed
   */
  public withDigest(digest: string): Image {
    if (typeof digest !== 'string' || !DIGEST.test(digest)) {
      refuse({
        code: 'ImageMalformed',
        path: 'Image.withDigest',
        problem: `'digest' must be sha256: and 64 hexadecimal digits, got ${JSON.stringify(digest)}`,
        fix: 'write what the registry answers for the tag, the digest of the index of all platforms',
      });
    }
    return new Image(this.repository, this.version, digest);
  }

  /**
   * The same image from a mirror: `ghcr.io/spiffe/spire-server` becomes `<mirror>/spiffe/spire-server`.
   *
   * @throws ImageMalformed
   */
  public mirroredBy(mirror: string): Image {
    if (typeof mirror !== 'string' || !REGISTRY_PREFIX.test(mirror)) {
      refuse({
        code: 'ImageMalformed',
        path: 'Image.mirroredBy',
        problem: `'mirror' must be a registry with an optional path and no scheme, got ${JSON.stringify(mirror)}`,
        fix: `write registry.example.com/mirror`,
      });
    }
    return new Image(
      `${mirror}/${this.repository.slice(this.repository.indexOf('/') + 1)}`,
      this.version,
      this.digest,
    );
  }

  /** The reference as the kubelet reads it. */
  public toString(): string {
    const tagged = `${this.repository}:${this.version}`;
    return this.digest === undefined ? tagged : `${tagged}@${this.digest}`;
  }
}
