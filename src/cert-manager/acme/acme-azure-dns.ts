import * as certmanager from '../../../imports/cert-manager.io';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { instanceOf, oneOf, optional, text, type PropertyTable } from '../../trust/props';
import { AzureDnsCredentials } from './acme-azure-dns-credentials';
import { ACME_DNS01_PROPERTIES, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';

const CLOUDS = certmanager.ClusterIssuerSpecAcmeSolversDns01AzureDnsEnvironment;

/** Properties of DNS-01 through Azure DNS. */
export interface AzureDnsProps extends AcmeDns01Options {
  /** ID of the subscription that has the zone. */
  readonly subscriptionId: string;
  /** Name of its resource group. */
  readonly resourceGroupName: string;
  /** As whom cert-manager writes. */
  readonly credentials: AzureDnsCredentials;
  /** The zone that takes the record. @default - the one that is found by the name */
  readonly hostedZoneName?: string;
  /** Which cloud. @default 'AzurePublicCloud' */
  readonly environment?: `${certmanager.ClusterIssuerSpecAcmeSolversDns01AzureDnsEnvironment}`;
}

/** One check for each property of DNS-01 through Azure DNS. */
export const AZURE_DNS_PROPERTIES: PropertyTable<AzureDnsProps> = {
  ...ACME_DNS01_PROPERTIES,
  subscriptionId: text(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'a UUID in lowercase',
    '00000000-0000-0000-0000-000000000000',
  ),
  resourceGroupName: text(/^[\w().-]{0,89}[\w()-]$/, 'the name of a resource group', 'dns'),
  credentials: instanceOf(
    AzureDnsCredentials,
    "AzureDnsCredentials.managedIdentity({ clientId: '…' })",
  ),
  hostedZoneName: optional(text(DNS_SUBDOMAIN, 'the name of a zone', 'example.com')),
  environment: optional(oneOf(Object.values(CLOUDS))),
};

/** Azure DNS with these values. */
export function azureDns(props: AzureDnsProps): AcmeDns01Provider {
  const { subscriptionId, resourceGroupName, hostedZoneName, environment } = props;
  const { spec, secrets, gates } = props.credentials;
  return {
    spec: {
      azureDns: {
        ...spec,
        subscriptionId,
        resourceGroupName,
        hostedZoneName,
        environment: Object.values(CLOUDS).find((cloud) => cloud === environment),
      },
    },
    credentials: secrets,
    gates,
  };
}
