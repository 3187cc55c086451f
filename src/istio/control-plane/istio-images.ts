import { Image } from '../../trust/image';
import { ImageSource } from '../../trust/image-source';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { IstioVersion } from '../istio-version';

/**
 * Where upstream publishes: a registry of its own since 1.30.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/releasenotes/notes/use-registry-istio-io.yaml
 */
function upstreamHub(version: IstioVersion): string {
  return version.isAtLeast('1.30') ? 'registry.istio.io/release' : 'docker.io/istio';
}

/** How the IstioOperator names its images. */
export interface IstioImages {
  /** Registry and path of all of them. */
  readonly hub: string;
  /** Their tag, without the variant. */
  readonly tag: string;
  /** Their variant; the one with a shell when there is none. */
  readonly variant: 'distroless' | 'debug' | undefined;
  /** The whole reference of one of them, where its content is pinned; its name does otherwise. */
  readonly pinned: (name: 'pilot' | 'proxyv2' | 'install-cni') => string | undefined;
}

/** The images of this control plane, from where its environment takes images. */
export function istioImages({
  version = IstioVersion.V1_30,
  images = ImageSource.upstream(),
  imageVariant = 'distroless',
}: IstioControlPlaneProps): IstioImages {
  const tag = version.toString();
  const upstream = upstreamHub(version);
  const variant = imageVariant === 'default' ? undefined : imageVariant;
  const resolve = (name: string): string =>
    images.resolve(
      Image.of(`${upstream}/${name}`, variant === undefined ? tag : `${tag}-${variant}`),
    );
  return {
    hub:
      images.prefix === undefined
        ? upstream
        : `${images.prefix}${upstream.slice(upstream.indexOf('/'))}`,
    tag,
    variant,
    pinned: (name) => (resolve(name).includes('@') ? resolve(name) : undefined),
  };
}
