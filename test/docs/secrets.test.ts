import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { secretManifest } from '../../scripts/docs/secrets';
import { prerequisitesOf } from '../../src/delivery/prerequisites';
import { production } from '../../src/environments/production';

const PAGE = readFileSync('docs/how-to/provide-the-secrets.md', 'utf8');
const MANIFESTS = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']): unknown =>
  parse(text, { strict: true }),
);
const metadata = { name: 'spire-datastore', namespace: 'spire-server' };
const KEY = 'connection-string';

/** What stands for a value: cut off, so that it is none. */
const ELIDED = expect.stringContaining('…') as unknown;

describe('docs/how-to/provide-the-secrets.md', () => {
  it('brings a Secret that production needs, under the key that SPIRE reads', () => {
    expect(prerequisitesOf(production.render())).toContainEqual(
      expect.objectContaining({ kind: 'Secret', ...metadata, keys: [KEY] }),
    );
  });

  it('shows it in three ways, each of which is YAML of its kind and has no value', () => {
    expect(MANIFESTS).toEqual([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata,
        spec: {
          refreshInterval: '1h',
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
          target: { name: metadata.name, creationPolicy: 'Owner' },
          data: [{ secretKey: KEY, remoteRef: { key: `mesh/${metadata.name}`, property: KEY } }],
        },
      },
      {
        apiVersion: 'bitnami.com/v1alpha1',
        kind: 'SealedSecret',
        metadata,
        spec: { encryptedData: { [KEY]: ELIDED }, template: { metadata, type: 'Opaque' } },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata,
        type: 'Opaque',
        stringData: { [KEY]: ELIDED },
        sops: {
          age: [{ recipient: ELIDED, enc: ELIDED }],
          encrypted_regex: '^(data|stringData)$',
          mac: ELIDED,
        },
      },
    ]);
  });

  it.each([
    'production spire-server/nobody sops',
    'production spire-server/spire-datastore by-hand',
  ])('cannot ask for %s', (argument) => {
    expect(() => secretManifest(argument)).toThrow('there is no');
  });
});
