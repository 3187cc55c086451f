import { LayerNamespace, NO_INJECTION } from '../../src/stack/layer-namespace';
import { PodSecurityLevel } from '../../src/stack/pod-security-level';
import { emptyChart, manifestsOf } from '../support/manifests';

describe('LayerNamespace', () => {
  it('is a namespace at a Pod Security level, in or out of the mesh', () => {
    const chart = emptyChart();
    new LayerNamespace(chart, 'Shop', {
      name: 'shop',
      podSecurity: PodSecurityLevel.RESTRICTED,
      injection: { 'istio.io/rev': '1-30' },
      traffic: 'open',
    });
    expect(manifestsOf(chart)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'shop',
          labels: {
            'app.kubernetes.io/part-of': 'mesh-trust',
            'istio.io/rev': '1-30',
            'pod-security.kubernetes.io/enforce': 'restricted',
            'pod-security.kubernetes.io/audit': 'restricted',
            'pod-security.kubernetes.io/warn': 'restricted',
          },
        },
        spec: {},
      },
    ]);
  });

  it('says why it allows more than restricted, and is closed to traffic when told so', () => {
    const chart = emptyChart();
    new LayerNamespace(chart, 'Agents', {
      name: 'agents',
      podSecurity: PodSecurityLevel.PRIVILEGED,
      reason: 'it manages the node',
      injection: NO_INJECTION,
      traffic: 'default-deny',
    });
    expect(manifestsOf(chart)).toMatchObject([
      {
        kind: 'Namespace',
        metadata: {
          annotations: { 'mesh-trust/reason-pod-security': 'it manages the node' },
          labels: { 'istio-injection': 'disabled' },
        },
      },
      {
        kind: 'NetworkPolicy',
        metadata: { name: 'default-deny', namespace: 'agents' },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      },
    ]);
  });
});

describe('PodSecurityLevel', () => {
  it.each([
    [PodSecurityLevel.RESTRICTED, 'restricted'],
    [PodSecurityLevel.BASELINE, 'baseline'],
    [PodSecurityLevel.PRIVILEGED, 'privileged'],
  ])('%s has the words of Kubernetes', (level, word) => {
    expect(String(level)).toBe(word);
    expect(level.labels).toEqual({
      'pod-security.kubernetes.io/enforce': word,
      'pod-security.kubernetes.io/audit': word,
      'pod-security.kubernetes.io/warn': word,
    });
  });
});
