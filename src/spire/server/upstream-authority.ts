import type { ICaCapableIssuer } from '../../cert-manager/issuer/ca-issuer';
import type { Finding } from '../../trust/mesh-trust-error';
import type { Authority } from '../../trust/trust-chain';
import type { SpireInstallation } from '../spire-installation';
import { AwsPcaUpstream, type AwsPcaUpstreamProps } from './upstream/aws-pca-upstream';
import { AwsSecretUpstream, type AwsSecretUpstreamProps } from './upstream/aws-secret-upstream';
import {
  CertManagerUpstream,
  type CertManagerUpstreamOptions,
} from './upstream/cert-manager-upstream';
import { DiskUpstream, type DiskUpstreamProps } from './upstream/disk-upstream';
import { GcpCasUpstream, type GcpCasUpstreamProps } from './upstream/gcp-cas-upstream';
import { SpireUpstream, type SpireUpstreamProps } from './upstream/spire-upstream';
import type {
  PathlessFinding,
  UpstreamNeeds,
  UpstreamPlugin,
  UpstreamServer,
} from './upstream/upstream-plugin';
import { VaultUpstream, type VaultUpstreamProps } from './upstream/vault-upstream';

/**
 * Who signs the CA of SPIRE: exactly one, or nobody. Credentials are never a property of any of them:
 * they lie in Secrets that exist, or the platform knows the ServiceAccount of the server.
 *
 * | choice | who signs | root of the mesh above |
 * | --- | --- | --- |
 * | `certManager()`, the default | an issuer of cert-manager, that of the root | yes |
 * | `disk` | a CA whose key lies in a Secret | as its owner says |
 * | `vault` | a CA of Vault's PKI engine | as its owner says |
 * | `spire` | another SPIRE of the trust domain | as its owner says |
 * | `awsPca` | a CA of AWS Private CA | as its owner says |
 * | `awsSecret` | a CA in AWS Secrets Manager | as its owner says |
 * | `gcpCas` | a CA of Google's Certificate Authority Service | as its owner says |
 * | `none()` | nobody: SPIRE is a root of its own | no |
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_server.md#plugin-types
 */
export class UpstreamAuthority {
  /** Name of the plugin of cert-manager. */
  public static readonly CERT_MANAGER = CertManagerUpstream.NAME;
  /** What the plugin of cert-manager does with CertificateRequests, and nothing else. */
  public static readonly VERBS: readonly string[] = ['create', 'delete', 'get', 'list'];

  /**
   * An issuer of cert-manager that signs CAs, asked through CertificateRequests with `isCA` and the
   * lifetime `caTtl`. The server waits 75 seconds for one: requests must be approved unattended.
   *
   * @throws PropertyWrongType, PropertyMalformed, PropertyUnknown
   * @throws IssuerOutOfReach when a namespaced Issuer is asked in another namespace than its own
   */
  public static certManager(options: CertManagerUpstreamOptions = {}): UpstreamAuthority {
    const upstream = CertManagerUpstream.of(options);
    return new UpstreamAuthority(upstream, upstream);
  }

  /**
   * A CA whose certificate and key lie in Secrets of the namespace of the server, mounted as files.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType
   */
  public static disk(props: DiskUpstreamProps): UpstreamAuthority {
    return new UpstreamAuthority(DiskUpstream.of(props));
  }

  /**
   * A CA of the PKI engine of Vault.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static vault(props: VaultUpstreamProps): UpstreamAuthority {
    return new UpstreamAuthority(VaultUpstream.of(props));
  }

  /**
   * Another SPIRE of the same trust domain, whose agent is on the nodes of the servers.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static spire(props: SpireUpstreamProps): UpstreamAuthority {
    return new UpstreamAuthority(SpireUpstream.of(props));
  }

  /**
   * A CA of AWS Private CA.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static awsPca(props: AwsPcaUpstreamProps): UpstreamAuthority {
    return new UpstreamAuthority(AwsPcaUpstream.of(props));
  }

  /**
   * A CA whose certificate and key are secrets of AWS Secrets Manager.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, NamesClash
   */
  public static awsSecret(props: AwsSecretUpstreamProps): UpstreamAuthority {
    return new UpstreamAuthority(AwsSecretUpstream.of(props));
  }

  /**
   * A CA of Google's Certificate Authority Service.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static gcpCas(props: GcpCasUpstreamProps): UpstreamAuthority {
    return new UpstreamAuthority(GcpCasUpstream.of(props));
  }

  /**
   * Nobody: every server is a root, which it replaces before half of `caTtl` is over, and publishes
   * before it signs with it. Whoever verifies SVIDs has to follow the bundle.
   */
  public static none(): UpstreamAuthority {
    return new UpstreamAuthority(undefined);
  }

  private constructor(
    private readonly plugin: UpstreamPlugin | undefined,
    private readonly certManager?: CertManagerUpstream,
  ) {}

  /** Name by which SPIRE knows the plugin, if there is one. */
  public get pluginName(): string | undefined {
    return this.plugin?.name;
  }

  /** The issuer of cert-manager that signs, once it is known. */
  public get issuer(): ICaCapableIssuer | undefined {
    return this.certManager?.issuer;
  }

  /** What the server needs for it beside its configuration. */
  public get needs(): UpstreamNeeds {
    return this.plugin?.needs ?? {};
  }

  /** How many CAs may follow below the CA of SPIRE, where the plugin limits that. */
  public get maxPathLength(): number | undefined {
    return this.plugin?.maxPathLength;
  }

  /** Whether an issuer of the model signs. */
  public get isOfCertManager(): boolean {
    return this.certManager !== undefined;
  }

  /**
   * The same with this issuer, unless one was chosen or cert-manager does not sign.
   *
   * @throws PropertyWrongType, IssuerOutOfReach
   */
  public boundTo(issuer: ICaCapableIssuer): UpstreamAuthority {
    const bound = this.certManager?.boundTo(issuer);
    return bound === undefined ? this : new UpstreamAuthority(bound, bound);
  }

  /** Everything that keeps it from being bound to this issuer. */
  public findingsBoundTo(issuer: ICaCapableIssuer): Finding[] {
    return this.certManager?.findingsBoundTo(issuer) ?? [];
  }

  /** Namespace of the CertificateRequests of a server in `serverNamespace`, if there are any: the Role is needed there. */
  public requestNamespace(serverNamespace: string): string | undefined {
    return this.certManager?.requestNamespace(serverNamespace);
  }

  /** `plugin_data` for a server of this installation; nothing without a plugin, or as long as its issuer is not known. */
  public pluginData(installation: SpireInstallation): object | undefined {
    return this.plugin?.data(installation);
  }

  /** Everything that keeps it from signing for a server of this installation. */
  public findings(installation: SpireInstallation): readonly PathlessFinding[] {
    return this.plugin?.findings?.(installation) ?? [];
  }

  /** Who signs from outside the cluster, if anybody: its place in the chain. */
  public authority(server: UpstreamServer): Authority | undefined {
    return this.plugin?.authority?.(server);
  }
}
