import { Construct } from 'constructs';
import * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { requirePrerequisites } from '../../trust/prerequisite';
import { checkProps, instanceOf, type PropertyTable } from '../../trust/props';
import type { CaIssuer } from '../issuer/ca-issuer';
import { CertManager } from '../cert-manager';
import { SecretRoot } from './secret-root';

/** Properties of the issuer of a root in a Secret. */
export interface RootIssuerProps {
  /** Which Secret, and what is in it. */
  readonly root: SecretRoot;
  /** Which cert-manager signs with it: the Secret lies in its cluster resource namespace. */
  readonly certManager: CertManager;
}

/** One check for each property of the issuer of a root in a Secret. */
export const ROOT_ISSUER_PROPERTIES: PropertyTable<RootIssuerProps> = {
  root: instanceOf(
    SecretRoot,
    "SecretRoot.of({ secretName: 'mesh-root', lifetime, keyAtRenewal: 'kept' })",
  ),
  certManager: instanceOf(CertManager, 'CertManager.release()'),
};

/** Everything that is wrong with the properties of the issuer of a root in a Secret. */
export function rootIssuerFindings(path: string, props: RootIssuerProps): Finding[] {
  return checkProps(path, props, ROOT_ISSUER_PROPERTIES);
}

/**
 * The ClusterIssuer that signs with a root or intermediate from a Secret that is there beforehand,
 * in the cluster resource namespace. The Secret itself is in no output: it holds a private key.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class RootIssuer extends Construct {
  /** What signs with the key in the Secret. */
  public readonly issuer: CaIssuer;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType */
  public constructor(scope: Construct, id: string, props: RootIssuerProps) {
    super(scope, id);
    refuseAny(rootIssuerFindings(this.node.path, props));
    const { root, certManager } = props;
    this.issuer = root.issuer;

    const resource = new certmanager.ClusterIssuer(this, 'Resource', {
      metadata: {
        name: root.issuer.name,
        labels: {
          'app.kubernetes.io/name': 'root-issuer',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: { ca: { secretName: root.secretName } },
    });
    requirePrerequisites(resource, [
      {
        kind: 'Secret',
        namespace: certManager.clusterResourceNamespace,
        name: root.secretName,
        keys: ['tls.crt', 'tls.key'],
        readBy: 'cert-manager',
        purpose: 'certificate, with the chain up to the root, and key of the CA above the mesh',
      },
    ]);
  }
}
