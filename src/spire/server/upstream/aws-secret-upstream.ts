import { refuseAny, type Finding } from '../../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../../trust/props';
import type { Authority } from '../../../trust/trust-chain';
import { AwsCredentials, ROLE_ARN } from './aws-credentials';
import { regionOf } from './aws-region';
import { UpstreamCa } from './upstream-ca';
import {
  together,
  type UpstreamNeeds,
  type UpstreamPlugin,
  type UpstreamServer,
} from './upstream-plugin';

/** A CA whose certificate and key are secrets of AWS Secrets Manager, in one region. */
export interface AwsSecretUpstreamProps {
  /** ARN of the secret with its certificate, and those between it and `bundleFileArn` after it. */
  readonly certFileArn: string;
  /** ARN of the secret with its private key. */
  readonly keyFileArn: string;
  /** ARN of the secret with the roots above it. @default - none: the certificate is self-signed */
  readonly bundleFileArn?: string;
  /** As whom the server calls AWS. */
  readonly credentials: AwsCredentials;
  /** ARN of a role that is assumed with the credentials. @default - none: they are used as they are */
  readonly assumeRoleArn?: string;
  /** What its owner knows of it. */
  readonly ca: UpstreamCa;
}

/** `plugin_data` of the UpstreamAuthority plugin `awssecret`. */
export interface AwsSecretPluginData {
  /** Region. */
  readonly region: string;
  /** ARN of the certificate. */
  readonly cert_file_arn: string;
  /** ARN of the key. */
  readonly key_file_arn: string;
  /** ARN of the roots. */
  readonly bundle_file_arn?: string;
  /** ARN of a role that is assumed. */
  readonly assume_role_arn?: string;
}

// arn:<partition>:secretsmanager:<region>:<account>:secret:<name>-<six random characters>
const SECRET_ARN = text(
  /^arn:aws[-a-z]*:secretsmanager:[a-z]{2}(-[a-z]+)+-\d:\d{12}:secret:[\w/+=.@-]{1,512}-[A-Za-z0-9]{6}$/,
  'the ARN of a secret of AWS Secrets Manager',
  'arn:aws:secretsmanager:eu-west-1:123456789012:secret:spire-ca-Ab12Cd',
);

/** One check for each property. */
export const AWS_SECRET_UPSTREAM_PROPERTIES: PropertyTable<AwsSecretUpstreamProps> = {
  certFileArn: SECRET_ARN,
  keyFileArn: SECRET_ARN,
  bundleFileArn: optional(SECRET_ARN),
  credentials: instanceOf(AwsCredentials, 'AwsCredentials.podIdentity()'),
  assumeRoleArn: optional(ROLE_ARN),
  ca: instanceOf(UpstreamCa, 'UpstreamCa.belowRootOfMesh({ subject, lifetime, keyAtRenewal })'),
};

const HTTPS = 443;
const PATH = 'UpstreamAuthority.awsSecret';

/**
 * A CA in AWS Secrets Manager. SPIRE reads it once, when the server starts: a certificate that is
 * renewed there needs a restart. What it signs is cut to the end of the certificate.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_awssecret.md
 */
export class AwsSecretUpstream implements UpstreamPlugin {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, NamesClash */
  public static of(props: AwsSecretUpstreamProps): AwsSecretUpstream {
    refuseAny(checkProps(PATH, props, AWS_SECRET_UPSTREAM_PROPERTIES));
    refuseAny(arnFindings(props));
    return new AwsSecretUpstream(props);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = 'awssecret';

  private constructor(private readonly props: AwsSecretUpstreamProps) {}

  /** What the credentials need, and the way to AWS. */
  public get needs(): UpstreamNeeds {
    return together(this.props.credentials.needs, { egress: [{ port: HTTPS }] });
  }

  /** `plugin_data`. */
  public data(): AwsSecretPluginData {
    const { certFileArn, keyFileArn, bundleFileArn, assumeRoleArn } = this.props;
    return {
      region: regionOf(certFileArn),
      cert_file_arn: certFileArn,
      key_file_arn: keyFileArn,
      bundle_file_arn: bundleFileArn,
      assume_role_arn: assumeRoleArn,
    };
  }

  /** The CA of the secrets. */
  public authority({ path }: UpstreamServer): Authority {
    const { ca, keyFileArn } = this.props;
    return ca.authority({ path, keyIn: `AWS Secrets Manager in ${regionOf(keyFileArn)}` });
  }
}

/** The plugin has one region, and a secret for each file. */
function arnFindings({
  certFileArn,
  keyFileArn,
  bundleFileArn,
}: AwsSecretUpstreamProps): Finding[] {
  const others = Object.entries({ keyFileArn, bundleFileArn }).flatMap(([property, arn]) =>
    arn === undefined ? [] : [{ property, arn }],
  );
  const region = regionOf(certFileArn);
  const arns = [certFileArn, ...others.map(({ arn }) => arn)];
  return [
    ...others
      .filter(({ arn }) => regionOf(arn) !== region)
      .map(({ property, arn }): Finding => ({
        code: 'PropertyMalformed',
        path: PATH,
        problem: `'${property}' must be in the region of 'certFileArn' (${region}), got ${regionOf(arn)}`,
        fix: `replicate the secret to ${region}, and write its ARN there`,
      })),
    ...others
      .filter(({ arn }, index) => arns.indexOf(arn) < index + 1)
      .map(({ property, arn }): Finding => ({
        code: 'NamesClash',
        path: PATH,
        problem: `'${property}' must be a secret of its own, got ${arn}`,
        fix: 'keep certificate, key and roots in a secret each',
      })),
  ];
}
