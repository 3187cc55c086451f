import { refuseAny } from '../../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../../trust/props';
import { SecretRef } from '../../../trust/secret-ref';
import { secretVariables } from './secret-needs';
import type { UpstreamNeeds } from './upstream-plugin';

/** An access key in Secrets. */
export interface AwsAccessKeyProps {
  /** Where the access key ID lies. */
  readonly accessKeyId: SecretRef;
  /** Where the secret access key lies. */
  readonly secretAccessKey: SecretRef;
  /** Where the session token lies, for a key that ends. @default - none: the key does not end */
  readonly sessionToken?: SecretRef;
}

/** A role that the ServiceAccount of the server has. */
export interface AwsServiceAccountRoleProps {
  /** Its ARN; it trusts the ServiceAccount `spire-server` of the cluster. */
  readonly role: string;
}

/** Check of the ARN of a role. */
export const ROLE_ARN = text(
  /^arn:aws[-a-z]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  'the ARN of a role',
  'arn:aws:iam::123456789012:role/spire-server',
);

/** One check for each property of an access key. */
export const AWS_ACCESS_KEY_PROPERTIES: PropertyTable<AwsAccessKeyProps> = {
  accessKeyId: instanceOf(SecretRef, "SecretRef.of('spire-aws', 'access-key-id')"),
  secretAccessKey: instanceOf(SecretRef, "SecretRef.of('spire-aws', 'secret-access-key')"),
  sessionToken: optional(instanceOf(SecretRef, "SecretRef.of('spire-aws', 'session-token')")),
};

/** One check for each property of a role of the ServiceAccount. */
export const AWS_SERVICE_ACCOUNT_ROLE_PROPERTIES: PropertyTable<AwsServiceAccountRoleProps> = {
  role: ROLE_ARN,
};

/** By which the webhook of EKS knows that the Pods of a ServiceAccount get a token for a role. */
const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';
const HTTP = 80;

/** As whom the server calls AWS; every call goes to port 443. */
export class AwsCredentials {
  /**
   * As a role that its ServiceAccount has (IRSA): the webhook of EKS gives the Pod a token for it.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static serviceAccountRole(props: AwsServiceAccountRoleProps): AwsCredentials {
    const path = 'AwsCredentials.serviceAccountRole';
    refuseAny(checkProps(path, props, AWS_SERVICE_ACCOUNT_ROLE_PROPERTIES));
    return new AwsCredentials({ serviceAccountAnnotations: { [ROLE_ANNOTATION]: props.role } });
  }

  /**
   * As the role that EKS Pod Identity associates with its ServiceAccount: nothing of it is in the
   * cluster but the agent on each node.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
   */
  public static podIdentity(): AwsCredentials {
    return new AwsCredentials({ egress: [{ port: HTTP, cidr: '169.254.170.23/32' }] });
  }

  /** As the role of its node, which every Pod of the node has that reaches the metadata service. */
  public static node(): AwsCredentials {
    return new AwsCredentials({ egress: [{ port: HTTP, cidr: '169.254.169.254/32' }] });
  }

  /**
   * By an access key in Secrets of the namespace of the server. Whoever keeps it has to replace it,
   * and to restart the server.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   */
  public static accessKey(props: AwsAccessKeyProps): AwsCredentials {
    refuseAny(checkProps('AwsCredentials.accessKey', props, AWS_ACCESS_KEY_PROPERTIES));
    return new AwsCredentials(
      secretVariables({
        AWS_ACCESS_KEY_ID: props.accessKeyId,
        AWS_SECRET_ACCESS_KEY: props.secretAccessKey,
        AWS_SESSION_TOKEN: props.sessionToken,
      }),
    );
  }

  private constructor(
    /** What the server needs for it. */
    public readonly needs: UpstreamNeeds,
  ) {}
}
