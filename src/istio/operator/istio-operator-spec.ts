import type { IstioComponents } from './istio-components';
import type { IstioValues } from './istio-values';
import type { MeshConfig } from './mesh-config';

/** A set of defaults that istioctl carries. */
export type IstioOperatorProfile =
  | 'ambient'
  | 'default'
  | 'demo'
  | 'empty'
  | 'minimal'
  | 'openshift'
  | 'openshift-ambient'
  | 'preview'
  | 'remote'
  | 'stable';

/**
 * What `istioctl install` and `istioctl manifest generate` read. There is no CRD of it: since 1.24
 * nothing in a cluster reads it. `unvalidatedValues` is not here, since nobody checks it.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/operator/pkg/apis/types.go
 */
export interface IstioOperatorSpec {
  /** The defaults that everything else is laid over. @default 'default' */
  readonly profile?: IstioOperatorProfile;
  /** Registry and path of the images. @default - that of istioctl */
  readonly hub?: string;
  /** Tag of the images. @default - that of istioctl */
  readonly tag?: string;
  /** Namespace of what is installed. @default - that of the file */
  readonly namespace?: string;
  /** Name of this control plane among several of one cluster. @default - the only one */
  readonly revision?: string;
  /** Behave as this older minor version where they differ: `1.29`. @default - as the own version */
  readonly compatibilityVersion?: string;
  /** Folder of charts and profiles. @default - those within istioctl */
  readonly installPackagePath?: string;
  /** How the mesh behaves at run time. @default - that of the profile */
  readonly meshConfig?: MeshConfig;
  /** What is installed. @default - that of the profile */
  readonly components?: IstioComponents;
  /** Values of the charts. @default - those of the profile */
  readonly values?: IstioValues;
}
