/** Labels of a namespace whose Pods get proxies of this control plane. */
export function injectionLabels(revision?: string): Readonly<Record<string, string>> {
  return revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision };
}
