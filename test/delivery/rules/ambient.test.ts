import { ambientFindings } from '../../../src/delivery/rules/ambient';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { containing } from '../../support/containing';

const findings = (object: Partial<KubernetesObject>): ReturnType<typeof ambientFindings> =>
  ambientFindings([
    {
      path: 'dev/90-ingress/edge',
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge' }, ...object },
    },
  ]);
const gateway = (spec: object): Partial<KubernetesObject> => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  spec,
});

describe('ambientFindings', () => {
  it('AmbientWithSpire fires for a namespace and for Pods in ambient mode', () => {
    const labels = { 'istio.io/dataplane-mode': 'ambient' };
    expect([
      findings({ metadata: { name: 'shop', labels } }),
      findings({ kind: 'Deployment', spec: { template: { metadata: { labels } } } }),
    ]).toMatchObject([
      [{ code: 'AmbientWithSpire', problem: containing("'metadata.labels' must not") }],
      [{ code: 'AmbientWithSpire', problem: containing("'spec.template.metadata.labels' must") }],
    ]);
  });

  it('AmbientWithSpire is silent where ambient mode is refused', () => {
    const labels = { 'istio.io/dataplane-mode': 'none' };
    expect(findings({ metadata: { name: 'shop', labels } })).toEqual([]);
  });

  it('WaypointWithSpire fires for a waypoint, for whoever goes through one, and for a gateway that istiod makes', () => {
    const labels = { 'istio.io/use-waypoint': 'waypoint' };
    expect([
      findings(gateway({ gatewayClassName: 'istio-waypoint', addresses: [{ value: 'edge' }] })),
      findings(gateway({ gatewayClassName: 'istio' })),
      findings({ metadata: { name: 'shop', labels } }),
    ]).toMatchObject([
      [{ code: 'WaypointWithSpire', problem: containing('before Istio 1.31') }],
      [{ code: 'WaypointWithSpire', problem: containing('got istio without an address') }],
      [{ code: 'WaypointWithSpire', problem: containing('got waypoint') }],
    ]);
  });

  it('WaypointWithSpire is silent for a gateway of Pods that exist, of another class, and of Istio itself', () => {
    const labels = { 'istio.io/use-waypoint': 'none' };
    expect([
      findings(gateway({ gatewayClassName: 'istio', addresses: [{ value: 'edge' }] })),
      findings(gateway({ gatewayClassName: 'other' })),
      findings({ ...gateway({}), apiVersion: 'networking.istio.io/v1' }),
      findings({ metadata: { name: 'shop', labels } }),
    ]).toEqual([[], [], [], []]);
  });
});
