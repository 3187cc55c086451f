import type * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';

/** Properties of credentials that the Pod of cert-manager has by itself. */
export interface Route53AmbientProps {
  /** ARN of a role that is assumed with them. @default - none: they are used as they are */
  readonly role?: string;
}

/** Properties of credentials by IAM Roles for Service Accounts (IRSA). */
export interface Route53ServiceAccountProps {
  /**
   * Name of the ServiceAccount, in the cluster resource namespace, for which cert-manager asks a
   * token; the permission to `create` its `serviceaccounts/token` goes with it.
   */
  readonly name: string;
  /** ARN of the role that trusts it. */
  readonly role: string;
}

/** Properties of credentials by an access key. */
export interface Route53AccessKeyProps {
  /** Where the access key ID lies. */
  readonly accessKeyId: SecretRef;
  /** Where the secret access key lies. */
  readonly secretAccessKey: SecretRef;
  /** ARN of a role that is assumed with it. @default - none: the key is used as it is */
  readonly role?: string;
}

const ROLE = text(
  /^arn:aws[-a-z]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  'the ARN of a role',
  'arn:aws:iam::123456789012:role/dns01',
);

/** One check for each property of ambient credentials. */
export const ROUTE53_AMBIENT_PROPERTIES: PropertyTable<Route53AmbientProps> = {
  role: optional(ROLE),
};

/** One check for each property of credentials by a ServiceAccount. */
export const ROUTE53_SERVICE_ACCOUNT_PROPERTIES: PropertyTable<Route53ServiceAccountProps> = {
  name: text(DNS_SUBDOMAIN, 'the name of a ServiceAccount', 'dns01-route53'),
  role: ROLE,
};

/** One check for each property of credentials by an access key. */
export const ROUTE53_ACCESS_KEY_PROPERTIES: PropertyTable<Route53AccessKeyProps> = {
  accessKeyId: instanceOf(SecretRef, "SecretRef.of('route53', 'access-key-id')"),
  secretAccessKey: instanceOf(SecretRef, "SecretRef.of('route53', 'secret-access-key')"),
  role: optional(ROLE),
};

type Route53Fields = certmanager.ClusterIssuerSpecAcmeSolversDns01Route53;

/**
 * As whom cert-manager writes to Route 53.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 */
export class Route53Credentials {
  /**
   * What the Pod of cert-manager has: EKS Pod Identity, IRSA of its own ServiceAccount, the node.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static ambient(props: Route53AmbientProps = {}): Route53Credentials {
    refuseAny(checkProps('Route53Credentials.ambient', props, ROUTE53_AMBIENT_PROPERTIES));
    return new Route53Credentials({ role: props.role }, [], undefined, true);
  }

  /**
   * IRSA of a ServiceAccount that has this role alone.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static serviceAccount(props: Route53ServiceAccountProps): Route53Credentials {
    const path = 'Route53Credentials.serviceAccount';
    refuseAny(checkProps(path, props, ROUTE53_SERVICE_ACCOUNT_PROPERTIES));
    const { name, role } = props;
    const auth = { kubernetes: { serviceAccountRef: { name } } };
    return new Route53Credentials({ auth, role }, [], name, false);
  }

  /**
   * An access key, both halves of which lie in Secrets of the cluster resource namespace.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static accessKey(props: Route53AccessKeyProps): Route53Credentials {
    refuseAny(checkProps('Route53Credentials.accessKey', props, ROUTE53_ACCESS_KEY_PROPERTIES));
    const { accessKeyId, secretAccessKey, role } = props;
    return new Route53Credentials(
      {
        accessKeyIdSecretRef: { name: accessKeyId.name, key: accessKeyId.key },
        secretAccessKeySecretRef: { name: secretAccessKey.name, key: secretAccessKey.key },
        role,
      },
      [accessKeyId, secretAccessKey],
      undefined,
      false,
    );
  }

  private constructor(
    /** Their part of `route53`. */
    public readonly spec: Route53Fields,
    /** Where what is secret of them lies, in the cluster resource namespace. */
    public readonly secrets: readonly SecretRef[],
    /** Name of the ServiceAccount there that has the role, where it is not that of cert-manager. */
    public readonly serviceAccountName: string | undefined,
    /** Whether they are what the Pod of cert-manager has, its region included. */
    public readonly areAmbient: boolean,
  ) {}
}
