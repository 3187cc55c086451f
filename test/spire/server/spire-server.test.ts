import { SpireServer } from '../../../src/spire/server/spire-server';
import type { SpireServerProps } from '../../../src/spire/server/spire-server-props';
import { SpireVersion } from '../../../src/spire/spire-version';
import { Telemetry } from '../../../src/spire/telemetry';
import { UpstreamAuthority } from '../../../src/spire/server/upstream-authority';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { installationOf, MINIMAL_SERVER, ROOT_ISSUER, WHOLE_SERVER } from '../server-subjects';

function synthesized(props: SpireServerProps): Manifest[] {
  const chart = emptyChart();
  new SpireServer(chart, 'SpireServer', props);
  return manifestsOf(chart);
}

describe('SpireServer', () => {
  const minimal = synthesized(MINIMAL_SERVER);
  const whole = synthesized(WHOLE_SERVER);

  it('mounts a token only where it is used', () => {
    expect(find(minimal, 'ServiceAccount', 'spire-server')).toMatchObject({
      automountServiceAccountToken: false,
      metadata: { namespace: 'spire-server' },
    });
    expect(find(minimal, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: { template: { spec: { automountServiceAccountToken: false } } },
    });
  });

  it('makes CertificateRequests in one namespace by exactly four verbs', () => {
    expect(find(minimal, 'Role', 'spire-server-upstream')).toMatchObject({
      metadata: { namespace: 'spire-server' },
      rules: [
        {
          apiGroups: ['cert-manager.io'],
          resources: ['certificaterequests'],
          verbs: ['create', 'delete', 'get', 'list'],
        },
      ],
    });
    const elsewhere = UpstreamAuthority.certManager({ issuer: ROOT_ISSUER, namespace: 'requests' });
    expect(
      find(synthesized({ ...MINIMAL_SERVER, upstream: elsewhere }), 'Role', 'spire-server-upstream')
        .metadata,
    ).toMatchObject({ namespace: 'requests' });
  });

  it('reviews the tokens of agents and reads their Pods and nodes', () => {
    expect(find(minimal, 'ClusterRole', 'spire-server')['rules']).toEqual([
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get'] },
    ]);
  });

  it('makes the ConfigMap of the bundle without data, and may change that one alone', () => {
    const bundle = find(minimal, 'ConfigMap', 'spire-bundle');
    expect(bundle.metadata).toMatchObject({ namespace: 'spire-system' });
    expect(bundle['data']).toBeUndefined();
    expect(find(minimal, 'Role', 'spire-server-bundle')).toMatchObject({
      metadata: { namespace: 'spire-system' },
      rules: [{ resources: ['configmaps'], resourceNames: ['spire-bundle'], verbs: ['patch'] }],
    });
    expect(find(minimal, 'RoleBinding', 'spire-server-bundle')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'spire-server', namespace: 'spire-server' }],
    });
  });

  it('may also read the ConfigMap of the bundle where the Notifier publishes it', () => {
    const installation = installationOf(SpireVersion.V1_10);
    expect(
      find(synthesized({ ...MINIMAL_SERVER, installation }), 'Role', 'spire-server-bundle'),
    ).toMatchObject({
      rules: [
        { resources: ['configmaps'], resourceNames: ['spire-bundle'], verbs: ['get', 'patch'] },
      ],
    });
  });

  it('holds its keys on a volume that outlives the Pod', () => {
    expect(find(minimal, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        replicas: 1,
        serviceName: 'spire-server-pods',
        volumeClaimTemplates: [
          {
            metadata: { name: 'server-data' },
            spec: { resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    });
    expect(find(whole, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        replicas: 3,
        volumeClaimTemplates: [
          { spec: { storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } } },
        ],
      },
    });
  });

  it('stands the Pod Security level restricted', () => {
    const container = {
      imagePullPolicy: 'Always',
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    };
    expect(find(minimal, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        template: {
          spec: {
            priorityClassName: 'system-cluster-critical',
            securityContext: { runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 },
            containers: [
              { ...container, image: 'ghcr.io/spiffe/spire-server:1.15.3' },
              { ...container, image: 'ghcr.io/spiffe/spire-controller-manager:0.6.6' },
            ],
          },
        },
      },
    });
  });

  it('takes the connection string from the Secret', () => {
    expect(find(whole, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        template: {
          spec: {
            nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
            tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
            containers: [
              {
                args: ['-config', '/run/spire/config/server.conf', '-expandEnv'],
                env: [
                  {
                    name: 'SPIRE_DATASTORE_CONNECTION_STRING',
                    valueFrom: {
                      secretKeyRef: { name: 'spire-datastore', key: 'connection-string' },
                    },
                  },
                ],
              },
              { image: 'ghcr.io/spiffe/spire-controller-manager:0.6.5' },
            ],
          },
        },
      },
    });
  });

  it('gives both containers the one socket', () => {
    const socket = { name: 'server-socket' };
    expect(find(minimal, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                volumeMounts: expect.arrayContaining([
                  { ...socket, mountPath: '/tmp/spire-server/private' },
                ]) as unknown,
              },
              {
                volumeMounts: expect.arrayContaining([
                  { ...socket, mountPath: '/spire-server', readOnly: true },
                ]) as unknown,
              },
            ],
          },
        },
      },
    });
  });

  it('replaces its Pods when the configuration changes, and only then', () => {
    const hashOf = (manifests: readonly Manifest[]): unknown =>
      find(manifests, 'StatefulSet', 'spire-server')['spec'];
    const annotation = (hash: unknown): unknown =>
      (hash as { template: { metadata: { annotations: Record<string, string> } } }).template
        .metadata.annotations['mesh-trust/config-sha256'];
    const same = annotation(hashOf(synthesized(MINIMAL_SERVER)));
    expect(annotation(hashOf(minimal))).toBe(same);
    expect(same).toMatch(/^[0-9a-f]{64}$/);
    const other = synthesized({ ...MINIMAL_SERVER, caTtl: Ttl.hours(25) });
    expect(annotation(hashOf(other))).not.toBe(same);
  });

  it('is reached by agents at 443, and by a name for each server', () => {
    expect(find(minimal, 'Service', 'spire-server')).toMatchObject({
      spec: { ports: [{ port: 443, targetPort: 8081 }] },
    });
    expect(find(minimal, 'Service', 'spire-server-pods')).toMatchObject({
      spec: { clusterIP: 'None', selector: { 'app.kubernetes.io/name': 'spire-server' } },
    });
  });

  it('spreads several servers and lets one be gone at a time', () => {
    expect(minimal.some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(false);
    expect(find(whole, 'PodDisruptionBudget', 'spire-server')).toMatchObject({
      spec: { maxUnavailable: 1 },
    });
    expect(find(whole, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        template: {
          spec: {
            affinity: { podAntiAffinity: {} },
            topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }],
          },
        },
      },
    });
  });

  it('talks to DNS, API server and datastore alone', () => {
    expect(find(whole, 'NetworkPolicy', 'spire-server')).toMatchObject({
      spec: {
        policyTypes: ['Egress', 'Ingress'],
        egress: [
          {
            ports: [
              { port: 53, protocol: 'TCP' },
              { port: 53, protocol: 'UDP' },
            ],
          },
          { ports: [{ port: 443 }, { port: 8443 }] },
          { ports: [{ port: 5433 }] },
        ],
      },
    });
  });

  it('lets only the monitoring read metrics, and says why agents may come from anywhere', () => {
    const policy = find(whole, 'NetworkPolicy', 'spire-server');
    expect(policy).toMatchObject({
      spec: {
        ingress: [
          { ports: [{ port: 8081 }] },
          { ports: [{ port: 9443 }] },
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
              },
            ],
            ports: [{ port: 9090 }, { port: 8082 }],
          },
        ],
      },
    });
    expect(policy.metadata).toMatchObject({
      annotations: { 'mesh-trust/reason-agents-from-anywhere': expect.any(String) as unknown },
    });
  });

  it('opens no port of metrics when there are none', () => {
    const policy = find(
      synthesized({ ...MINIMAL_SERVER, telemetry: Telemetry.none() }),
      'NetworkPolicy',
      'spire-server',
    );
    expect(policy).toMatchObject({
      spec: { ingress: [{ ports: [{ port: 8081 }] }, { ports: [{ port: 9443 }] }] },
    });
  });

  it('names every object, and gives a namespace to those that have one', () => {
    const clusterWide = ['ClusterRole', 'ClusterRoleBinding', 'ValidatingWebhookConfiguration'];
    for (const { kind, metadata } of whole) {
      expect(metadata.name).toMatch(/^spire-/);
      expect('namespace' in metadata).toBe(!clusterWide.includes(kind));
      expect(metadata).toMatchObject({ labels: { 'app.kubernetes.io/part-of': 'mesh-trust' } });
    }
  });
});
