import type { Finding } from '../../trust/mesh-trust-error';
import { groupKindOf } from '../object-id';
import { isMap, placesOf } from './fields';
import type { PlacedObject } from './placed-object';

const PEM = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/;

/** What begins with `-----BEGIN ` and is encoded in base64. */
const PEM_IN_BASE64 = /LS0tLS1CRUdJTi[A-Za-z0-9+/=\s]*/g;

/** The private exponent or scalar of a JWK in a text. */
const JWK = /"d"\s*:\s*"[A-Za-z0-9_-]{16,}"/;

/** PrivateKeyInOutput: neither a private key nor the data of a Secret is in anything that is written. */
export function privateKeyFindings(objects: readonly PlacedObject[]): Finding[] {
  return objects.flatMap(({ path, object }) => {
    const keys = placesOf(object, isPrivateKey);
    const secrets =
      groupKindOf(object) === '/Secret'
        ? ['data', 'stringData'].filter((at) => object[at] !== undefined)
        : [];
    return [
      ...keys.map((at) => found(path, at, 'must not hold a private key, got one')),
      ...secrets.map((at) =>
        found(path, at, 'must not be in an output: a Secret is made in the cluster, got data'),
      ),
    ];
  });
}

function found(path: string, at: string, rule: string): Finding {
  return {
    code: 'PrivateKeyInOutput',
    path,
    problem: `'${at}' ${rule}`,
    fix: 'let cert-manager make the Secret, or create it in the cluster beforehand and refer to it by SecretRef.of(name, key); and take this key as published',
  };
}

function isPrivateKey(value: unknown): boolean {
  if (typeof value === 'string') {
    return PEM.test(value) || isEncodedPem(value) || (value.includes('"kty"') && JWK.test(value));
  }
  return isMap(value) && typeof value['kty'] === 'string' && typeof value['d'] === 'string';
}

function isEncodedPem(value: string): boolean {
  return (value.match(PEM_IN_BASE64) ?? []).some((encoded) =>
    PEM.test(Buffer.from(encoded, 'base64').toString('latin1')),
  );
}
