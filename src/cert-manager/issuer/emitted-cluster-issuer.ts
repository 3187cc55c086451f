import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { requirePrerequisites } from '../../trust/prerequisite';
import { checkProps, instanceOf, type PropertyTable } from '../../trust/props';
import type { BuiltInIssuer } from './built-in-issuer';
import { CertManager } from '../cert-manager';
import { gatedPropertyFindings } from '../gated-property';
import { EmittedIssuer } from './emitted-issuer';

/** Properties of the ClusterIssuer of a signer outside the cluster. */
export interface EmittedClusterIssuerProps {
  /** Who signs. */
  readonly signer: EmittedIssuer;
  /** Which cert-manager asks it: credentials lie in its cluster resource namespace. */
  readonly certManager: CertManager;
}

/** One check for each property of the ClusterIssuer of a signer outside the cluster. */
export const EMITTED_CLUSTER_ISSUER_PROPERTIES: PropertyTable<EmittedClusterIssuerProps> = {
  signer: instanceOf(EmittedIssuer, "VaultPki.of({ name: 'vault', server, path, auth })"),
  certManager: instanceOf(CertManager, 'CertManager.release()'),
};

/** Everything that is wrong with the properties of the ClusterIssuer of a signer outside the cluster. */
export function emittedClusterIssuerFindings(
  path: string,
  props: EmittedClusterIssuerProps,
): Finding[] {
  const findings = checkProps(path, props, EMITTED_CLUSTER_ISSUER_PROPERTIES);
  return findings.length > 0
    ? findings
    : gatedPropertyFindings(path, props.signer, props.certManager.version);
}

/** What an issuer of this kind is labelled with. */
const LABELS = {
  'app.kubernetes.io/name': 'emitted-issuer',
  'app.kubernetes.io/part-of': 'mesh-trust',
};

/**
 * The ClusterIssuer of a signer outside the cluster: Vault, or CyberArk Certificate Manager. It has no
 * place in the chain of the mesh. Credentials are there beforehand, and are named as prerequisites;
 * a ServiceAccount by which cert-manager logs in is made, and cert-manager may ask for its token alone.
 *
 * @see https://cert-manager.io/docs/configuration/
 */
export class EmittedClusterIssuer extends Construct {
  /** What signs. */
  public readonly issuer: BuiltInIssuer;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, FeatureNeedsVersion */
  public constructor(scope: Construct, id: string, props: EmittedClusterIssuerProps) {
    super(scope, id);
    refuseAny(emittedClusterIssuerFindings(this.node.path, props));
    const { signer, certManager } = props;
    this.issuer = signer.issuer;

    if (signer.serviceAccountName !== undefined) {
      this.addServiceAccount(signer.serviceAccountName, certManager);
    }
    const resource = new certmanager.ClusterIssuer(this, 'Resource', {
      metadata: { name: signer.name, labels: LABELS },
      spec: signer.spec,
    });
    requirePrerequisites(
      resource,
      signer.prerequisites.map((each) => ({
        ...each,
        ...(each.kind === 'Secret' && { namespace: certManager.clusterResourceNamespace }),
        readBy: 'cert-manager',
      })),
    );
  }

  private addServiceAccount(name: string, certManager: CertManager): void {
    const namespace = certManager.clusterResourceNamespace;
    const metadata = { name, namespace, labels: LABELS };
    const controller = { name: certManager.serviceAccountName, namespace: certManager.namespace };
    const isInstalled = certManager.remoteResources.length === 0;
    const account = new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata,
      automountServiceAccountToken: false,
    });
    const role = `${name}-token`;
    new k8s.KubeRole(this, 'TokenRole', {
      metadata: { ...metadata, name: role },
      rules: [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: [name],
          verbs: ['create'],
        },
      ],
    });
    const binding = new k8s.KubeRoleBinding(this, 'TokenRoleBinding', {
      metadata: { ...metadata, name: role },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
      subjects: [{ kind: 'ServiceAccount', ...controller }],
    });
    if (isInstalled) {
      const purpose = 'logs in to the signer';
      requirePrerequisites(account, [{ kind: 'Namespace', name: namespace, purpose }]);
      requirePrerequisites(binding, [{ kind: 'ServiceAccount', ...controller, purpose }]);
    }
  }
}

/** FeatureNeedsVersion: what the signer asks for exists in this cert-manager. */
