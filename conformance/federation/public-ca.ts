import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { ISSUER } from './meshes';

const NAME = 'public-ca';

/** Namespace and name of the Secret with the root of the CA. */
export const PUBLIC_CA = { namespace: 'cert-manager', secretName: NAME } as const;

/**
 * Stands for a public CA: the ClusterIssuer of the ACME account signs with a key of its own. What is asked
 * of it is as the environment writes it; DNS-01, which would prove the name, has no DNS here.
 */
export function withPublicCa(objects: readonly KubernetesObject[]): readonly object[] {
  const { namespace, secretName } = PUBLIC_CA;
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: NAME },
      spec: { selfSigned: {} },
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: NAME, namespace },
      spec: {
        isCA: true,
        commonName: NAME,
        secretName,
        privateKey: { algorithm: 'ECDSA', size: 256 },
        issuerRef: { kind: 'ClusterIssuer', name: NAME },
      },
    },
    ...objects.map((object) =>
      object.kind === 'ClusterIssuer' && object.metadata.name === ISSUER.name
        ? { ...object, spec: { ca: { secretName } } }
        : object,
    ),
  ];
}
