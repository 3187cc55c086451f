import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What a certificate says, in the words of the model. */
export interface Certificate {
  readonly pem: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isCa: boolean;
  /** How many CAs may follow below; nothing when it does not say. */
  readonly pathLength: number | undefined;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  /** `digital signature`, `cert sign`: cert-manager's names of usages, sorted. */
  readonly keyUsages: readonly string[];
  /** `server auth`, `client auth`: cert-manager's names of extended usages, sorted. */
  readonly extendedKeyUsages: readonly string[];
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
}

const KEY_USAGES: readonly (readonly [x509.KeyUsageFlags, string])[] = [
  [x509.KeyUsageFlags.digitalSignature, 'digital signature'],
  [x509.KeyUsageFlags.nonRepudiation, 'content commitment'],
  [x509.KeyUsageFlags.keyEncipherment, 'key encipherment'],
  [x509.KeyUsageFlags.dataEncipherment, 'data encipherment'],
  [x509.KeyUsageFlags.keyAgreement, 'key agreement'],
  [x509.KeyUsageFlags.keyCertSign, 'cert sign'],
  [x509.KeyUsageFlags.cRLSign, 'crl sign'],
];

const EXTENDED_KEY_USAGES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server auth',
  '1.3.6.1.5.5.7.3.2': 'client auth',
};

/** Every certificate of a PEM text, in its order. */
export function certificatesIn(pem: string): readonly Certificate[] {
  return x509.PemConverter.decode(pem).map((raw) => read(new x509.X509Certificate(raw)));
}

/** The first certificate of a PEM text: the leaf of a chain. */
export function certificateIn(pem: string): Certificate {
  const [first] = certificatesIn(pem);
  if (first === undefined) {
    throw new Error('no certificate in the text');
  }
  return first;
}

/** Whether both are of one key. */
export function haveOneKey(one: Certificate, other: Certificate): boolean {
  return new X509Certificate(one.pem).publicKey.equals(new X509Certificate(other.pem).publicKey);
}

/** How long it lives, in seconds. */
export function secondsOf({ notBefore, notAfter }: Certificate): number {
  return (notAfter.getTime() - notBefore.getTime()) / 1000;
}

function read(certificate: x509.X509Certificate): Certificate {
  const basic = certificate.getExtension(x509.BasicConstraintsExtension);
  const usages = certificate.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
  const extended = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const ofType = (type: string): string[] =>
    names.filter((name) => name.type === type).map(({ value }) => value);
  return {
    pem: certificate.toString('pem'),
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    isCa: basic?.ca ?? false,
    pathLength: basic?.pathLength,
    dnsNames: ofType('dns'),
    uris: ofType('url'),
    keyUsages: KEY_USAGES.filter(([flag]) => (usages & flag) !== 0)
      .map(([, name]) => name)
      .sort(),
    extendedKeyUsages: [...extended]
      .map((oid) => EXTENDED_KEY_USAGES[String(oid)] ?? String(oid))
      .sort(),
    subjectKeyId: certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    authorityKeyId: certificate.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId,
  };
}
