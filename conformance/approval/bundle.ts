import type { RootBundle } from '../../src/cert-manager/bundle/root-bundle';
import { type Certificate, certificatesIn } from '../certificates/certificate';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { got } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';

interface ConfigMaps {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly data?: Readonly<Record<string, string>>;
  }[];
}

interface Bundles {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

/** What each namespace has of a bundle: the certificates under its key, and no others. */
export async function synced(
  components: Components,
  { name, key }: Pick<RootBundle, 'name' | 'key'>,
): Promise<ReadonlyMap<string, readonly Certificate[]>> {
  const { items } = await got<ConfigMaps>(components, '-A', 'configmap');
  return new Map(
    items
      .filter(({ metadata }) => metadata.name === name)
      .map(({ metadata, data = {} }) => {
        expect(Object.keys(data)).toEqual([key]);
        return [metadata.namespace, certificatesIn(data[key] ?? '')];
      }),
  );
}

/** Applies a Bundle with these sources for the same namespaces. */
export async function applyBundle(
  components: Components,
  name: string,
  sources: readonly object[],
): Promise<string> {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'helloworld' } };
  const input = JSON.stringify({
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name },
    spec: { sources, target: { configMap: { key: 'ca.crt' }, namespaceSelector } },
  });
  const asked = ['apply', '--server-side', '-f', '-'];
  const outcome = await components.run('kubectl', asked, { input });
  return outcome.code === 0 ? succeeded(name, outcome) : outcome.stderr;
}

/** What trust-manager says of a Bundle, once it says anything: reason and message. */
export async function saidOf(components: Components, bundle: string): Promise<string> {
  let said: string | undefined;
  await eventually(`trust-manager says whether ${bundle} is synced`, async () => {
    const { status } = await got<Bundles>(components, 'bundle', bundle);
    const found = status?.conditions?.find(({ type }) => type === 'Synced');
    said = found && `${found.status} ${found.reason}: ${found.message}`;
    return said !== undefined || JSON.stringify(status);
  });
  return said ?? '';
}
