import { refuse, refuseAny } from '../trust/mesh-trust-error';
import { checkProps, instanceOf } from '../trust/props';
import { SecretRef } from '../trust/secret-ref';

const SUFFIX = '-cacert';
const KEYS = ['ca.crt', 'cacert'];

/** The CA by which a gateway knows its clients: whoever shows a certificate of it is let in. */
export class ClientCa {
  /**
   * `ca.crt` of the Secret with the gateway's own certificate: its issuer is that of the clients, too.
   * An ACME server leaves `ca.crt` empty.
   */
  public static inCertificateSecret(): ClientCa {
    return new ClientCa(undefined);
  }

  /**
   * A Secret of its own in the gateway's namespace, with the CA under `ca.crt` or `cacert`.
   *
   * @throws PropertyWrongType for what is no SecretRef
   * @throws PropertyMalformed for a key that istiod does not read
   */
  public static inSecret(secret: SecretRef): ClientCa {
    const path = 'ClientCa.inSecret';
    refuseAny(
      checkProps(
        path,
        { secret },
        { secret: instanceOf(SecretRef, "SecretRef.of('clients', 'ca.crt')") },
      ),
    );
    if (!KEYS.includes(secret.key)) {
      refuse({
        code: 'PropertyMalformed',
        path,
        problem: `'secret' must have the CA under ${KEYS.join(' or ')}, where istiod looks, got ${secret.key}`,
        fix: `write the CA under ca.crt: SecretRef.of('${secret.name}', 'ca.crt')`,
      });
    }
    return new ClientCa(secret);
  }

  private constructor(
    /** The Secret, where it is another than that of the certificate. */
    public readonly secret: SecretRef | undefined,
  ) {}

  /** Whether Istio finds the CA by the name of the certificate's Secret alone: there, or in `<name>-cacert`. */
  public isFoundBeside(secretName: string): boolean {
    return this.secret === undefined || this.secret.name === secretName + SUFFIX;
  }

  /**
   * `caCertCredentialName` beside this `credentialName`, where Istio must be told. By the end of the name
   * istiod knows that a CA is meant, and not a certificate with its key.
   *
   * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/xds/sds.go
   */
  public credentialNameBeside(secretName: string): string | undefined {
    if (this.secret === undefined || this.isFoundBeside(secretName)) {
      return undefined;
    }
    const { name } = this.secret;
    return name.endsWith(SUFFIX) ? name : name + SUFFIX;
  }

  /** Where the CA is, for findings. */
  public toString(): string {
    return this.secret === undefined ? 'ca.crt beside the certificate' : this.secret.toString();
  }
}
