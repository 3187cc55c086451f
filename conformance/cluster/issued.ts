import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { type Certificate, certificateIn } from '../certificates/certificate';
import type { Components } from '../components/components';
import { secretTexts } from '../components/kubectl';
import type { SecretPlace } from './expected-certificates';

/** What cert-manager wrote into a Secret. */
export interface Issued {
  readonly certificate: Certificate;
  /** `tls.crt`: the certificate, and what is between it and the root. */
  readonly chain: string;
  /** `ca.crt`. */
  readonly ca: string;
  /** Algorithm and size of its key: `RSA-2048`. */
  readonly key: string;
  /** Whether `tls.key` is the key of the certificate. */
  readonly hasItsKey: boolean;
}

const CURVE_SIZES: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384 };

/** Reads the Secret of a Certificate. */
export async function issuedIn(
  components: Components,
  { namespace, name }: SecretPlace,
): Promise<Issued> {
  const text = await secretTexts(components, namespace, name);
  const chain = text('tls.crt');
  const { publicKey } = new X509Certificate(chain);
  const { modulusLength, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  const size = modulusLength ?? CURVE_SIZES[namedCurve] ?? namedCurve;
  return {
    certificate: certificateIn(chain),
    chain,
    ca: text('ca.crt'),
    key: `${publicKey.asymmetricKeyType === 'ec' ? 'ECDSA' : 'RSA'}-${size}`,
    hasItsKey: createPublicKey(createPrivateKey(text('tls.key'))).equals(publicKey),
  };
}
