import { MeshPeerAuthentication } from '../../src/istio/mesh-peer-authentication';
import { MtlsMode } from '../../src/istio/mtls-mode';
import { emptyChart, find, manifestsOf } from '../support/manifests';

describe('MeshPeerAuthentication', () => {
  test('without properties the whole mesh takes mutual TLS alone', () => {
    const chart = emptyChart();
    new MeshPeerAuthentication(chart, 'PeerAuthentication');
    const [manifest, ...others] = manifestsOf(chart);
    expect(others).toEqual([]);
    expect(manifest).toMatchObject({
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: 'istio-system' },
      spec: { mtls: { mode: 'STRICT' } },
    });
    expect(manifest?.['spec']).not.toHaveProperty('selector');
  });

  test('a namespace can be on its way into the mesh', () => {
    const chart = emptyChart();
    const props = { mode: MtlsMode.PERMISSIVE, namespace: 'legacy' };
    new MeshPeerAuthentication(chart, 'PeerAuthentication', props);
    expect(find(manifestsOf(chart), 'PeerAuthentication', 'default')).toMatchObject({
      metadata: { namespace: 'legacy' },
      spec: { mtls: { mode: 'PERMISSIVE' } },
    });
  });
});
