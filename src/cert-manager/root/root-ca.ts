import { Construct } from 'constructs';
import * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { requirePrerequisites, type Prerequisite } from '../../trust/prerequisite';
import { checkProps, instanceOf, type PropertyTable } from '../../trust/props';
import { RotationPolicy } from '../../trust/rotation-policy';
import { caCertificateSpec } from '../certificate/ca-certificate-spec';
import type { CaIssuer } from '../issuer/ca-issuer';
import { CertManager } from '../cert-manager';
import { SelfSignedIssuer } from '../issuer/self-signed-issuer';
import { SelfSignedRoot } from './self-signed-root';

/** Properties of a root CA. */
export interface RootCaProps {
  /** What the root is. */
  readonly root: SelfSignedRoot;
  /** Which cert-manager makes it: everything lies in its cluster resource namespace. */
  readonly certManager: CertManager;
}

/** One check for each property of a root CA. */
export const ROOT_CA_PROPERTIES: PropertyTable<RootCaProps> = {
  root: instanceOf(SelfSignedRoot, 'SelfSignedRoot.of({ lifetime: Lifetime.of(Ttl.days(3650)) })'),
  certManager: instanceOf(CertManager, 'CertManager.release()'),
};

/** Everything that is wrong with the properties of a root CA. */
export function rootCaFindings(path: string, props: RootCaProps): Finding[] {
  return checkProps(path, props, ROOT_CA_PROPERTIES);
}

const { DIGITAL_SIGNATURE, CERT_SIGN, CRL_SIGN } = certmanager.CertificateSpecUsages;
const LABELS = {
  'app.kubernetes.io/name': 'root-ca',
  'app.kubernetes.io/part-of': 'mesh-trust',
};

/**
 * The root of the mesh: a self-signed Issuer, the CA Certificate that signs itself by it, and the
 * ClusterIssuer that signs with the key of that certificate. Issuer, Certificate and Secret are in
 * the cluster resource namespace, where a ClusterIssuer looks for its Secret and nowhere else.
 *
 * The key is kept at every renewal. The Secret belongs to nobody: it stays when the Certificate is
 * deleted, as long as cert-manager runs without `--enable-certificate-owner-ref`, its default.
 *
 * @see https://cert-manager.io/docs/configuration/selfsigned/#bootstrapping-ca-issuers
 */
export class RootCa extends Construct {
  /** What signs with the root's key. */
  public readonly issuer: CaIssuer;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType */
  public constructor(scope: Construct, id: string, props: RootCaProps) {
    super(scope, id);
    refuseAny(rootCaFindings(this.node.path, props));
    const { root } = props;
    const namespace = props.certManager.clusterResourceNamespace;
    const selfSigned = SelfSignedIssuer.namespaced(namespace, root.issuerName);
    this.issuer = root.issuer;

    new certmanager.Issuer(this, 'SelfSignedIssuer', {
      metadata: { name: selfSigned.name, namespace, labels: LABELS },
      spec: { selfSigned: {} },
    });
    const resource = new certmanager.Certificate(this, 'Resource', {
      metadata: { name: root.name, namespace, labels: LABELS },
      spec: caCertificateSpec({
        secretName: root.name,
        subject: root.subject,
        lifetime: root.lifetime,
        key: root.key,
        rotationPolicy: RotationPolicy.NEVER,
        // Whoever holds this key signs certificates and, with Istio's ca-crl.pem, revocation lists.
        usages: [DIGITAL_SIGNATURE, CERT_SIGN, CRL_SIGN],
        issuer: selfSigned,
      }),
    });
    requirePrerequisites(resource, prerequisites(props));
    new certmanager.ClusterIssuer(this, 'ClusterIssuer', {
      metadata: { name: root.issuer.name, labels: LABELS },
      spec: { ca: { secretName: root.name } },
    });
  }
}

/** Where cert-manager is there already, so is the namespace of its Secrets. */
function prerequisites({ certManager }: RootCaProps): Prerequisite[] {
  return certManager.remoteResources.length > 0
    ? []
    : [
        {
          kind: 'Namespace',
          name: certManager.clusterResourceNamespace,
          readBy: 'cert-manager',
          purpose: 'has the Secret of the root: the cluster resource namespace',
        },
      ];
}
