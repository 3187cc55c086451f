import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' } as const;
const DAY_MS = 86_400_000;

/** The certificate of a new root, in PEM; nobody has its key any more. */
export async function rootNamed(name: string): Promise<string> {
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    notBefore: new Date(),
    notAfter: new Date(Date.now() + DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys: await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  return `${root.toString('pem')}\n`;
}
