import { X509Certificate } from 'node:crypto';
import { refuse } from '../../trust/mesh-trust-error';
import { text, type Check } from '../../trust/props';

const PEM = /^(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n*)+$/;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The check of certificates in PEM: what stands between the lines is looked at by `refuseNoCertificates`. */
export function pemCertificates(): Check {
  return text(PEM, 'certificates in PEM, and nothing else', '-----BEGIN CERTIFICATE-----\\n…');
}

/**
 * Refuses a block that looks like a certificate and is none.
 *
 * @throws PropertyMalformed
 */
export function refuseNoCertificates(path: string, property: string, pem: string): void {
  if (!areCertificates(pem)) {
    refuse({
      code: 'PropertyMalformed',
      path,
      problem: `'${property}' must be certificates in PEM, got a block that is no certificate`,
      fix: 'write what openssl x509 -in root.pem prints',
    });
  }
}

function areCertificates(pem: string): boolean {
  try {
    return (pem.match(PEM_CERTIFICATE) ?? []).every(
      (block) => new X509Certificate(block).raw.length > 0,
    );
  } catch {
    return false;
  }
}
