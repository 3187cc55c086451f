import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, type PropertyTable } from '../../trust/props';
import { SpiffeId } from '../../trust/spiffe-id';
import { TrustDomain } from '../../trust/trust-domain';
import { BundleEndpoint } from './bundle-endpoint';
import { SpiffeBundle } from './spiffe-bundle';

/** What a trust domain says of itself to all that federate with it. */
export interface FederationMemberProps {
  /** Its name. */
  readonly trustDomain: TrustDomain;
  /** Where its SPIRE servers hand out its bundle. */
  readonly endpoint: BundleEndpoint;
  /**
   * Its bundle, with which the others begin: by it they know its endpoint, and without it their SPIRE
   * servers refuse every registration that federates with it. From then on they fetch it anew.
   */
  readonly bundle: SpiffeBundle;
}

/** One check for each property of a member. */
export const FEDERATION_MEMBER_PROPERTIES: PropertyTable<FederationMemberProps> = {
  trustDomain: instanceOf(TrustDomain, "TrustDomain.of('east.example.org')"),
  endpoint: instanceOf(
    BundleEndpoint,
    "BundleEndpoint.httpsSpiffe({ host: DnsName.of('spire.east.example.com') })",
  ),
  bundle: instanceOf(SpiffeBundle, 'SpiffeBundle.parse(\'{ "keys": […] }\')'),
};

/** One trust domain of a federation, with all that the others have to know of it. */
export class FederationMember {
  /**
   * A trust domain with its endpoint and its bundle.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   * @throws FederationBundleForeign when the bundle is that of another trust domain
   */
  public static of(props: FederationMemberProps): FederationMember {
    const path = 'FederationMember.of';
    const findings = checkProps(path, props, FEDERATION_MEMBER_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : bundleFindings(path, props));
    return new FederationMember(props.trustDomain, props.endpoint, props.bundle);
  }

  private constructor(
    /** Its name. */
    public readonly trustDomain: TrustDomain,
    /** Where its SPIRE servers hand out its bundle. */
    public readonly endpoint: BundleEndpoint,
    /** Its bundle, with which the others begin. */
    public readonly bundle: SpiffeBundle,
  ) {}

  /** The identity that its endpoint shows; none where it shows a certificate of a public CA. */
  public get endpointSpiffeId(): SpiffeId | undefined {
    return this.endpoint.profile === 'https_spiffe'
      ? SpiffeId.forSpireServer(this.trustDomain)
      : undefined;
  }

  /** Its name, for findings. */
  public toString(): string {
    return this.trustDomain.toString();
  }
}

/** SPIRE's own roots name their trust domain; others name none. */
function bundleFindings(path: string, { trustDomain, bundle }: FederationMemberProps): Finding[] {
  return bundle.trustDomains
    .filter((name) => name !== trustDomain.toString())
    .map((name) => ({
      code: 'FederationBundleForeign',
      path,
      problem: `'bundle' must be that of ${trustDomain}, got one with a root of ${name}`,
      fix: `take what 'spire-server bundle show -format spiffe' prints in ${trustDomain}`,
    }));
}
