import type { ImageSource } from '../trust/image-source';
import type { Finding } from '../trust/mesh-trust-error';
import type { RenderedEnvironment } from './rendered-environment';

/** DigestUnused: every image that is pinned to a content is one that the environment runs. */
export function unusedDigestFindings(
  images: ImageSource | undefined,
  rendered: RenderedEnvironment,
): Finding[] {
  const digests = [...(images?.digests ?? [])];
  if (digests.length === 0) {
    return [];
  }
  const written = JSON.stringify([rendered.layers, rendered.istioctl, rendered.helm]);
  return digests
    .filter(([repository, digest]) => !isRun(repository, digest, written))
    .map(([repository, digest]) => ({
      code: 'DigestUnused',
      path: rendered.name,
      problem: `'images' must pin images that the environment runs, got ${repository} with ${digest.slice(0, 19)}…`,
      fix: 'correct the repository, as in the image of the manifest without a mirror, or leave it out',
    }));
}

/** A mirror keeps what follows the registry. */
function isRun(repository: string, digest: string, written: string): boolean {
  const path = repository.slice(repository.indexOf('/'));
  return written
    .split(`@${digest}`)
    .some((before) => /[^"]*$/.exec(before)?.[0].includes(`${path}:`) ?? false);
}
