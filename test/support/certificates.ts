import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** Whether it may sign others. */
  readonly isCa: boolean;
  /** A URI that it names. @default - none */
  readonly uri?: string;
}

/** A certificate that signs itself, DER in base64: made now, with a key that is thrown away. */
export async function certificateOf({ isCa, uri }: CertificateFacts): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=tried',
      keys: keys as never,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(isCa),
        ...(uri === undefined
          ? []
          : [new x509.SubjectAlternativeNameExtension([{ type: 'url', value: uri }])]),
      ],
    },
    webcrypto,
  );
  return Buffer.from(certificate.rawData).toString('base64');
}
