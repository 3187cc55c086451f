/** A chart of Istio. */
export type IstioChart = 'base' | 'cni' | 'istiod' | 'gateway';

/**
 * One run of `helm upgrade --install`. Its values are a file beside what is applied: Helm reads it, and
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
}

/** Where upstream publishes the charts. */
export const ISTIO_CHARTS = 'https://blob.istio.io/istio-release/charts';
