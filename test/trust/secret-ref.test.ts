import { SecretRef } from '../../src/trust/secret-ref';
import { refusalOf } from '../support/refusals';

describe('SecretRef', () => {
  it('says where a value lies', () => {
    const secret = SecretRef.of('spire-datastore', 'connection-string');
    expect(secret).toMatchObject({ name: 'spire-datastore', key: 'connection-string' });
    expect(secret.toString()).toBe('spire-datastore/connection-string');
  });

  it.each(['', 'Upper', 'a_b', '-a', 'a-', 'a..b', 'spire/datastore', 'a\n', 'x'.repeat(254)])(
    'NameMalformed fires for a Secret called %j',
    (name) => {
      const [finding] = refusalOf(() => SecretRef.of(name, 'key'));
      expect(finding).toMatchObject({ code: 'NameMalformed', path: 'SecretRef.of' });
      expect(finding?.problem).toMatch(/^'name' must be/);
      expect(finding?.problem).toContain(`got ${JSON.stringify(name)}`);
    },
  );

  it.each(['', '.', '..', 'a/b', 'a b', 'a\n', 'x'.repeat(254)])(
    'NameMalformed fires for the key %j',
    (key) => {
      const [finding] = refusalOf(() => SecretRef.of('spire-datastore', key));
      expect(finding).toMatchObject({ code: 'NameMalformed' });
      expect(finding?.problem).toMatch(/^'key' must be/);
      expect(finding?.fix).toContain("SecretRef.of('spire-datastore', 'connection-string')");
    },
  );

  it('NameMalformed is silent about the longest and the shortest', () => {
    expect(SecretRef.of('a', '_')).toMatchObject({ name: 'a', key: '_' });
    expect(SecretRef.of('x'.repeat(253), 'K.'.repeat(126)).name).toHaveLength(253);
    expect(SecretRef.of('a.b-c', '...').key).toBe('...');
  });
});
