import { KubeletVerification } from '../../../src/spire/agent/kubelet-verification';
import { SpireAgent } from '../../../src/spire/agent/spire-agent';
import type { SpireAgentProps } from '../../../src/spire/agent/spire-agent-props';
import { Telemetry } from '../../../src/spire/telemetry';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { ALL_AGENT_PROPS, INSTALLATION } from '../agent-subjects';

function manifestsFor(props: Partial<SpireAgentProps> = {}): Manifest[] {
  const chart = emptyChart();
  new SpireAgent(chart, 'SpireAgent', { installation: INSTALLATION, ...props });
  return manifestsOf(chart);
}

function daemonSetFor(props: Partial<SpireAgentProps> = {}): Manifest {
  return find(manifestsFor(props), 'DaemonSet', 'spire-agent');
}

function podFor(props: Partial<SpireAgentProps> = {}): Readonly<Record<string, unknown>> {
  const { spec } = daemonSetFor(props) as unknown as {
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

describe('SpireAgent', () => {
  it('emits with the least that it can be told: access, configuration, a DaemonSet and a NetworkPolicy', () => {
    expect(
      manifestsFor().map(({ kind, metadata }) => [kind, metadata['namespace'], metadata.name]),
    ).toEqual([
      ['ServiceAccount', 'spire-system', 'spire-agent'],
      ['ClusterRole', undefined, 'spire-agent'],
      ['ClusterRoleBinding', undefined, 'spire-agent'],
      ['ConfigMap', 'spire-system', 'spire-agent'],
      ['DaemonSet', 'spire-system', 'spire-agent'],
      ['NetworkPolicy', 'spire-system', 'spire-agent'],
    ]);
  });

  it('may list the Pods of a kubelet, and nothing else', () => {
    expect(find(manifestsFor(), 'ClusterRole', 'spire-agent')['rules']).toEqual([
      { apiGroups: [''], resources: ['nodes/pods'], verbs: ['get'] },
    ]);
    expect(find(manifestsFor(), 'ClusterRoleBinding', 'spire-agent')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'spire-agent' },
      subjects: [{ kind: 'ServiceAccount', name: 'spire-agent', namespace: 'spire-system' }],
    });
  });

  it('gives the reason where older kubelets need a wider permission', () => {
    const role = find(
      manifestsFor({ kubeletPermission: 'nodes/proxy' }),
      'ClusterRole',
      'spire-agent',
    );
    expect(role['rules']).toMatchObject([{ resources: ['nodes/proxy'] }]);
    expect(role.metadata['annotations']).toHaveProperty('mesh-trust/reason-nodes-proxy');
  });

  it('mounts no token but those that it uses, each for its reader', () => {
    expect(find(manifestsFor(), 'ServiceAccount', 'spire-agent')).toMatchObject({
      automountServiceAccountToken: false,
    });
    const pod = podFor();
    expect(pod).toMatchObject({ automountServiceAccountToken: false });
    expect(pod['volumes']).toContainEqual({
      name: 'spire-token',
      projected: {
        sources: [
          {
            serviceAccountToken: {
              audience: 'spire-server',
              expirationSeconds: 3600,
              path: 'spire-agent',
            },
          },
        ],
      },
    });
  });

  it('makes its socket in a folder of the node, at the same path on both sides', () => {
    const pod = podFor();
    expect(pod['volumes']).toContainEqual({
      name: 'workload-socket',
      hostPath: { path: '/run/spire/agent-sockets', type: 'DirectoryOrCreate' },
    });
    expect(mountsOf(pod)).toContainEqual({
      name: 'workload-socket',
      mountPath: '/run/spire/agent-sockets',
    });
  });

  it('waits for the trust bundle until the server has published it, and cannot change it', () => {
    const pod = podFor();
    expect(pod['volumes']).toContainEqual({
      name: 'trust-bundle',
      configMap: {
        name: 'spire-bundle',
        items: [{ key: 'bundle.spiffe', path: 'bundle.spiffe' }],
      },
    });
    expect(mountsOf(pod)).toContainEqual({
      name: 'trust-bundle',
      mountPath: '/etc/spire/bundle',
      readOnly: true,
    });
  });

  it('runs on every node, on the network of the host and among its processes', () => {
    expect(podFor()).toMatchObject({
      hostNetwork: true,
      hostPID: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists' }],
    });
  });

  it('is probed where it listens', () => {
    expect(podFor()['containers']).toMatchObject([
      {
        livenessProbe: { httpGet: { host: '127.0.0.1', path: '/live', port: 'health' } },
        readinessProbe: { httpGet: { host: '127.0.0.1', path: '/ready', port: 'health' } },
        ports: [
          { name: 'health', containerPort: 9982 },
          { name: 'metrics', containerPort: 9988 },
        ],
      },
    ]);
    expect(JSON.stringify(podFor({ network: 'pod' })['containers'])).not.toContain('127.0.0.1');
  });

  it('is root without any capability, on a file system that it cannot write', () => {
    expect(podFor()['containers']).toMatchObject([
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsUser: 0,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      },
    ]);
  });

  it('explains each exception from hardening on the DaemonSet itself', () => {
    const annotations = daemonSetFor().metadata['annotations'];
    expect(annotations).toMatchObject({
      'kube-score/ignore': 'container-security-context-user-group-id',
    });
    expect(Object.keys(annotations as object)).toEqual([
      'kube-score/ignore',
      'mesh-trust/reason-container-security-context-user-group-id',
      'mesh-trust/reason-host-network',
      'mesh-trust/reason-host-path',
      'mesh-trust/reason-host-pid',
    ]);
  });

  it('shows for which reason kubelets are not verified', () => {
    const kubeletVerification = KubeletVerification.skip({ reason: 'a cluster of a test' });
    expect(daemonSetFor({ kubeletVerification }).metadata['annotations']).toMatchObject({
      'mesh-trust/reason-skip-kubelet-verification': 'a cluster of a test',
    });
  });

  it('is replaced when its configuration changes', () => {
    const hashOf = (props: Partial<SpireAgentProps>) =>
      (
        daemonSetFor(props) as unknown as {
          readonly spec: { readonly template: { readonly metadata: Manifest['metadata'] } };
        }
      ).spec.template.metadata['annotations'];
    expect(hashOf({})).toEqual(hashOf({}));
    expect(hashOf({})).not.toEqual(hashOf({ logLevel: 'DEBUG' }));
  });

  it('carries every option where it belongs', () => {
    const pod = podFor(ALL_AGENT_PROPS);
    expect(pod).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'mesh', effect: 'NoSchedule' }],
      containers: [
        {
          ports: [
            { name: 'health', containerPort: 8080 },
            { name: 'metrics', containerPort: 9988 },
          ],
          resources: { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } },
        },
      ],
    });
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(pod).not.toHaveProperty('dnsPolicy');
    expect(pod['volumes']).toContainEqual({
      name: 'kubelet-certificate',
      hostPath: { path: '/var/lib/kubelet/pki/kubelet.crt', type: 'File' },
    });
  });

  it('writes tolerations in one order, in whichever they were given', () => {
    const [one, other] = [
      { key: 'a', operator: 'Exists' },
      { key: 'b', value: 'c' },
    ] as const;
    expect(podFor({ tolerations: [other, one] })).toEqual(podFor({ tolerations: [one, other] }));
  });

  it('writes its configuration as it is exposed', () => {
    const chart = emptyChart();
    const agent = new SpireAgent(chart, 'SpireAgent', ALL_AGENT_PROPS);
    const { data } = find(manifestsOf(chart), 'ConfigMap', 'spire-agent') as unknown as {
      readonly data: Readonly<Record<string, string>>;
    };
    expect(JSON.parse(data['agent.conf'] ?? '')).toEqual(agent.config);
  });

  it('speaks to server, kubelet and DNS, and lets only readers of metrics in', () => {
    expect(
      find(manifestsFor({ telemetry: Telemetry.none() }), 'NetworkPolicy', 'spire-agent')['spec'],
    ).toMatchObject({
      ingress: [],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': 'spire-server' },
              },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'spire-server' } },
            },
          ],
        },
        { ports: [{ port: 10250, protocol: 'TCP' }] },
        {
          ports: [
            { port: 53, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      ],
      policyTypes: ['Egress', 'Ingress'],
    });
    expect(find(manifestsFor(ALL_AGENT_PROPS), 'NetworkPolicy', 'spire-agent')).toMatchObject({
      spec: {
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' },
                },
              },
            ],
            ports: [{ port: 9988, protocol: 'TCP' }],
          },
        ],
      },
    });
  });

  it('fails with the construct path of where it was to be', () => {
    const chart = emptyChart('60-spire-agent');
    const findings = refusalOf(
      () => new SpireAgent(chart, 'SpireAgent', { ...ALL_AGENT_PROPS, healthPort: 0 }),
    );
    expect(findings).toMatchObject([
      { code: 'PropertyOutOfRange', path: '60-spire-agent/SpireAgent' },
    ]);
  });
});
