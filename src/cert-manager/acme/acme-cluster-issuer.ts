import { Construct } from 'constructs';
import * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { requirePrerequisites, type Prerequisite } from '../../trust/prerequisite';
import { checkProps, instanceOf, type PropertyTable } from '../../trust/props';
import { AcmeAccount } from './acme-account';
import type { AcmeIssuer } from './acme-issuer';
import { CertManager } from '../cert-manager';
import { gatedPropertyFindings } from '../gated-property';

/** Properties of a ClusterIssuer of an ACME server. */
export interface AcmeClusterIssuerProps {
  /** The account that it is. */
  readonly account: AcmeAccount;
  /** Which cert-manager keeps the account: its Secrets lie in the cluster resource namespace. */
  readonly certManager: CertManager;
}

/** One check for each property of a ClusterIssuer of an ACME server. */
export const ACME_CLUSTER_ISSUER_PROPERTIES: PropertyTable<AcmeClusterIssuerProps> = {
  account: instanceOf(
    AcmeAccount,
    "AcmeAccount.of({ name: 'letsencrypt', directory: AcmeDirectory.letsEncrypt(), solvers: [AcmeSolver.http01Ingress()] })",
  ),
  certManager: instanceOf(CertManager, 'CertManager.release()'),
};

/** Everything that is wrong with the properties of a ClusterIssuer of an ACME server. */
export function acmeClusterIssuerFindings(path: string, props: AcmeClusterIssuerProps): Finding[] {
  const findings = checkProps(path, props, ACME_CLUSTER_ISSUER_PROPERTIES);
  return findings.length > 0
    ? findings
    : gatedPropertyFindings(path, props.account, props.certManager.version);
}

/**
 * The ClusterIssuer that gets certificates from an ACME server for the leaves at the edge: gateways
 * first of all. It has no place in the chain of the mesh. The key of the account is made by
 * cert-manager; credentials of DNS services are there beforehand, and are named as prerequisites.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeClusterIssuer extends Construct {
  /** What signs by the account. */
  public readonly issuer: AcmeIssuer;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, FeatureNeedsVersion */
  public constructor(scope: Construct, id: string, props: AcmeClusterIssuerProps) {
    super(scope, id);
    refuseAny(acmeClusterIssuerFindings(this.node.path, props));
    const { account } = props;
    this.issuer = account.issuer;

    const resource = new certmanager.ClusterIssuer(this, 'Resource', {
      metadata: {
        name: account.name,
        labels: {
          'app.kubernetes.io/name': 'acme-issuer',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: { acme: acmeSpec(account) },
    });
    requirePrerequisites(resource, prerequisites(props));
  }
}

function acmeSpec(account: AcmeAccount): certmanager.ClusterIssuerSpecAcme {
  const { directory, externalAccountBinding: binding } = account;
  return {
    server: directory.server,
    caBundle: directory.caBundle && Buffer.from(directory.caBundle).toString('base64'),
    email: account.email,
    privateKeySecretRef: { name: account.accountKeySecretName },
    externalAccountBinding: binding && {
      keyId: binding.keyId,
      keySecretRef: { name: binding.key.name, key: binding.key.key },
    },
    preferredChain: account.preferredChain,
    profile: account.profile,
    solvers: account.solvers.map(({ spec }) => spec),
  };
}

/** By namespace, since a ClusterIssuer has none. */
function prerequisites({ account, certManager }: AcmeClusterIssuerProps): Prerequisite[] {
  const place = { namespace: certManager.clusterResourceNamespace, readBy: 'cert-manager' };
  const purpose = `credentials of the ACME account ${account.name}`;
  const accounts = account.solvers.flatMap(({ serviceAccount }) => serviceAccount ?? []);
  return [
    ...account.credentials.map(({ name, key }) => ({
      kind: 'Secret',
      ...place,
      name,
      keys: [key],
      purpose,
    })),
    ...accounts.map((name) => ({ kind: 'ServiceAccount', ...place, name, purpose })),
  ];
}
