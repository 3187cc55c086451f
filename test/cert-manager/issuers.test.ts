import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer, caCapableIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { issuerReferenceTo } from '../../src/cert-manager/issuer/issuer';
import { SelfSignedIssuer } from '../../src/cert-manager/issuer/self-signed-issuer';
import { VaultIssuer } from '../../src/cert-manager/issuer/vault-issuer';
import { VenafiIssuer } from '../../src/cert-manager/issuer/venafi-issuer';
import { checkProps } from '../../src/trust/props';
import { refusalOf } from '../support/refusals';

const CLASSES = [CaIssuer, AcmeIssuer, VaultIssuer, VenafiIssuer, SelfSignedIssuer];
const LEAF_ISSUERS = [AcmeIssuer, VaultIssuer, VenafiIssuer, SelfSignedIssuer];

describe.each(CLASSES)('%p', (type) => {
  test('a reference writes name, kind and group', () => {
    expect(issuerReferenceTo(type.cluster('one'))).toEqual({
      name: 'one',
      kind: 'ClusterIssuer',
      group: 'cert-manager.io',
    });
    expect(issuerReferenceTo(type.namespaced('there', 'one'))).toEqual({
      name: 'one',
      kind: 'Issuer',
      group: 'cert-manager.io',
    });
  });

  test('an Issuer has a namespace and a ClusterIssuer none', () => {
    expect(type.namespaced('there', 'one').namespace).toBe('there');
    expect(type.cluster('one').namespace).toBeUndefined();
    expect(type.namespaced('there', 'one').toString()).toBe('Issuer there/one');
    expect(type.cluster('one').toString()).toBe('ClusterIssuer one');
  });

  test.each(['', 'Upper', 'under_score', '-dash', 'x'.repeat(254)])(
    'NameMalformed fires for %p',
    (name) => {
      expect(refusalOf(() => type.cluster(name))).toMatchObject([
        { code: 'NameMalformed', path: `${type.name}.cluster` },
      ]);
      expect(refusalOf(() => type.namespaced('there', name))).toMatchObject([
        { code: 'NameMalformed', path: `${type.name}.namespaced` },
      ]);
      const [finding] = refusalOf(() => type.namespaced(name, 'one'));
      expect(finding?.problem).toContain("'namespace' must be");
      expect(finding?.fix).toContain(`${type.name}.namespaced('`);
    },
  );

  test.each(['a', 'letsencrypt.staging', 'x'.repeat(253)])(
    'NameMalformed is silent for %p',
    (name) => {
      expect(type.cluster(name).name).toBe(name);
    },
  );
});

function findingsAbout(issuer: unknown): readonly unknown[] {
  return checkProps('Somewhere', { issuer }, { issuer: caCapableIssuer() });
}

describe('above a CA', () => {
  test('an issuer that signs with a CA from a Secret is taken', () => {
    expect(findingsAbout(CaIssuer.cluster('mesh-root'))).toEqual([]);
    expect(findingsAbout(CaIssuer.namespaced('spire-server', 'mesh-root'))).toEqual([]);
  });

  test('an external issuer is taken whose owner says that it signs CAs', () => {
    const external = {
      kind: 'AWSPCAClusterIssuer',
      name: 'pca',
      group: 'awspca.cert-manager.io',
      signsCas: true,
    };
    expect(findingsAbout(external)).toEqual([]);
  });

  test.each(LEAF_ISSUERS)('%p is refused, also where TypeScript did not look', (type) => {
    expect(findingsAbout(type.cluster('one'))).toEqual([
      {
        code: 'PropertyWrongType',
        path: 'Somewhere',
        problem: "'issuer.signsCas' must be true: the issuer stands above a CA, got false",
        fix: "write an issuer that signs CAs: CaIssuer.cluster('mesh-root')",
      },
    ]);
  });

  test('a kind that cert-manager does not have in its own group is refused', () => {
    const issuer = {
      kind: 'AWSPCAClusterIssuer',
      name: 'pca',
      group: 'cert-manager.io',
      signsCas: true,
    };
    expect(findingsAbout(issuer)).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining("'issuer.kind'") as string },
    ]);
  });

  test('an Issuer without the namespace in which it signs is refused', () => {
    const issuer = { kind: 'Issuer', name: 'one', group: 'cert-manager.io', signsCas: true };
    expect(findingsAbout(issuer)).toMatchObject([
      { code: 'PropertyMissing', problem: "'issuer.namespace' must be given, got nothing" },
    ]);
  });

  test.each([null, 'mesh-root', {}, { name: 'mesh-root' }])('%p is no issuer', (value) => {
    expect(findingsAbout(value)).toMatchObject([{ code: 'PropertyWrongType' }]);
  });
});
