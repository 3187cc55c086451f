import type { HelmRelease } from '../istio/helm/helm-release';
import type { JsonPatchStep } from '../cert-manager/release-patch';
import type { FederationSide } from '../trust/federation-side';
import type { Prerequisite } from '../trust/prerequisite';

/** A Kubernetes object as it is written. */
export interface KubernetesObject {
  /** Group and version. */
  readonly apiVersion: string;
  /** Kind. */
  readonly kind: string;
  /** Name and what goes with it. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Everything else: `spec`, `data`, `rules`. */
  readonly [field: string]: unknown;
}

/** The layers in which an environment is applied, in that order; steps of ten, so that a new one renames nothing. */
export const LAYERS = [
  '00-namespaces',
  '10-crds',
  '20-cert-manager',
  '25-approval',
  '30-roots',
  '40-istiod-ca',
  '50-spire-server',
  '60-spire-agent',
  '70-identities',
  '80-istio',
  '90-ingress',
  '95-workloads',
] as const;

/** Name of a layer. */
export type LayerName = (typeof LAYERS)[number];

/** A patch that the kustomization of a layer lays over what it fetches. */
export interface KustomizePatch {
  /** The object that it changes. */
  readonly target: { readonly version: string; readonly kind: string; readonly name: string };
  /** A strategic-merge patch, which is the same object with the fields that change; or the steps of a JSON patch. */
  readonly patch: KubernetesObject | readonly JsonPatchStep[];
}

/** What one layer applies. */
export interface RenderedLayer {
  /** Which layer. */
  readonly name: LayerName;
  /** Its objects, in no particular order. */
  readonly objects: readonly KubernetesObject[];
  /** Addresses of pinned releases that kustomize fetches, applied before the objects. */
  readonly remoteResources: readonly string[];
  /** Changes to what is fetched. */
  readonly patches: readonly KustomizePatch[];
}

/** Everything that one environment writes. */
export interface RenderedEnvironment {
  /** Name of the environment and of its folder. */
  readonly name: string;
  /** Its layers that have something in them, in order. */
  readonly layers: readonly RenderedLayer[];
  /**
   * Inputs of `istioctl install`, which nothing in the cluster reads: that of the control plane which the mesh
   * follows, and behind it the other one of an upgrade.
   */
  readonly istioctl: readonly KubernetesObject[];
  /** Runs of Helm, each with a file of values, in the order in which they are made. */
  readonly helm: readonly HelmRelease[];
  /**
   * What is known of what must exist beforehand: keys, readers, and installations, which no object names.
   *
   * @default - what the objects name in their annotations
   */
  readonly prerequisites?: readonly Prerequisite[];
  /**
   * What it says of the trust domains of its federation, which is held against what other environments of
   * the run say.
   *
   * @default - it says of none, not even of its own
   */
  readonly federation?: FederationSide;
  /** The chain as a tree and as a Mermaid diagram. */
  readonly chain: { readonly tree: string; readonly mermaid: string };
}
