import { Construct } from 'constructs';
import * as certmanager from '../../imports/cert-manager.io';
import { PREREQUISITES_ANNOTATION } from '../trust/annotations';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, instanceOf, type PropertyTable } from '../trust/props';
import { AcmeAccount } from './acme-account';
import { acmeVersionFindings } from './acme-account-findings';
import type { AcmeIssuer } from './acme-issuer';
import { CertManager } from './cert-manager';

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
    : acmeVersionFindings(path, props.account, props.certManager.version);
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

    new certmanager.ClusterIssuer(this, 'Resource', {
      metadata: {
        name: account.name,
        labels: {
          'app.kubernetes.io/name': 'acme-issuer',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
        annotations: prerequisites(props),
      },
      spec: { acme: acmeSpec(account) },
    });
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
function prerequisites({
  account,
  certManager,
}: AcmeClusterIssuerProps): Record<string, string> | undefined {
  const named = account.prerequisites.map((entry) =>
    entry.replace('/', `/${certManager.clusterResourceNamespace}/`),
  );
  return named.length === 0 ? undefined : { [PREREQUISITES_ANNOTATION]: named.join(',') };
}
