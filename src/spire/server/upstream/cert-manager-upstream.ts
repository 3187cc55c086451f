import type { ICaCapableIssuer } from '../../../cert-manager/issuer/ca-issuer';
import type { IIssuer } from '../../../cert-manager/issuer/issuer';
import { refuseAny, type Finding } from '../../../trust/mesh-trust-error';
import { DNS_LABEL } from '../../../trust/names';
import { checkProps, objectWith, optional, text, type PropertyTable } from '../../../trust/props';
import type { SpireInstallation } from '../../spire-installation';
import type { PathlessFinding, UpstreamPlugin } from './upstream-plugin';

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
 * An issuer of cert-manager above the CA of SPIRE.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_cert_manager.md
 */
export class CertManagerUpstream implements UpstreamPlugin {
  /** Name by which SPIRE knows it. */
  public static readonly NAME = 'cert-manager';

  /** @throws PropertyWrongType, PropertyMalformed, PropertyUnknown, IssuerOutOfReach */
  public static of(options: CertManagerUpstreamOptions): CertManagerUpstream {
    refuseAny(certManagerFindings(options));
    return new CertManagerUpstream(options.issuer, options.namespace);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = CertManagerUpstream.NAME;
  /** It is asked through the API server, which the server calls in any case. */
  public readonly needs = {};

  private constructor(
    /** The issuer, once it is known. */
    public readonly issuer: ICaCapableIssuer | undefined,
    private readonly namespace: string | undefined,
  ) {}

  /** The same with this issuer, unless one was chosen. @throws PropertyWrongType, IssuerOutOfReach */
  public boundTo(issuer: ICaCapableIssuer): CertManagerUpstream {
    return CertManagerUpstream.of(this.optionsWith(issuer));
  }

  /** Everything that keeps it from being bound to this issuer. */
  public findingsBoundTo(issuer: ICaCapableIssuer): Finding[] {
    return certManagerFindings(this.optionsWith(issuer));
  }

  /** Namespace of the CertificateRequests of a server in `serverNamespace`. */
  public requestNamespace(serverNamespace: string): string {
    return this.namespace ?? this.issuer?.namespace ?? serverNamespace;
  }

  /** `plugin_data`; nothing as long as no issuer is known. */
  public data({ serverNamespace }: SpireInstallation): CertManagerPluginData | undefined {
    return (
      this.issuer && {
        namespace: this.requestNamespace(serverNamespace),
        issuer_name: this.issuer.name,
        issuer_kind: this.issuer.kind,
        issuer_group: this.issuer.group,
      }
    );
  }

  /** An issuer is known by the time that a server is made. */
  public findings(): readonly PathlessFinding[] {
    return this.issuer === undefined
      ? [
          {
            code: 'PropertyMissing',
            problem: `'upstream.issuer' must be given, got nothing`,
            fix: `write UpstreamAuthority.certManager({ issuer: CaIssuer.cluster('mesh-root') })`,
          },
        ]
      : [];
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
