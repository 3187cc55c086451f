import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const SUBJECT_ALT_NAME = '2.5.29.17';

/** The names for which a request (PKCS #10, in PEM) asks for a certificate, sorted. */
export function namesRequestedIn(pem: string): readonly string[] {
  const asked = new x509.Pkcs10CertificateRequest(pem).getExtension(SUBJECT_ALT_NAME);
  const names =
    asked === null ? [] : new x509.SubjectAlternativeNameExtension(asked.rawData).names.items;
  return names.map(({ value }) => value).sort();
}
