/** A chart of Istio. */
export type IstioChart = 'base' | 'cni' | 'istiod' | 'gateway';

/**
 * One run of Helm: of `helm upgrade --install`, or of `helm template` for a part of a chart. Its values are a file beside what is applied: Helm reads it, and
 * nothing in the cluster does.
 *
 * @see https://istio.io/latest/docs/setup/install/helm/
 */
export interface HelmRelease {
  /** Name of the release, which for a gateway is that of its Deployment and Service. */
  readonly name: string;
  /** Namespace of the release, which exists by then. */
  readonly namespace: string;
  /** Where the chart is published. */
  readonly repository: string;
  /** The chart. */
  readonly chart: IstioChart;
  /** Version of the chart. */
  readonly version: string;
  /** What the chart is told. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Label of the objects which are all that is applied of the chart, by kubectl. Helm does not let a release have
   * what is another's, and takes away what a release no longer has: neither is for what moves between releases.
   *
   * @default - a release of Helm, with everything in the chart
   */
  readonly appliedLabel?: string;
}

/** Where upstream publishes the charts. */
export const ISTIO_CHARTS = 'https://blob.istio.io/istio-release/charts';
