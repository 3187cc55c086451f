/**
 * Where upstream publishes all of Istio's images, and those of its samples, for every release. Istio 1.30
 * itself defaults to `registry.istio.io/release`, which is switched off in December 2026; from 1.31 on nothing
 * is published there.
 *
 * @see https://istio.io/latest/blog/2026/retirement-of-gcp/
 */
export const ISTIO_REGISTRY = 'docker.io/istio';
