import { instanceOf, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import { ACME_DNS01_PROPERTIES, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';

/** Properties of DNS-01 through Cloudflare. */
export interface CloudflareProps extends AcmeDns01Options {
  /**
   * Where an API token lies that may read zones and edit their DNS, in the cluster resource
   * namespace. The API key of a whole account is not taken.
   */
  readonly apiToken: SecretRef;
}

/** One check for each property of DNS-01 through Cloudflare. */
export const CLOUDFLARE_PROPERTIES: PropertyTable<CloudflareProps> = {
  ...ACME_DNS01_PROPERTIES,
  apiToken: instanceOf(SecretRef, "SecretRef.of('cloudflare', 'api-token')"),
};

/**
 * Cloudflare with these values.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/cloudflare/
 */
export function cloudflare({ apiToken }: CloudflareProps): AcmeDns01Provider {
  const { name, key } = apiToken;
  return {
    spec: { cloudflare: { apiTokenSecretRef: { name, key } } },
    credentials: [apiToken],
  };
}
