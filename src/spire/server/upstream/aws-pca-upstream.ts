import { refuseAny } from '../../../trust/mesh-trust-error';
import {
  checkProps,
  instanceOf,
  oneOf,
  optional,
  text,
  type PropertyTable,
} from '../../../trust/props';
import { SecretRef } from '../../../trust/secret-ref';
import type { Authority } from '../../../trust/trust-chain';
import { AwsCredentials, ROLE_ARN } from './aws-credentials';
import { regionOf } from './aws-region';
import { httpsAddress, portOf, type HttpsAddress } from './https-address';
import { secretFiles, upstreamFile } from './secret-needs';
import { UpstreamCa } from './upstream-ca';
import {
  together,
  type UpstreamNeeds,
  type UpstreamPlugin,
  type UpstreamServer,
} from './upstream-plugin';

/** Algorithms by which AWS Private CA signs. */
export type AwsSigningAlgorithm =
  | 'SHA256WITHECDSA'
  | 'SHA384WITHECDSA'
  | 'SHA512WITHECDSA'
  | 'SHA256WITHRSA'
  | 'SHA384WITHRSA'
  | 'SHA512WITHRSA';

/** A CA of AWS Private CA. */
export interface AwsPcaUpstreamProps {
  /** Its ARN, which says the region, too. */
  readonly certificateAuthorityArn: string;
  /** As whom the server calls AWS. */
  readonly credentials: AwsCredentials;
  /** ARN of the template by which the CA of SPIRE is made. @default - that which allows no CA below SPIRE */
  readonly caSigningTemplateArn?: string;
  /** Algorithm of the signature. @default - that of the CA */
  readonly signingAlgorithm?: AwsSigningAlgorithm;
  /** ARN of a role that is assumed with the credentials. @default - none: they are used as they are */
  readonly assumeRoleArn?: string;
  /** Endpoint of the service, for instance that of a VPC. @default - that of the region */
  readonly endpoint?: HttpsAddress;
  /** Further roots for the bundle of SPIRE, in PEM. @default - only that of the CA */
  readonly supplementalBundle?: SecretRef;
  /** What its owner knows of it. */
  readonly ca: UpstreamCa;
}

/** `plugin_data` of the UpstreamAuthority plugin `aws_pca`. */
export interface AwsPcaPluginData {
  /** Region. */
  readonly region: string;
  /** ARN of the CA. */
  readonly certificate_authority_arn: string;
  /** ARN of the template. */
  readonly ca_signing_template_arn?: string;
  /** Algorithm of the signature. */
  readonly signing_algorithm?: string;
  /** ARN of a role that is assumed. */
  readonly assume_role_arn?: string;
  /** Endpoint of the service. */
  readonly endpoint?: string;
  /** File of further roots. */
  readonly supplemental_bundle_path?: string;
}

const ALGORITHMS: readonly AwsSigningAlgorithm[] = [
  'SHA256WITHECDSA',
  'SHA384WITHECDSA',
  'SHA512WITHECDSA',
  'SHA256WITHRSA',
  'SHA384WITHRSA',
  'SHA512WITHRSA',
];
// arn:<partition>:acm-pca:<region>:<account>:certificate-authority/<UUID>
const CA_ARN =
  /^arn:aws[-a-z]*:acm-pca:[a-z]{2}(-[a-z]+)+-\d:\d{12}:certificate-authority\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// arn:<partition>:acm-pca:::template/<a template for CAs below, with its path length>/V1
const TEMPLATE_ARN =
  /^arn:aws[-a-z]*:acm-pca:::template\/(?:Blank)?SubordinateCACertificate_PathLen([0-3])(?:_[A-Za-z]+)?\/V1$/;
const BUNDLE = 'supplemental-bundle.crt';

/** One check for each property. */
export const AWS_PCA_UPSTREAM_PROPERTIES: PropertyTable<AwsPcaUpstreamProps> = {
  certificateAuthorityArn: text(
    CA_ARN,
    'the ARN of a CA of AWS Private CA',
    'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/12ac02bc-d425-49f7-ab78-570a44972772',
  ),
  credentials: instanceOf(AwsCredentials, 'AwsCredentials.podIdentity()'),
  caSigningTemplateArn: optional(
    text(
      TEMPLATE_ARN,
      'the ARN of a template for CAs below',
      'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1',
    ),
  ),
  signingAlgorithm: optional(oneOf(ALGORITHMS)),
  assumeRoleArn: optional(ROLE_ARN),
  endpoint: optional(httpsAddress('https://vpce-1234.acm-pca.eu-west-1.vpce.amazonaws.com')),
  supplementalBundle: optional(instanceOf(SecretRef, "SecretRef.of('further-roots', 'ca.crt')")),
  ca: instanceOf(UpstreamCa, 'UpstreamCa.belowRootOfMesh({ subject, lifetime, keyAtRenewal })'),
};

const HTTPS = 443;

/**
 * A CA of AWS Private CA. Its certificates end at the last of the chain that the service answers with;
 * another CA needs another ARN, and the server a restart.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_aws_pca.md
 */
export class AwsPcaUpstream implements UpstreamPlugin {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed */
  public static of(props: AwsPcaUpstreamProps): AwsPcaUpstream {
    refuseAny(checkProps('UpstreamAuthority.awsPca', props, AWS_PCA_UPSTREAM_PROPERTIES));
    return new AwsPcaUpstream(props);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = 'aws_pca';

  private constructor(private readonly props: AwsPcaUpstreamProps) {}

  /** What the credentials need, further roots, and the way to AWS. */
  public get needs(): UpstreamNeeds {
    const { credentials, endpoint, supplementalBundle } = this.props;
    const other = endpoint === undefined ? HTTPS : portOf(endpoint);
    const ports = [...new Set([HTTPS, other])];
    return together(credentials.needs, secretFiles({ [BUNDLE]: supplementalBundle }), {
      egress: ports.map((port) => ({ port })),
    });
  }

  /** What the template allows below the CA of SPIRE. */
  public get maxPathLength(): number {
    return Number(TEMPLATE_ARN.exec(this.props.caSigningTemplateArn ?? '')?.[1] ?? 0);
  }

  /** `plugin_data`. */
  public data(): AwsPcaPluginData {
    const { certificateAuthorityArn, supplementalBundle } = this.props;
    return {
      region: regionOf(certificateAuthorityArn),
      certificate_authority_arn: certificateAuthorityArn,
      ca_signing_template_arn: this.props.caSigningTemplateArn,
      signing_algorithm: this.props.signingAlgorithm,
      assume_role_arn: this.props.assumeRoleArn,
      endpoint: this.props.endpoint,
      supplemental_bundle_path: upstreamFile(BUNDLE, supplementalBundle),
    };
  }

  /** The CA of the service. */
  public authority({ path }: UpstreamServer): Authority {
    const { ca, certificateAuthorityArn } = this.props;
    return ca.authority({ path, keyIn: `AWS Private CA in ${regionOf(certificateAuthorityArn)}` });
  }
}
