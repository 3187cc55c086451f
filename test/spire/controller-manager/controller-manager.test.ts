import { SpireServer } from '../../../src/spire/server/spire-server';
import { spireCrdResources } from '../../../src/spire/controller-manager/spire-crd-resources';
import type { SpireServerProps } from '../../../src/spire/server/spire-server-props';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';
import { MINIMAL_SERVER, WHOLE_SERVER } from '../server-subjects';

function synthesized(props: SpireServerProps): Manifest[] {
  const chart = emptyChart();
  new SpireServer(chart, 'SpireServer', props);
  return manifestsOf(chart);
}

describe('ControllerManager', () => {
  const minimal = synthesized(MINIMAL_SERVER);

  it('has its webhooks in the order of the controller manager, without caBundle', () => {
    const webhook = find(
      minimal,
      'ValidatingWebhookConfiguration',
      'spire-controller-manager-webhook',
    );
    expect(webhook).toMatchObject({
      webhooks: [
        {
          name: 'vclusterfederatedtrustdomain.kb.io',
          clientConfig: {
            service: {
              name: 'spire-controller-manager-webhook',
              namespace: 'spire-server',
              path: '/validate-spire-spiffe-io-v1alpha1-clusterfederatedtrustdomain',
            },
          },
          rules: [{ resources: ['clusterfederatedtrustdomains'] }],
        },
        {
          name: 'vclusterspiffeid.kb.io',
          clientConfig: {
            service: { path: '/validate-spire-spiffe-io-v1alpha1-clusterspiffeid' },
          },
          rules: [{ resources: ['clusterspiffeids'] }],
        },
      ],
    });
    expect(JSON.stringify(webhook)).not.toContain('caBundle');
  });

  it('serves the webhook at the port that its library has, whatever its configuration says', () => {
    expect(find(minimal, 'Service', 'spire-controller-manager-webhook')).toMatchObject({
      spec: { ports: [{ port: 443, targetPort: 9443 }] },
    });
  });

  it('changes nothing but status and its own webhook', () => {
    const rules = find(minimal, 'ClusterRole', 'spire-controller-manager')['rules'] as {
      readonly resources: readonly string[];
      readonly resourceNames?: readonly string[];
      readonly verbs: readonly string[];
    }[];
    const writing = rules.filter(({ verbs }) =>
      verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
    );
    expect(writing.map(({ resources, resourceNames }) => resourceNames ?? resources)).toEqual([
      ['clusterspiffeids/status', 'clusterstaticentries/status'],
      ['spire-controller-manager-webhook'],
    ]);
  });

  // What an audit log of the API server shows that the controller manager asks for, and no more.
  it('may do exactly what it does', () => {
    const rules = find(minimal, 'ClusterRole', 'spire-controller-manager')['rules'];
    expect(rules).toEqual([
      {
        apiGroups: [''],
        resources: ['endpoints', 'namespaces', 'nodes', 'pods'],
        verbs: ['list', 'watch'],
      },
      {
        apiGroups: ['spire.spiffe.io'],
        resources: ['clusterfederatedtrustdomains', 'clusterspiffeids', 'clusterstaticentries'],
        verbs: ['list', 'watch'],
      },
      {
        apiGroups: ['spire.spiffe.io'],
        resources: ['clusterspiffeids/status', 'clusterstaticentries/status'],
        verbs: ['update'],
      },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['validatingwebhookconfigurations'],
        verbs: ['list', 'watch'],
      },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['validatingwebhookconfigurations'],
        resourceNames: ['spire-controller-manager-webhook'],
        verbs: ['get', 'patch'],
      },
    ]);
  });

  it('has a Role for the lease only where there are several', () => {
    expect(
      minimal.some(
        ({ kind, metadata }) => `${kind}/${metadata.name}` === 'Role/spire-controller-manager',
      ),
    ).toBe(false);
    expect(find(synthesized(WHOLE_SERVER), 'Role', 'spire-controller-manager')).toMatchObject({
      metadata: { namespace: 'spire-server' },
      rules: [
        { resources: ['leases'], verbs: ['create'] },
        {
          resources: ['leases'],
          resourceNames: ['spire-controller-manager'],
          verbs: ['get', 'update'],
        },
        // A process says once that it leads: nothing is counted, so that nothing is patched.
        { resources: ['events'], verbs: ['create'] },
      ],
    });
  });
});

describe('spireCrdResources', () => {
  it('names the three CRDs of the pinned release', () => {
    const base =
      'https://raw.githubusercontent.com/spiffe/spire-controller-manager/v0.6.6/config/crd/bases';
    expect(spireCrdResources()).toEqual([
      `${base}/spire.spiffe.io_clusterfederatedtrustdomains.yaml`,
      `${base}/spire.spiffe.io_clusterspiffeids.yaml`,
      `${base}/spire.spiffe.io_clusterstaticentries.yaml`,
    ]);
  });

  it('fails for a version that moves', () => {
    expect(refusalOf(() => spireCrdResources('main'))).toMatchObject([
      { code: 'PropertyMalformed', path: 'spireCrdResources' },
    ]);
  });
});
