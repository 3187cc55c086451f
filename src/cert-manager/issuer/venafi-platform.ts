import type * as certmanager from '../../../imports/cert-manager.io';
import { CERT_MANAGER_GATES } from '../../trust/gates/cert-manager-gates';
import { refuseAny } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import type { HttpsUrl } from '../acme/acme-directory';
import type { GatedProperty } from '../gated-property';
import type { IssuerPrerequisite } from './emitted-issuer';
import { httpsAddress } from './https-address';
import { ServerCa } from './server-ca';

/** Properties of Certificate Manager, Self-Hosted: the Trust Protection Platform. */
export interface VenafiTppProps {
  /** Address of its vedsdk endpoint: `https://tpp.example.com/vedsdk`. */
  readonly url: HttpsUrl;
  /** Name of the Secret with `access-token`, or with `username` and `password`. */
  readonly credentialsSecretName: string;
  /** By what its own certificate is verified. @default - the roots of the cert-manager image */
  readonly serverCa?: ServerCa;
}

/** Properties of Certificate Manager, SaaS. */
export interface VenafiCloudProps {
  /** Where its API key lies. */
  readonly apiToken: SecretRef;
  /** Address of its API, where the tenant is not in the United States. @default - that of api.venafi.cloud */
  readonly url?: HttpsUrl;
}

/** Properties of Next Generation Trust Services of Palo Alto Networks. */
export interface VenafiNgtsProps {
  /** ID of the tenant service group, digits alone. */
  readonly tsgId: string;
  /** Name of the Secret with `client-id` and `client-secret`. */
  readonly credentialsSecretName: string;
  /** Address of its API. @default - that of api.strata.paloaltonetworks.com */
  readonly url?: HttpsUrl;
  /** Address at which a token is asked for. @default - that of auth.apps.paloaltonetworks.com */
  readonly tokenEndpoint?: HttpsUrl;
}

const CREDENTIALS = text(DNS_SUBDOMAIN, 'the name of a Secret', 'venafi-credentials');

/** One check for each property of Certificate Manager, Self-Hosted. */
export const VENAFI_TPP_PROPERTIES: PropertyTable<VenafiTppProps> = {
  url: httpsAddress('https://tpp.example.com/vedsdk'),
  credentialsSecretName: CREDENTIALS,
  serverCa: optional(instanceOf(ServerCa, "ServerCa.inSecret(SecretRef.of('tpp-ca', 'ca.crt'))")),
};

/** One check for each property of Certificate Manager, SaaS. */
export const VENAFI_CLOUD_PROPERTIES: PropertyTable<VenafiCloudProps> = {
  apiToken: instanceOf(SecretRef, "SecretRef.of('venafi-cloud', 'api-key')"),
  url: optional(httpsAddress('https://api.venafi.eu')),
};

/** One check for each property of NGTS. */
export const VENAFI_NGTS_PROPERTIES: PropertyTable<VenafiNgtsProps> = {
  tsgId: text(/^\d{1,20}$/, 'the digits of a tenant service group', '1234567890'),
  credentialsSecretName: CREDENTIALS,
  url: optional(httpsAddress('https://api.strata.paloaltonetworks.com/ngts')),
  tokenEndpoint: optional(
    httpsAddress('https://auth.apps.paloaltonetworks.com/oauth2/access_token'),
  ),
};

type PlatformFields = Omit<certmanager.ClusterIssuerSpecVenafi, 'zone'>;

/**
 * Where a policy zone is: exactly one platform. Its credentials lie in the cluster resource namespace.
 *
 * @see https://cert-manager.io/docs/configuration/venafi/
 */
export class VenafiPlatform {
  /**
   * Certificate Manager, Self-Hosted, by the address of one's own.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static tpp(props: VenafiTppProps): VenafiPlatform {
    refuseAny(checkProps('VenafiPlatform.tpp', props, VENAFI_TPP_PROPERTIES));
    const { url, credentialsSecretName: name, serverCa } = props;
    const ca = serverCa?.secret;
    return new VenafiPlatform(
      'tpp',
      { tpp: { url, credentialsRef: { name }, ...serverCa?.spec } },
      [
        credentials(name, [], 'access-token, or username and password, of Certificate Manager'),
        ...(ca === undefined ? [] : [credentials(ca.name, [ca.key], 'CA of Certificate Manager')]),
      ],
      url,
    );
  }

  /**
   * Certificate Manager, SaaS.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static cloud(props: VenafiCloudProps): VenafiPlatform {
    refuseAny(checkProps('VenafiPlatform.cloud', props, VENAFI_CLOUD_PROPERTIES));
    const { apiToken, url } = props;
    const { name, key } = apiToken;
    return new VenafiPlatform(
      'cloud',
      { cloud: { apiTokenSecretRef: { name, key }, url } },
      [credentials(name, [key], 'API key of Certificate Manager')],
      url ?? 'https://api.venafi.cloud',
    );
  }

  /**
   * Next Generation Trust Services; cert-manager 1.21 or newer.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static ngts(props: VenafiNgtsProps): VenafiPlatform {
    refuseAny(checkProps('VenafiPlatform.ngts', props, VENAFI_NGTS_PROPERTIES));
    const { tsgId, credentialsSecretName: name, url, tokenEndpoint } = props;
    return new VenafiPlatform(
      'ngts',
      { ngts: { tsgId, credentialsRef: { name }, url, tokenEndpoint } },
      [credentials(name, ['client-id', 'client-secret'], 'OAuth client of NGTS')],
      url ?? 'https://api.strata.paloaltonetworks.com',
      CERT_MANAGER_GATES.venafiNgts.since,
    );
  }

  private constructor(
    /** Which platform, in the word of cert-manager. */
    public readonly kind: 'tpp' | 'cloud' | 'ngts',
    /** Its part of a Venafi issuer. */
    public readonly spec: PlatformFields,
    /** What must exist in the cluster resource namespace. */
    public readonly prerequisites: readonly IssuerPrerequisite[],
    private readonly address: string,
    private readonly since?: string,
  ) {}

  /** What of it not every release of cert-manager knows. */
  public get gates(): readonly GatedProperty[] {
    return this.since === undefined ? [] : [{ property: this.kind, since: this.since }];
  }

  /** Host of its API. */
  public get host(): string {
    return new URL(this.address).hostname;
  }

  /** Which platform, for findings. */
  public toString(): string {
    return this.kind;
  }
}

function credentials(name: string, keys: readonly string[], purpose: string): IssuerPrerequisite {
  return { kind: 'Secret', name, keys, purpose };
}
