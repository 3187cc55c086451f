/** The tag, and the name that Istio has, of the control plane of Pods that name none. */
const DEFAULT = 'default';

/**
 * Labels of a namespace whose Pods get proxies of this control plane, by its tag or its revision; nothing stands
 * for the default one.
 */
export function injectionLabels(name?: string): Readonly<Record<string, string>> {
  return name === undefined || name === DEFAULT
    ? { 'istio-injection': 'enabled' }
    : { 'istio.io/rev': name };
}
