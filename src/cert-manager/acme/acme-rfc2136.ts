import { instanceOf, oneOf, optional, text, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import { ACME_DNS01_PROPERTIES, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';

/** Properties of DNS-01 through dynamic updates, signed by a key that the server shares (TSIG). */
export interface Rfc2136Props extends AcmeDns01Options {
  /** The authoritative server: an address or name, and a port where it is not 53; IPv6 in brackets. */
  readonly nameserver: string;
  /** Name of the key, as the server has it. */
  readonly tsigKeyName: string;
  /** Where the key lies, in the cluster resource namespace. */
  readonly tsigSecret: SecretRef;
  /**
   * Algorithm of the key. cert-manager takes HMAC-MD5 unless told otherwise, which is not offered.
   *
   * @default 'HMACSHA256'
   */
  readonly tsigAlgorithm?: 'HMACSHA1' | 'HMACSHA256' | 'HMACSHA512';
}

// host [ ":" port ], or "[" IPv6 address "]" [ ":" port ]
const NAMESERVER =
  /^([A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?|\[[0-9a-fA-F:.]{2,45}\])(:[1-9]\d{0,4})?$/;

/** One check for each property of DNS-01 through dynamic updates. */
export const RFC2136_PROPERTIES: PropertyTable<Rfc2136Props> = {
  ...ACME_DNS01_PROPERTIES,
  nameserver: text(NAMESERVER, 'host or host:port', '192.0.2.53:53'),
  tsigKeyName: text(/^[A-Za-z0-9]([-\w.]{0,251}[A-Za-z0-9])?\.?$/, 'a domain name', 'cert-manager'),
  tsigSecret: instanceOf(SecretRef, "SecretRef.of('tsig', 'key')"),
  tsigAlgorithm: optional(oneOf(['HMACSHA1', 'HMACSHA256', 'HMACSHA512'])),
};

/**
 * The server of these values.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/rfc2136/
 */
export function rfc2136(props: Rfc2136Props): AcmeDns01Provider {
  const { nameserver, tsigKeyName, tsigAlgorithm = 'HMACSHA256' } = props;
  const { name, key } = props.tsigSecret;
  const tsigSecretSecretRef = { name, key };
  return {
    spec: { rfc2136: { nameserver, tsigKeyName, tsigAlgorithm, tsigSecretSecretRef } },
    credentials: [props.tsigSecret],
  };
}
