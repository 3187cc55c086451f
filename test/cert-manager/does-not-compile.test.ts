import { compile } from '../support/compile';

const IMPORTS = `
import { AcmeIssuer } from '../src/cert-manager/acme-issuer';
import type { CaCertificateProps } from '../src/cert-manager/ca-certificate';
import { CaIssuer, type ICaCapableIssuer } from '../src/cert-manager/ca-issuer';
import { SelfSignedIssuer } from '../src/cert-manager/self-signed-issuer';
import { TrustRoot } from '../src/cert-manager/trust-root';
import { VaultIssuer } from '../src/cert-manager/vault-issuer';
import { Lifetime } from '../src/trust/lifetime';
import { Ttl } from '../src/trust/ttl';
const lifetime = Lifetime.of(Ttl.days(3650));
`;

const LEAF_ISSUERS = ['AcmeIssuer', 'VaultIssuer', 'SelfSignedIssuer'];
const REFERENCES = LEAF_ISSUERS.flatMap((type) => [
  `${type}.cluster('one')`,
  `${type}.namespaced('there', 'one')`,
]);
const CA_REFERENCES = ["CaIssuer.cluster('one')", "CaIssuer.namespaced('there', 'one')"];

const PLACES: Readonly<Record<string, (issuer: string) => string>> = {
  'where an issuer for CAs is asked': (issuer) =>
    `export const issuer: ICaCapableIssuer = ${issuer};`,
  'above an intermediate CA': (issuer) =>
    `export const props: Pick<CaCertificateProps, 'issuer'> = { issuer: ${issuer} };`,
  'as an existing root': (issuer) =>
    `TrustRoot.existing({ issuer: ${issuer}, lifetime, keyAtRenewal: 'kept' });`,
};

const CASES = Object.entries(PLACES).flatMap(([place, code]) =>
  [...REFERENCES, ...CA_REFERENCES].map((issuer) => ({
    title: `${issuer} ${place}`,
    code: IMPORTS + code(issuer),
    compiles: CA_REFERENCES.includes(issuer),
  })),
);

const NEW_KEY = {
  title: 'a root whose key changes at renewal',
  code: `${IMPORTS}
    import { RotationPolicy } from '../src/trust/rotation-policy';
    TrustRoot.selfSigned({ lifetime, rotationPolicy: RotationPolicy.ALWAYS });`,
};

const diagnostics = compile([...CASES, NEW_KEY]);

test.each(CASES.filter(({ compiles }) => !compiles))('$title does not compile', ({ title }) => {
  expect(diagnostics.get(title)).toEqual([expect.stringContaining("'signsCas' are incompatible")]);
});

test.each(CASES.filter(({ compiles }) => compiles))('$title compiles', ({ title }) => {
  expect(diagnostics.get(title)).toEqual([]);
});

test('a root whose key changes at renewal cannot be asked for', () => {
  expect(diagnostics.get(NEW_KEY.title)).toEqual([
    expect.stringContaining("'rotationPolicy' does not exist in type 'SelfSignedRootProps'"),
  ]);
});
