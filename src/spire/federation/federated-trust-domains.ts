import { Construct } from 'constructs';
import * as spire from '../../../imports/spire.spiffe.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, type PropertyTable } from '../../trust/props';
import { SpireInstallation } from '../spire-installation';
import type { FederationMember } from './federation-member';

/** Whose bundles are fetched. */
export interface FederatedTrustDomainsProps {
  /** The facts that all of SPIRE shares, the federation among them. */
  readonly installation: SpireInstallation;
}

/** One check for each property. */
export const FEDERATED_TRUST_DOMAINS_PROPERTIES: PropertyTable<FederatedTrustDomainsProps> = {
  installation: instanceOf(SpireInstallation, 'SpireInstallation.of({ … })'),
};

/** Everything that is wrong with the properties. */
export function federatedTrustDomainsFindings(
  path: string,
  props: FederatedTrustDomainsProps,
): Finding[] {
  return checkProps(path, props, FEDERATED_TRUST_DOMAINS_PROPERTIES);
}

const { HTTPS_UNDERSCORE_SPIFFE, HTTPS_UNDERSCORE_WEB } =
  spire.ClusterFederatedTrustDomainSpecBundleEndpointProfileType;
const PROFILES = { https_spiffe: HTTPS_UNDERSCORE_SPIFFE, https_web: HTTPS_UNDERSCORE_WEB };

/**
 * The trust domains with which that of the installation federates, as its SPIRE servers are told of
 * them: where the bundle of each is, how that endpoint is known, and the bundle to begin with.
 *
 * Emits a ClusterFederatedTrustDomain of the class of the installation for every other member of its
 * federation; nothing without one. The bundle in it is read once: a root that comes later is fetched.
 *
 * @see https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/clusterfederatedtrustdomain-crd.md
 */
export class FederatedTrustDomains extends Construct {
  /**
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   */
  public constructor(scope: Construct, id: string, props: FederatedTrustDomainsProps) {
    super(scope, id);
    refuseAny(federatedTrustDomainsFindings(this.node.path, props));
    const { installation } = props;
    for (const member of installation.federatesWith) {
      this.federate(member, installation.className);
    }
  }

  private federate(member: FederationMember, className: string): void {
    const { trustDomain, endpoint, endpointSpiffeId, bundle } = member;
    new spire.ClusterFederatedTrustDomain(this, `${trustDomain}`, {
      metadata: {
        name: trustDomain.toString(),
        labels: {
          'app.kubernetes.io/name': 'federated-trust-domains',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: {
        className,
        trustDomain: trustDomain.toString(),
        bundleEndpointUrl: endpoint.url,
        bundleEndpointProfile: {
          type: PROFILES[endpoint.profile],
          endpointSpiffeid: endpointSpiffeId?.toString(),
        },
        trustDomainBundle: `${bundle}\n`,
      },
    });
  }
}
