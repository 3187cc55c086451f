import { Image } from './image';

/** Where the images of an environment come from: upstream's registries or a mirror, by tag or by content. */
export class ImageSource {
  /** The registries that upstream publishes in. */
  public static upstream(): ImageSource {
    return new ImageSource(undefined, new Map());
  }

  /**
   * A mirror that keeps upstream's paths: `ghcr.io/spiffe/spire-server` is `<mirror>/spiffe/spire-server` there.
   *
   * @throws ImageMalformed
   */
  public static mirror(prefix: string): ImageSource {
    Image.of('ghcr.io/spiffe/spire-server', '1.0.0').mirroredBy(prefix);
    return new ImageSource(prefix, new Map());
  }

  private constructor(
    /** Registry and path of the mirror, if there is one. */
    public readonly prefix: string | undefined,
    /** The content that images of these upstream repositories are pinned to. */
    public readonly digests: ReadonlyMap<string, string>,
  ) {}

  /**
   * The same, with the image of this upstream repository pinned to this content.
   *
   * @throws ImageMalformed
   */
  public withDigest(repository: string, digest: string): ImageSource {
    Image.of(repository, '1.0.0').withDigest(digest);
    return new ImageSource(this.prefix, new Map([...this.digests, [repository, digest]]));
  }

  /** The reference under which the kubelet fetches this image. */
  public resolve(image: Image): string {
    const digest = this.digests.get(image.repository);
    const pinned = digest === undefined ? image : image.withDigest(digest);
    return (this.prefix === undefined ? pinned : pinned.mirroredBy(this.prefix)).toString();
  }
}
