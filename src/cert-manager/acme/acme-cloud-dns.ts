import { instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import { ACME_DNS01_PROPERTIES, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';

/** Properties of DNS-01 through Google Cloud DNS. */
export interface CloudDnsProps extends AcmeDns01Options {
  /** ID of the project that has the zone. */
  readonly project: string;
  /**
   * Where the key of a service account lies, in the cluster resource namespace.
   *
   * @default - workload identity: what the Pod of cert-manager has
   */
  readonly serviceAccount?: SecretRef;
  /** Name of the zone that takes the record. @default - the one that is found by the name */
  readonly hostedZoneName?: string;
}

/** One check for each property of DNS-01 through Cloud DNS. */
export const CLOUD_DNS_PROPERTIES: PropertyTable<CloudDnsProps> = {
  ...ACME_DNS01_PROPERTIES,
  project: text(/^([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/, 'the ID of a project', 'shop-dns'),
  serviceAccount: optional(instanceOf(SecretRef, "SecretRef.of('clouddns', 'key.json')")),
  hostedZoneName: optional(
    text(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'the name of a managed zone', 'example-com'),
  ),
};

/**
 * Cloud DNS with these values.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/google/
 */
export function cloudDns({
  project,
  serviceAccount,
  hostedZoneName,
}: CloudDnsProps): AcmeDns01Provider {
  const serviceAccountSecretRef = serviceAccount && {
    name: serviceAccount.name,
    key: serviceAccount.key,
  };
  return {
    spec: { cloudDns: { project, hostedZoneName, serviceAccountSecretRef } },
    credentials: serviceAccount === undefined ? [] : [serviceAccount],
  };
}
