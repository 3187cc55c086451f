import type { LayerName } from '../../src/stack/rendered-environment';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';

/** What a stage reads of the configurations of server and agent. */
export interface SpireConfig {
  readonly server: {
    readonly ca_subject: {
      readonly common_name: string;
      readonly organization: readonly string[];
      readonly country: readonly string[];
    };
  };
  readonly agent: {
    readonly socket_path: string;
    readonly trust_bundle_path: string;
    readonly trust_bundle_format?: string;
  };
  readonly plugins: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The file of a ConfigMap that a layer writes. */
export function configOf(mesh: MeshUnderTest, layer: LayerName, file: string): SpireConfig {
  const [text] = mesh
    .objectsOf(layer)
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data }) => (data as Readonly<Record<string, string>> | undefined)?.[file] ?? []);
  if (text === undefined) {
    throw new Error(`${layer} has no ConfigMap with ${file}`);
  }
  return JSON.parse(text) as SpireConfig;
}
