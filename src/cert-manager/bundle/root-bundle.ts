import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DATA_KEY, DNS_SUBDOMAIN, LABEL_KEY, LABEL_VALUE } from '../../trust/names';
import type { Prerequisite } from '../../trust/prerequisite';
import {
  checkProps,
  instanceOf,
  listOf,
  mapOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import type { Approval } from '../approval/approval';
import type { CertManager } from '../cert-manager';
import { RootCertificate } from './root-certificate';
import type { SelfSignedRoot } from '../root/self-signed-root';

/** A bundle of roots, and who gets it. */
export interface RootBundleProps {
  /** Name of the Bundle, and of the ConfigMap in each namespace. @default 'mesh-root-ca' */
  readonly name?: string;
  /** Key under which the ConfigMap has the certificates. @default 'ca.crt' */
  readonly key?: string;
  /** Labels of the namespaces that get it. @default - those of every namespace that the environment makes */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** The namespace from which trust-manager reads: its flag `--trust-namespace`. @default 'cert-manager' */
  readonly trustNamespace?: string;
  /**
   * Roots besides the one that cert-manager makes: another that is trusted, too, while one takes the place
   * of the other; and all of them where the root of the environment exists already.
   *
   * @default - none
   */
  readonly roots?: readonly RootCertificate[];
}

/** One check for each property of a bundle. */
export const ROOT_BUNDLE_PROPERTIES: PropertyTable<RootBundleProps> = {
  name: optional(text(DNS_SUBDOMAIN, 'the name of a Bundle', 'mesh-root-ca')),
  key: optional(text(DATA_KEY, 'a key of a ConfigMap', 'ca.crt')),
  namespaceLabels: optional(
    mapOf(LABEL_KEY, 'label keys', text(LABEL_VALUE, 'a label value', 'enabled')),
  ),
  trustNamespace: optional(dnsLabel('cert-manager')),
  roots: optional(listOf(instanceOf(RootCertificate, 'RootCertificate.pem(corporateRoot)'))),
};

/** ConfigMaps of this name are in every namespace, and somebody else writes them. */
const TAKEN = new Map([
  ['istio-ca-root-cert', 'istiod'],
  ['kube-root-ca.crt', 'Kubernetes'],
]);

/**
 * The roots of the mesh for whoever verifies its certificates without being in it: a ConfigMap in many
 * namespaces, which trust-manager keeps. Workloads of the mesh do not need it, as SPIRE and istiod bring them
 * the roots.
 *
 * @see https://cert-manager.io/docs/trust/trust-manager/
 */
export class RootBundle {
  /** The layer of the Bundle. */
  public static readonly LAYER = '30-roots';
  /** The release of trust-manager for which it is written. */
  public static readonly TRUST_MANAGER_VERSION = '0.24.0';

  /**
   * A Bundle of trust-manager.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws NamesClash for the name of a ConfigMap that somebody else writes everywhere
   */
  public static trustManager(props: RootBundleProps = {}): RootBundle {
    const path = 'RootBundle.trustManager';
    const findings = checkProps(path, props, ROOT_BUNDLE_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : takenFindings(path, props));
    return new RootBundle(props);
  }

  /** Name of the Bundle, and of the ConfigMap in each namespace. */
  public readonly name: string;
  /** Key under which the ConfigMap has the certificates. */
  public readonly key: string;
  /** Labels of the namespaces that get it. */
  public readonly namespaceLabels: Readonly<Record<string, string>>;
  /** The namespace from which trust-manager reads. */
  public readonly trustNamespace: string;
  /** Roots besides the one that cert-manager makes, in the order of their names. */
  public readonly roots: readonly RootCertificate[];

  private constructor(props: RootBundleProps) {
    this.name = props.name ?? 'mesh-root-ca';
    this.key = props.key ?? 'ca.crt';
    this.namespaceLabels = props.namespaceLabels ?? { 'app.kubernetes.io/part-of': 'mesh-trust' };
    this.trustNamespace = props.trustNamespace ?? 'cert-manager';
    this.roots = [...(props.roots ?? [])].sort((one, other) =>
      one.toString() < other.toString() ? -1 : 1,
    );
  }

  /** Everything that keeps it from having this root, which cert-manager makes, or which exists. */
  public findingsFor(
    path: string,
    root: SelfSignedRoot | undefined,
    { clusterResourceNamespace }: CertManager,
  ): Finding[] {
    if (root === undefined) {
      return this.roots.length > 0
        ? []
        : [
            {
              code: 'PropertyMissing',
              path,
              problem:
                "'bundle.roots' must have the certificate of a root that exists already, got none",
              fix: "write RootBundle.trustManager({ roots: [RootCertificate.inSecret(SecretRef.of('corporate-root', 'tls.crt'))] })",
            },
          ];
    }
    return this.trustNamespace === clusterResourceNamespace
      ? []
      : [
          {
            code: 'BundleSourceOutOfReach',
            path,
            problem: `'bundle.trustNamespace' must be ${clusterResourceNamespace}, where the Secret of the root ${root.name} is, got ${this.trustNamespace}`,
            fix: `install trust-manager with app.trust.namespace=${clusterResourceNamespace}, and write trustNamespace: '${clusterResourceNamespace}'`,
          },
        ];
  }

  /** What somebody must install for it. */
  public prerequisitesWith(
    approval: Approval,
    { namespace, serviceAccountName }: CertManager,
  ): readonly Prerequisite[] {
    const value = 'app.webhook.tls.approverPolicy';
    // Its webhook has a Certificate, too, which nobody approves otherwise.
    const approved = approval.isByPolicies
      ? [
          `${value}.enabled=true`,
          `${value}.certManagerNamespace=${namespace}`,
          `${value}.certManagerServiceAccount=${serviceAccountName}`,
        ]
      : [];
    const values = [`app.trust.namespace=${this.trustNamespace}`, ...approved];
    return [
      {
        kind: 'Installation',
        name: `trust-manager ${RootBundle.TRUST_MANAGER_VERSION}`,
        readBy: `Bundle ${this.name}`,
        purpose: `chart trust-manager with ${values.join(', ')}`,
        before: RootBundle.LAYER,
      },
    ];
  }

  /** Where the roots are, for the chain. */
  public toString(): string {
    const labels = Object.entries(this.namespaceLabels).map((label) => label.join('='));
    const where =
      labels.length === 0 ? 'every namespace' : `namespaces of ${labels.sort().join(',')}`;
    return `ConfigMap ${this.name} in ${where}`;
  }
}

function takenFindings(path: string, { name }: RootBundleProps): Finding[] {
  const owner = name === undefined ? undefined : TAKEN.get(name);
  return owner === undefined
    ? []
    : [
        {
          code: 'NamesClash',
          path,
          problem: `'name' must be that of a ConfigMap which nobody else writes, got ${name}, which is that of ${owner}`,
          fix: "leave it out, or write another: name: 'mesh-root-ca'",
        },
      ];
}
