import { refuseAny } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { DNS_SUBDOMAIN } from '../trust/names';
import type { Prerequisite } from '../trust/prerequisite';
import { checkProps, flag, instanceOf, optional, text, type PropertyTable } from '../trust/props';
import { AUTO_APPROVER_PATCHES } from './approval/auto-approver';
import { CertManagerVersion } from './cert-manager-version';
import { controllerFlag, type ReleasePatch } from './release-patch';

/** A release of cert-manager that the environment installs. */
export interface CertManagerReleaseProps {
  /** Which release. @default CertManagerVersion.V1_21 */
  readonly version?: CertManagerVersion;
}

/** A cert-manager that somebody else installed. */
export interface InstalledCertManagerProps {
  /** What runs there. */
  readonly version: CertManagerVersion;
  /** Its namespace. @default 'cert-manager' */
  readonly namespace?: string;
  /** What its flag `--cluster-resource-namespace` says. @default - its namespace */
  readonly clusterResourceNamespace?: string;
  /** ServiceAccount of its controller, which asks for tokens of others. @default 'cert-manager' */
  readonly serviceAccountName?: string;
  /**
   * Whether its controller runs with `--enable-gateway-api`, without which it solves no challenge
   * through the Gateway API.
   *
   * @default false
   */
  readonly enableGatewayApi?: boolean;
}

const VERSION = instanceOf(CertManagerVersion, 'CertManagerVersion.V1_21');
const NAMESPACE = dnsLabel('cert-manager');
/** Of the static manifest, and of the chart under its usual release name. */
const CONTROLLER_ACCOUNT = 'cert-manager';

/** One check for each property of a release. */
export const CERT_MANAGER_RELEASE_PROPERTIES: PropertyTable<CertManagerReleaseProps> = {
  version: optional(VERSION),
};

/** One check for each property of an installed cert-manager. */
export const INSTALLED_CERT_MANAGER_PROPERTIES: PropertyTable<InstalledCertManagerProps> = {
  version: VERSION,
  namespace: optional(NAMESPACE),
  clusterResourceNamespace: optional(NAMESPACE),
  serviceAccountName: optional(
    text(DNS_SUBDOMAIN, 'the name of a ServiceAccount', CONTROLLER_ACCOUNT),
  ),
  enableGatewayApi: optional(flag()),
};

/** A change to a Namespace that a fetched release brings. */
export interface NamespacePatch {
  /** The Namespace that it changes. */
  readonly target: { readonly version: 'v1'; readonly kind: 'Namespace'; readonly name: string };
  /** The same Namespace with the labels that it gets. */
  readonly patch: {
    readonly apiVersion: 'v1';
    readonly kind: 'Namespace';
    readonly metadata: {
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
    };
  };
}

const GATEWAY_API_FLAG = '--enable-gateway-api';
const RELEASES = 'https://github.com/cert-manager/cert-manager/releases/download';
/** Where upstream's static manifest installs everything. */
const RELEASE_NAMESPACE = 'cert-manager';

/**
 * The cert-manager that signs for the mesh: a pinned release that the environment installs, or one
 * that is there already.
 */
export class CertManager {
  /**
   * The static manifest of a release, fetched by kustomize. It installs into `cert-manager`, and its
   * controller looks there for the Secrets of ClusterIssuers; an installation that differs is
   * `alreadyInstalled`.
   *
   * @throws PropertyUnknown, PropertyWrongType
   * @see https://cert-manager.io/docs/installation/kubectl/
   */
  public static release(props: CertManagerReleaseProps = {}): CertManager {
    refuseAny(checkProps('CertManager.release', props, CERT_MANAGER_RELEASE_PROPERTIES));
    const version = props.version ?? CertManagerVersion.V1_21;
    const address = `${RELEASES}/v${version}/cert-manager.yaml`;
    const place = [RELEASE_NAMESPACE, RELEASE_NAMESPACE, CONTROLLER_ACCOUNT] as const;
    return new CertManager(version, ...place, true, [address]);
  }

  /**
   * A cert-manager that somebody else installed and keeps: nothing of it is emitted.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static alreadyInstalled(props: InstalledCertManagerProps): CertManager {
    refuseAny(checkProps('CertManager.alreadyInstalled', props, INSTALLED_CERT_MANAGER_PROPERTIES));
    const namespace = props.namespace ?? RELEASE_NAMESPACE;
    const clusterResourceNamespace = props.clusterResourceNamespace ?? namespace;
    const account = props.serviceAccountName ?? CONTROLLER_ACCOUNT;
    const place = [namespace, clusterResourceNamespace, account] as const;
    return new CertManager(props.version, ...place, props.enableGatewayApi ?? false, []);
  }

  private constructor(
    /** Which release runs. */
    public readonly version: CertManagerVersion,
    /** Where its Pods run. */
    public readonly namespace: string,
    /**
     * Where it looks for the Secrets of ClusterIssuers, and so where the Certificate of a root is.
     *
     * @see https://cert-manager.io/docs/configuration/#cluster-resource-namespace
     */
    public readonly clusterResourceNamespace: string,
    /** ServiceAccount of its controller, in its namespace. */
    public readonly serviceAccountName: string,
    /** Whether it solves challenges through the Gateway API: a release is told to where an account asks for it. */
    public readonly solvesByGatewayApi: boolean,
    /** Address of the static manifest that installs it; none when it is there already. */
    public readonly remoteResources: readonly string[],
  ) {}

  /** The installation that somebody else keeps; nothing for a release, which is fetched. */
  public get installation(): Prerequisite | undefined {
    return this.remoteResources.length > 0
      ? undefined
      : {
          kind: 'Installation',
          name: `cert-manager ${this.version.toString()}`,
          namespace: this.namespace,
          readBy: 'issuers and Certificates',
          purpose: `its controller runs with ${this.flags.join(' and ')}`,
          before: '20-cert-manager',
        };
  }

  /** What switches the approver of a release off; nothing when it is there already. */
  public get autoApproverPatches(): readonly ReleasePatch[] {
    return this.remoteResources.length === 0 ? [] : AUTO_APPROVER_PATCHES;
  }

  /**
   * What tells a release of the Gateway API, whose CRDs must be there when it starts; nothing when it
   * is there already.
   *
   * @see https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http-01-gateway-api-solver
   */
  public get gatewayApiPatches(): readonly ReleasePatch[] {
    return this.remoteResources.length === 0 ? [] : [controllerFlag(GATEWAY_API_FLAG)];
  }

  /**
   * Pod Security level restricted for the namespace of a release, which brings none; nothing when
   * it is there already. Every Pod of the static manifest stands it from 1.16 on (controller,
   * webhook, cainjector: non-root, seccomp RuntimeDefault, all capabilities dropped, no privilege
   * escalation, no host network, no host path). Pods that solve HTTP-01 challenges run in the
   * namespace of their Certificate.
   *
   * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/deploy/charts/cert-manager/values.yaml
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
   */
  public get namespacePatches(): readonly NamespacePatch[] {
    return this.remoteResources.length === 0 ? [] : [restricting(this.namespace)];
  }

  private get flags(): readonly string[] {
    return [
      `--cluster-resource-namespace=${this.clusterResourceNamespace}`,
      ...(this.solvesByGatewayApi ? [GATEWAY_API_FLAG] : []),
    ];
  }
}

function restricting(name: string): NamespacePatch {
  const labels = {
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  return {
    target: { version: 'v1', kind: 'Namespace', name },
    patch: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
  };
}
