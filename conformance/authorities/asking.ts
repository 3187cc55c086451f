import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { got } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { yamlOf } from '../mesh-under-test/manifests';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** A Certificate, and how cert-manager and who signs for it answer. */
export class Asking {
  /** Asks for the Certificate of this name that a layer has, under another name and with other values. */
  public static async again(
    mesh: MeshUnderTest,
    layer: '40-istiod-ca' | '90-ingress',
    of: string,
    name: string,
    changed: object = {},
  ): Promise<Asking> {
    const certificate = mesh
      .objectsOf(layer)
      .find(({ kind, metadata }) => kind === 'Certificate' && metadata.name === of);
    if (certificate === undefined) {
      throw new Error(`${layer} has no Certificate ${of}`);
    }
    const spec = { ...(certificate['spec'] as object), secretName: name, ...changed };
    const metadata = { ...certificate.metadata, name };
    const asked = { ...certificate, metadata, spec } as KubernetesObject;
    succeeded(name, await mesh.applied(yamlOf([asked])));
    return new Asking(mesh.components, metadata.namespace ?? '', name);
  }

  public constructor(
    private readonly components: Components,
    private readonly namespace: string,
    private readonly name: string,
  ) {}

  /** Waits until the certificate is there. */
  public async answered(): Promise<void> {
    await eventually(`${this.name} is ready`, async () => {
      const seen = await this.conditionsOf('certificate', this.name);
      return seen.includes('Ready=True') || `${seen}\n${await this.requests()}`;
    });
  }

  /** What its request says, once that has these words. */
  public async refused(words: string): Promise<string> {
    let seen = '';
    await eventually(`${this.name} is refused`, async () => {
      seen = await this.requests();
      return seen.includes(words) || seen;
    });
    return seen;
  }

  private async requests(): Promise<string> {
    const { items } = await got<{ readonly items: readonly Conditioned[] }>(
      this.components,
      ...['-n', this.namespace, 'certificaterequests'],
    );
    return items
      .filter(({ metadata }) => metadata.name.startsWith(`${this.name}-`))
      .map(wordsOf)
      .join('\n');
  }

  private async conditionsOf(kind: string, name: string): Promise<string> {
    return wordsOf(await got(this.components, '-n', this.namespace, `${kind}/${name}`));
  }
}

/** What a ClusterIssuer says of itself, once that has these words. */
export async function issuerSays(
  components: Components,
  name: string,
  words: string,
): Promise<string> {
  let seen = '';
  await eventually(`${name} says it`, async () => {
    seen = wordsOf(await got(components, `clusterissuer/${name}`));
    return seen.includes(words) || seen;
  });
  return seen;
}

interface Conditioned {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

function wordsOf({ status }: Conditioned): string {
  return (status?.conditions ?? [])
    .map(({ type, status: is, message = '' }) => `${type}=${is}: ${message}`)
    .join('\n');
}
