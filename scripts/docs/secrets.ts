import { filesOf } from '../../src/delivery/files';
import { prerequisitesOf, type GatheredPrerequisite } from '../../src/delivery/prerequisites';
import { toYaml } from '../../src/delivery/yaml';
import { environments } from '../../src/environments/all';
import type { RenderedEnvironment } from '../../src/stack/rendered-environment';
import { fenced } from './regions';

type Manifest = Readonly<Record<string, unknown>>;

/** How a Secret gets into a cluster without its values in a repository: what is committed instead. */
const WAYS: Readonly<Record<string, (secret: GatheredPrerequisite) => Manifest>> = {
  'external-secret': ({ namespace, name, keys }) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      target: { name, creationPolicy: 'Owner' },
      data: keys.map((key) => ({
        secretKey: key,
        remoteRef: { key: `mesh/${name}`, property: key },
      })),
    },
  }),
  'sealed-secret': ({ namespace, name, keys }) => ({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name, namespace },
    spec: {
      encryptedData: Object.fromEntries(keys.map((key) => [key, 'AgB…'])),
      template: { metadata: { name, namespace }, type: 'Opaque' },
    },
  }),
  sops: ({ namespace, name, keys }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    stringData: Object.fromEntries(
      keys.map((key) => [key, 'ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]']),
    ),
    sops: {
      age: [{ recipient: 'age1…', enc: '-----BEGIN AGE ENCRYPTED FILE-----…' }],
      encrypted_regex: '^(data|stringData)$',
      mac: 'ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]',
    },
  }),
};

/** `production spire-server/spire-datastore sops`: what is committed for a Secret of that environment, in this way. */
export function secretManifest(argument: string): string {
  const [environment = '', place = '', way = ''] = argument.split(' ');
  const secret = prerequisitesOf(rendered(environment)).find(
    ({ kind, namespace = '', name }) => kind === 'Secret' && `${namespace}/${name}` === place,
  );
  const manifest = WAYS[way];
  if (secret === undefined || manifest === undefined) {
    throw new Error(`there is no ${place} in ${environment}, or no way ${way}`);
  }
  return fenced('yaml', toYaml(manifest(secret)));
}

/** What the page of prerequisites of an environment says. */
export function prerequisitesOfEnvironment(name: string): string {
  const path = `${name}/PREREQUISITES.md`;
  const page = filesOf(rendered(name)).find((file) => file.path === path)?.content ?? '';
  return fenced('md', page.replace(/^<!--[\s\S]*?-->\n/, '').trim());
}

function rendered(name: string): RenderedEnvironment {
  const environment = environments.find((each) => each.name === name);
  if (environment === undefined) {
    throw new Error(`there is no environment ${name}`);
  }
  return environment.render();
}
