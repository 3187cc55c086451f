import { Image } from '../../trust/image';
import { ImageSource } from '../../trust/image-source';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { ISTIO_REGISTRY } from '../../trust/istio-registry';
import { IstioVersion } from '../istio-version';

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
  const variant = imageVariant === 'default' ? undefined : imageVariant;
  const resolve = (name: string): string =>
    images.resolve(
      Image.of(`${ISTIO_REGISTRY}/${name}`, variant === undefined ? tag : `${tag}-${variant}`),
    );
  return {
    hub:
      images.prefix === undefined
        ? ISTIO_REGISTRY
        : `${images.prefix}${ISTIO_REGISTRY.slice(ISTIO_REGISTRY.indexOf('/'))}`,
    tag,
    variant,
    pinned: (name) => (resolve(name).includes('@') ? resolve(name) : undefined),
  };
}
