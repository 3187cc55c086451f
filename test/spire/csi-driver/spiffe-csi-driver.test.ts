import { SpiffeCsiDriver } from '../../../src/spire/csi-driver/spiffe-csi-driver';
import type { SpiffeCsiDriverProps } from '../../../src/spire/csi-driver/spiffe-csi-driver-props';
import { SpireInstallation } from '../../../src/spire/spire-installation';
import { ImageSource } from '../../../src/trust/image-source';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { WorkloadSocket } from '../../../src/trust/workload-socket';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { ALL_CSI_DRIVER_PROPS, INSTALLATION } from '../agent-subjects';

function manifestsFor(props: Partial<SpiffeCsiDriverProps> = {}): Manifest[] {
  const chart = emptyChart();
  new SpiffeCsiDriver(chart, 'SpiffeCsiDriver', { installation: INSTALLATION, ...props });
  return manifestsOf(chart);
}

function podFor(props: Partial<SpiffeCsiDriverProps> = {}): Readonly<Record<string, unknown>> {
  const { spec } = find(manifestsFor(props), 'DaemonSet', 'spiffe-csi-driver') as unknown as {
    readonly spec: { readonly template: { readonly spec: Readonly<Record<string, unknown>> } };
  };
  return spec.template.spec;
}

function mountsOf(pod: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { containers } = pod as unknown as {
    readonly containers: readonly { readonly volumeMounts: readonly unknown[] }[];
  };
  return containers.flatMap(({ volumeMounts }) => volumeMounts);
}

describe('SpiffeCsiDriver', () => {
  it('emits with the least that it can be told: the CSIDriver, an account, a DaemonSet and a NetworkPolicy', () => {
    expect(
      manifestsFor().map(({ kind, metadata }) => [kind, metadata['namespace'], metadata.name]),
    ).toEqual([
      ['CSIDriver', undefined, 'csi.spiffe.io'],
      ['ServiceAccount', 'spire-system', 'spiffe-csi-driver'],
      ['DaemonSet', 'spire-system', 'spiffe-csi-driver'],
      ['NetworkPolicy', 'spire-system', 'spiffe-csi-driver'],
    ]);
  });

  it('offers ephemeral volumes alone, and is told for which Pod', () => {
    const driver = find(manifestsFor(), 'CSIDriver', 'csi.spiffe.io');
    expect(driver['spec']).toEqual({
      attachRequired: false,
      fsGroupPolicy: 'None',
      podInfoOnMount: true,
      volumeLifecycleModes: ['Ephemeral'],
    });
    expect(driver.metadata['labels']).toMatchObject({
      'security.openshift.io/csi-ephemeral-volume-profile': 'restricted',
    });
  });

  it('shows Pods the folder in which the agent makes its socket', () => {
    const installation = SpireInstallation.of({
      trustDomain: TrustDomain.of('example.org'),
      clusterName: 'demo-cluster',
      socket: WorkloadSocket.istioDefault({ folder: '/run/mesh' }),
    });
    const pod = podFor({ installation });
    expect(pod['volumes']).toContainEqual({
      name: 'workload-socket',
      hostPath: { path: '/run/mesh', type: 'DirectoryOrCreate' },
    });
    expect(mountsOf(pod)).toContainEqual({
      name: 'workload-socket',
      mountPath: '/run/mesh',
      readOnly: true,
    });
    expect(pod['containers']).toMatchObject([
      {
        args: [
          '-workload-api-socket-dir',
          '/run/mesh',
          '-plugin-name',
          'csi.spiffe.io',
          '-csi-socket-path',
          '/spiffe-csi/csi.sock',
        ],
      },
      {},
    ]);
    const driver = new SpiffeCsiDriver(emptyChart(), 'SpiffeCsiDriver', { installation });
    expect(driver.socketFolder).toBe('/run/mesh');
  });

  it('mounts into the Pods of the node, which only a privileged container may', () => {
    expect(mountsOf(podFor())).toContainEqual({
      name: 'pods',
      mountPath: '/var/lib/kubelet/pods',
      mountPropagation: 'Bidirectional',
    });
    expect(podFor()['containers']).toMatchObject([
      {
        env: [{ name: 'MY_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        securityContext: {
          capabilities: { drop: ['ALL'] },
          privileged: true,
          readOnlyRootFilesystem: true,
        },
      },
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          privileged: false,
          readOnlyRootFilesystem: true,
        },
      },
    ]);
  });

  it('tells the kubelet where the driver listens, and is probed for whether it did', () => {
    expect(podFor()['containers']).toMatchObject([
      {},
      {
        args: [
          '--csi-address=/spiffe-csi/csi.sock',
          '--kubelet-registration-path=/var/lib/kubelet/plugins/csi.spiffe.io/csi.sock',
          '--http-endpoint=:9809',
        ],
        livenessProbe: { httpGet: { path: '/healthz', port: 'health' } },
        ports: [{ containerPort: 9809 }],
      },
    ]);
  });

  it('has no token, and nobody to talk to over the network', () => {
    expect(find(manifestsFor(), 'ServiceAccount', 'spiffe-csi-driver')).toMatchObject({
      automountServiceAccountToken: false,
    });
    expect(podFor()).toMatchObject({
      automountServiceAccountToken: false,
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists' }],
    });
    expect(find(manifestsFor(), 'NetworkPolicy', 'spiffe-csi-driver')['spec']).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'spiffe-csi-driver' } },
      policyTypes: ['Egress', 'Ingress'],
    });
  });

  it('explains each exception from hardening on the DaemonSet itself', () => {
    const { metadata } = find(manifestsFor(), 'DaemonSet', 'spiffe-csi-driver');
    const annotations = metadata['annotations'];
    expect(annotations).toMatchObject({
      'kube-score/ignore':
        'container-security-context-privileged,container-security-context-user-group-id',
    });
    expect(Object.keys(annotations as object)).toEqual([
      'kube-score/ignore',
      'mesh-trust/reason-container-security-context-privileged',
      'mesh-trust/reason-container-security-context-user-group-id',
      'mesh-trust/reason-host-path',
    ]);
  });

  it('carries every option where it belongs', () => {
    const pod = podFor(ALL_CSI_DRIVER_PROPS);
    const resources = { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } };
    expect(pod).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'mesh', effect: 'NoSchedule' }],
      containers: [{ resources }, { resources, ports: [{ containerPort: 9999 }] }],
    });
    expect(pod['volumes']).toMatchObject([
      { hostPath: { path: '/run/spire/agent-sockets' } },
      { hostPath: { path: '/var/lib/k0s/kubelet/plugins/csi.spiffe.io' } },
      { hostPath: { path: '/var/lib/k0s/kubelet/pods', type: 'Directory' } },
      { hostPath: { path: '/var/lib/k0s/kubelet/plugins_registry', type: 'Directory' } },
    ]);
  });

  it('takes its images from the mirror of the installation', () => {
    const installation = SpireInstallation.of({
      trustDomain: TrustDomain.of('example.org'),
      clusterName: 'demo-cluster',
      images: ImageSource.mirror('registry.example.com'),
    });
    expect(podFor({ installation })['containers']).toMatchObject([
      { image: 'registry.example.com/spiffe/spiffe-csi-driver:0.2.12' },
      { image: 'registry.example.com/sig-storage/csi-node-driver-registrar:v2.15.0' },
    ]);
  });

  it('fails for a folder of the kubelet that is not absolute', () => {
    const findings = refusalOf(() => manifestsFor({ kubeletPath: 'var/lib/kubelet' }));
    expect(findings).toMatchObject([
      { code: 'PropertyMalformed', fix: "write '/var/lib/kubelet'" },
    ]);
  });
});
