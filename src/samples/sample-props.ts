import { ImageSource } from '../trust/image-source';
import type { Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { LABEL_KEY } from '../trust/names';
import {
  checkProps,
  instanceOf,
  mapOf,
  objectWith,
  optional,
  text,
  type Check,
  type PropertyTable,
} from '../trust/props';

/** What makes Istio inject a proxy that takes its identity from SPIRE. */
export interface PodInjection {
  /** Annotations of the Pod, for instance `inject.istio.io/templates: sidecar,spire`. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What every sample in the mesh is made of. */
export interface SampleProps {
  /** Namespace of everything, with injection on. */
  readonly namespace: string;
  /** The injection templates of its Pods. */
  readonly injection: PodInjection;
  /** Where images come from. @default ImageSource.upstream() */
  readonly images?: ImageSource;
}

/** Check of the injection templates. */
export const injectionCheck: Check = objectWith(
  ['annotations'],
  `{ annotations: { 'inject.istio.io/templates': 'sidecar,spire' } }`,
);

/** Check of where images come from. */
export const imagesCheck: Check = optional(
  instanceOf(ImageSource, "ImageSource.mirror('registry.example.com')"),
);

/** Check of annotations. */
export const annotationsCheck: Check = mapOf(
  LABEL_KEY,
  'annotation keys',
  text(/^[^\n]{0,10000}$/, 'one line of text', 'sidecar,spire'),
);

/** One check for each property of a sample, whose namespace is for instance this one. */
export function samplePropertiesOf(namespace: string): PropertyTable<SampleProps> {
  return { namespace: dnsLabel(namespace), injection: injectionCheck, images: imagesCheck };
}

/** What is wrong with the annotations of the injection. */
export function injectionFindings(path: string, { annotations }: PodInjection): Finding[] {
  return checkProps(
    path,
    { 'injection.annotations': annotations },
    { 'injection.annotations': annotationsCheck },
  );
}
