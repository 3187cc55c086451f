import type { ICaCapableIssuer } from '../../cert-manager/ca-issuer';
import type { IIssuer } from '../../cert-manager/issuer';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { DNS_LABEL } from '../../trust/names';
import { checkProps, objectWith, optional, text, type PropertyTable } from '../../trust/props';

/** Who of cert-manager signs, and where it is asked. */
export interface CertManagerUpstreamOptions {
  /** The issuer that signs the CA of SPIRE. @default - that of the root of the environment */
  readonly issuer?: ICaCapableIssuer;
  /** Namespace of the CertificateRequests. @default - that of a namespaced Issuer, otherwise that of the server */
  readonly namespace?: string;
}

/** `plugin_data` of the UpstreamAuthority plugin `cert-manager`. */
export interface CertManagerPluginData {
  /** Namespace of the CertificateRequests. */
  readonly namespace: string;
  /** `metadata.name` of the issuer. */
  readonly issuer_name: string;
  /** Its kind. */
  readonly issuer_kind: string;
  /** Its API group. */
  readonly issuer_group: string;
}

const CERT_MANAGER_OPTIONS: PropertyTable<CertManagerUpstreamOptions> = {
  issuer: optional(
    objectWith(['kind', 'name', 'group', 'signsCas'], "CaIssuer.cluster('mesh-root')"),
  ),
  namespace: optional(text(DNS_LABEL, 'the name of a namespace', 'spire-server')),
};

/**
 * Who signs the CA of SPIRE, so that its SVIDs verify against the root of the environment.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_cert_manager.md
 */
export class UpstreamAuthority {
  /** Name of the plugin. */
  public static readonly CERT_MANAGER = 'cert-manager';
  /** What the plugin does with CertificateRequests, and nothing else. */
  public static readonly VERBS: readonly string[] = ['create', 'delete', 'get', 'list'];

  /**
   * An issuer of cert-manager that signs CAs, asked through CertificateRequests with `isCA` and the
   * lifetime `caTtl`. The server waits 75 seconds for one: requests must be approved unattended.
   *
   * @throws PropertyWrongType, PropertyMalformed, PropertyUnknown
   * @throws IssuerOutOfReach when a namespaced Issuer is asked in another namespace than its own
   */
  public static certManager(options: CertManagerUpstreamOptions = {}): UpstreamAuthority {
    refuseAny(certManagerFindings(options));
    return new UpstreamAuthority(options.issuer, options.namespace);
  }

  private constructor(
    /** The issuer, once it is known. */
    public readonly issuer: ICaCapableIssuer | undefined,
    private readonly namespace: string | undefined,
  ) {}

  /**
   * The same with this issuer, unless one was chosen.
   *
   * @throws PropertyWrongType, IssuerOutOfReach
   */
  public boundTo(issuer: ICaCapableIssuer): UpstreamAuthority {
    return UpstreamAuthority.certManager(this.optionsWith(issuer));
  }

  /** Everything that keeps it from being bound to this issuer. */
  public findingsBoundTo(issuer: ICaCapableIssuer): Finding[] {
    return certManagerFindings(this.optionsWith(issuer));
  }

  /** Namespace of the CertificateRequests of a server in `serverNamespace`: the Role is needed there. */
  public requestNamespace(serverNamespace: string): string {
    return this.namespace ?? this.issuer?.namespace ?? serverNamespace;
  }

  /** `plugin_data` for a server in this namespace; nothing as long as no issuer is known. */
  public pluginData(serverNamespace: string): CertManagerPluginData | undefined {
    return (
      this.issuer && {
        namespace: this.requestNamespace(serverNamespace),
        issuer_name: this.issuer.name,
        issuer_kind: this.issuer.kind,
        issuer_group: this.issuer.group,
      }
    );
  }

  private optionsWith(issuer: ICaCapableIssuer): CertManagerUpstreamOptions {
    return { issuer: this.issuer ?? issuer, namespace: this.namespace };
  }
}

function certManagerFindings(options: CertManagerUpstreamOptions): Finding[] {
  const path = 'UpstreamAuthority.certManager';
  const findings = checkProps(path, options, CERT_MANAGER_OPTIONS);
  if (findings.length > 0 || options.issuer === undefined) {
    return findings;
  }
  const { namespace } = options;
  // Seen as any issuer, since a caller without TypeScript may hand over one that signs no CAs.
  const issuer: IIssuer = options.issuer;
  if (!issuer.signsCas) {
    return [
      {
        code: 'PropertyWrongType',
        path,
        problem: `'issuer' must be an issuer that signs CAs, got ${issuer.kind} ${issuer.name}`,
        fix: `write CaIssuer.cluster('mesh-root')`,
      },
    ];
  }
  if (issuer.namespace === undefined || namespace === undefined || namespace === issuer.namespace) {
    return [];
  }
  return [
    {
      code: 'IssuerOutOfReach',
      path,
      problem: `'namespace' must be that of ${issuer.kind} ${issuer.name} (${issuer.namespace}), which signs nothing elsewhere, got ${namespace}`,
      fix: `leave 'namespace' out, or write a ClusterIssuer: CaIssuer.cluster('${issuer.name}')`,
    },
  ];
}
