import * as certmanager from '../../../imports/cert-manager.io';
import type { KeyAlgorithm } from '../../trust/key-algorithm';

/** For what a leaf is: to serve TLS, to call with it, or both. */
export type LeafUsages = 'server' | 'client' | 'server and client';

/** All of them. */
export const LEAF_USAGES: readonly LeafUsages[] = ['server', 'client', 'server and client'];

const { DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, SERVER_AUTH, CLIENT_AUTH } =
  certmanager.CertificateSpecUsages;

/**
 * `usages` of a Certificate. An ECDSA key enciphers nothing, and X.509 forbids to say that it does.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8813#section-3
 */
export function leafUsages(
  usages: LeafUsages,
  key: KeyAlgorithm,
): certmanager.CertificateSpecUsages[] {
  return [
    DIGITAL_SIGNATURE,
    ...(key.algorithm === 'RSA' ? [KEY_ENCIPHERMENT] : []),
    ...(usages === 'client' ? [] : [SERVER_AUTH]),
    ...(usages === 'server' ? [] : [CLIENT_AUTH]),
  ];
}
