import {
  MeshIdentities,
  meshIdentitiesChain,
  type MeshIdentitiesProps,
} from '../../../src/spire/controller-manager/mesh-identities';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { installationOf, WHOLE_IDENTITIES } from '../server-subjects';

const MINIMAL: MeshIdentitiesProps = {
  installation: installationOf(),
  injectionLabels: { 'istio-injection': 'enabled' },
};
const GATEWAY = {
  name: 'istio-ingressgateway',
  namespace: 'istio-system',
  podLabels: { istio: 'ingressgateway' },
};
const TEMPLATE =
  'spiffe://{{ .TrustDomain }}/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}';

function synthesized(props: MeshIdentitiesProps): Manifest[] {
  const chart = emptyChart();
  new MeshIdentities(chart, 'MeshIdentities', props);
  return manifestsOf(chart);
}

describe('MeshIdentities', () => {
  it('registers every injected Pod of the namespaces with injection', () => {
    expect(find(synthesized(MINIMAL), 'ClusterSPIFFEID', 'mesh-workloads')['spec']).toEqual({
      className: 'spire-server-mesh',
      spiffeIDTemplate: TEMPLATE,
      namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
      podSelector: { matchLabels: { 'security.istio.io/tlsMode': 'istio' } },
    });
  });

  it('registers each gateway by its namespace and the labels of its Pods', () => {
    const manifests = synthesized(WHOLE_IDENTITIES);
    expect(find(manifests, 'ClusterSPIFFEID', 'istio-egressgateway')['spec']).toEqual({
      className: 'spire-server-mesh',
      spiffeIDTemplate: TEMPLATE,
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } },
      podSelector: { matchLabels: { istio: 'egressgateway' } },
      ttl: '2h',
    });
  });

  it('gives the same whatever the order of the gateways', () => {
    const gateways = [...WHOLE_IDENTITIES.gateways].reverse();
    expect(synthesized({ ...WHOLE_IDENTITIES, gateways })).toEqual(synthesized(WHOLE_IDENTITIES));
  });

  it('fails when nothing is selected by, since that selects everything', () => {
    const findings = refusalOf(() =>
      synthesized({
        ...MINIMAL,
        injectionLabels: {},
        gateways: [{ ...GATEWAY, podLabels: {} }],
      }),
    );
    expect(findings).toMatchObject([
      {
        code: 'PropertyOutOfRange',
        problem: expect.stringContaining("'injectionLabels'") as unknown,
      },
      {
        code: 'PropertyOutOfRange',
        problem: expect.stringContaining("'gateways[0].podLabels'") as unknown,
      },
    ]);
  });

  it('NamesClash fires for two gateways of one name', () => {
    const gateways = [GATEWAY, { ...GATEWAY, namespace: 'istio-ingress' }];
    const [finding] = refusalOf(() => synthesized({ ...MINIMAL, gateways }));
    expect(finding).toMatchObject({ code: 'NamesClash' });
    expect(finding?.problem).toContain('got istio-ingressgateway twice');
  });

  it('NamesClash is silent for two gateways of two names', () => {
    expect(synthesized(WHOLE_IDENTITIES)).toHaveLength(4);
  });

  it('NamespaceIgnored fires for a gateway in a namespace that is ignored', () => {
    const [finding] = refusalOf(() =>
      synthesized({ ...MINIMAL, gateways: [GATEWAY], ignoreNamespaces: ['kube-.*', 'istio-.*'] }),
    );
    expect(finding).toMatchObject({ code: 'NamespaceIgnored', path: 'test/MeshIdentities' });
    expect(finding?.problem).toContain('(istio-system), got istio-.*');
  });

  it('NamespaceIgnored is silent for a namespace of which only a part is ignored', () => {
    expect(
      synthesized({ ...MINIMAL, gateways: [GATEWAY], ignoreNamespaces: ['system', 'istio'] }),
    ).toHaveLength(2);
  });

  it('is a leaf of its own in the chain when its lifetime is', () => {
    expect(meshIdentitiesChain('path', MINIMAL)).toEqual([]);
    const [leaf] = meshIdentitiesChain('path', WHOLE_IDENTITIES);
    expect(leaf).toMatchObject({ issuer: 'spire', lifetimeProperty: 'ttl', signedBySpire: true });
    expect(leaf?.duration.toString()).toBe('2h');
  });
});
