import { type Certificate, certificateIn, certificatesIn } from '../certificates/certificate';

interface Jwks {
  readonly keys: readonly { readonly use: string; readonly x5c?: readonly string[] }[];
}

/** The roots of a trust bundle, in the format that the agent is told. */
export function rootsIn(bundle: string, format: string): readonly Certificate[] {
  return format === 'pem'
    ? certificatesIn(bundle)
    : (JSON.parse(bundle) as Jwks).keys
        .filter(({ use }) => use === 'x509-svid')
        .flatMap(({ x5c = [] }) => x5c)
        .map((der) =>
          certificateIn(`-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`),
        );
}
