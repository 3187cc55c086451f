import type { Environment } from '../../src/stack/environment';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';

/** Registrations that nobody has reported on yet: one of Pods, one of an entry. */
export function anotherRegistration(
  { props: { trustDomain } }: Environment,
  number: number,
): readonly KubernetesObject[] {
  const name = `another-${number}`;
  const metadata = { name };
  const spec = { className: `${SPIRE_SERVER.namespace}-mesh` };
  return [
    {
      apiVersion: 'spire.spiffe.io/v1alpha1',
      kind: 'ClusterSPIFFEID',
      metadata,
      spec: {
        ...spec,
        spiffeIDTemplate: `spiffe://{{ .TrustDomain }}/${name}`,
        podSelector: { matchLabels: { app: name } },
      },
    },
    {
      apiVersion: 'spire.spiffe.io/v1alpha1',
      kind: 'ClusterStaticEntry',
      metadata,
      spec: {
        ...spec,
        spiffeID: `spiffe://${trustDomain}/${name}`,
        parentID: `spiffe://${trustDomain}/${name}/parent`,
        selectors: [`k8s:ns:${name}`],
      },
    },
  ];
}
