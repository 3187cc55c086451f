import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import { pemCertificates, refuseNoCertificates } from '../bundle/pem-certificates';

/** The fields by which an issuer says it: one of both. */
interface ServerCaFields {
  readonly caBundle?: string;
  readonly caBundleSecretRef?: { readonly name: string; readonly key: string };
}

/**
 * By what cert-manager verifies the server that signs, when that has no certificate of a public CA:
 * written into the issuer, or in a Secret of the cluster resource namespace.
 */
export class ServerCa {
  /**
   * Certificates in PEM, which are no secret and so can be reviewed.
   *
   * @throws PropertyWrongType, PropertyMalformed
   */
  public static inline(pem: string): ServerCa {
    const path = 'ServerCa.inline';
    refuseAny(checkProps(path, { pem }, { pem: pemCertificates() }));
    refuseNoCertificates(path, 'pem', pem);
    return new ServerCa({ caBundle: Buffer.from(pem).toString('base64') }, undefined);
  }

  /**
   * A Secret that somebody else keeps, also when the CA changes.
   *
   * @throws PropertyWrongType
   */
  public static inSecret(secret: SecretRef): ServerCa {
    const check = instanceOf(SecretRef, "SecretRef.of('vault-ca', 'ca.crt')");
    refuseAny(checkProps('ServerCa.inSecret', { secret }, { secret: check }));
    return new ServerCa({ caBundleSecretRef: { name: secret.name, key: secret.key } }, secret);
  }

  private constructor(
    /** Its part of the issuer. */
    public readonly spec: ServerCaFields,
    /** Where it lies, when it is not written into the issuer. */
    public readonly secret: SecretRef | undefined,
  ) {}
}
