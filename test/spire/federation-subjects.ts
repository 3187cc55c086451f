import {
  BundleEndpoint,
  type BundleEndpointProps,
  type WebBundleEndpointProps,
} from '../../src/spire/federation/bundle-endpoint';
import { EndpointCertificate } from '../../src/spire/federation/endpoint-certificate';
import {
  FederatedTrustDomains,
  type FederatedTrustDomainsProps,
} from '../../src/spire/federation/federated-trust-domains';
import {
  FederationMember,
  type FederationMemberProps,
} from '../../src/spire/federation/federation-member';
import { DnsName } from '../../src/trust/dns-name';
import { Ttl } from '../../src/trust/ttl';
import type { Subject } from '../support/bad-inputs';
import { WEST_MEMBER } from '../support/federations';
import { emptyChart } from '../support/manifests';
import { installationOf } from './server-subjects';

const ENDPOINT: Required<BundleEndpointProps> = {
  host: DnsName.of('spire.west.example.com'),
  port: 8443,
  refreshHint: Ttl.minutes(10),
  serviceType: 'ClusterIP',
  serviceAnnotations: { 'external-dns.alpha.kubernetes.io/hostname': 'spire.west.example.com' },
};

/** What a federation takes, each with a valid value of every property. */
export const federationSubjects: readonly Subject[] = [
  {
    name: 'BundleEndpoint.httpsSpiffe',
    props: { ...ENDPOINT },
    required: ['host'],
    build: (props: BundleEndpointProps) => BundleEndpoint.httpsSpiffe(props),
  },
  {
    name: 'BundleEndpoint.httpsWeb',
    props: { ...ENDPOINT, certificate: EndpointCertificate.existing('spire-web') },
    required: ['host', 'certificate'],
    build: (props: WebBundleEndpointProps) => BundleEndpoint.httpsWeb(props),
  },
  {
    name: 'FederationMember.of',
    props: {
      trustDomain: WEST_MEMBER.trustDomain,
      endpoint: WEST_MEMBER.endpoint,
      bundle: WEST_MEMBER.bundle,
    },
    required: ['trustDomain', 'endpoint', 'bundle'],
    build: (props: FederationMemberProps) => FederationMember.of(props),
  },
  {
    name: 'FederatedTrustDomains',
    props: { installation: installationOf() },
    required: ['installation'],
    build: (props: FederatedTrustDomainsProps) =>
      new FederatedTrustDomains(emptyChart(), 'FederatedTrustDomains', props),
  },
];
