import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, text, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';

/** What binds an ACME account to an account that its CA knows already. */
export interface ExternalAccountBindingProps {
  /** Which account at the CA: the key identifier that the CA gave, no secret. */
  readonly keyId: string;
  /**
   * Where its MAC key lies, in the cluster resource namespace of cert-manager, as base64url without
   * padding.
   */
  readonly key: SecretRef;
}

/** One check for each property of an external account binding. */
export const EXTERNAL_ACCOUNT_BINDING_PROPERTIES: PropertyTable<ExternalAccountBindingProps> = {
  keyId: text(/^[\x21-\x7e]{1,256}$/, '1 to 256 printable characters without spaces', 'kid-1'),
  key: instanceOf(SecretRef, "SecretRef.of('acme-eab', 'hmac')"),
};

/**
 * The binding of an ACME account to one that exists at the CA, which commercial CAs demand. The
 * algorithm is HS256, the only one that cert-manager speaks.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8555#section-7.3.4
 */
export class ExternalAccountBinding {
  /**
   * The binding by this key.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: ExternalAccountBindingProps): ExternalAccountBinding {
    refuseAny(checkProps('ExternalAccountBinding.of', props, EXTERNAL_ACCOUNT_BINDING_PROPERTIES));
    return new ExternalAccountBinding(props.keyId, props.key);
  }

  private constructor(
    /** Which account at the CA. */
    public readonly keyId: string,
    /** Where its MAC key lies. */
    public readonly key: SecretRef,
  ) {}
}
