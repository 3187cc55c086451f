import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { Gateway } from '../../src/istio/gateway/gateway';
import { CanaryUpgrade } from '../../src/istio/control-plane/canary-upgrade';
import { RevisionTags } from '../../src/istio/control-plane/revision-tags';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import { IstioVersion } from '../../src/istio/istio-version';
import { TrafficCapture } from '../../src/istio/control-plane/traffic-capture';
import { Sample } from '../../src/samples/sample';
import type { EnvironmentProps, IstioOptions } from '../../src/stack/environment-props';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { DnsName } from '../../src/trust/dns-name';
import { containing } from '../support/containing';
import { allObjects, environmentWith, namesIn, objectOf } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const istio = (options: Partial<IstioOptions>): IstioOptions => ({
  ...MINIMAL_ENVIRONMENT.istio,
  ...options,
});

/** The namespaces of an environment, by name. */
function namespacesOf(
  props: Partial<EnvironmentProps>,
): Readonly<Record<string, KubernetesObject>> {
  const rendered = environmentWith(props).render();
  const namespaces = allObjects(rendered).filter(({ kind }) => kind === 'Namespace');
  return Object.fromEntries(namespaces.map((object) => [object.metadata.name, object]));
}

const levelOf = (namespace: KubernetesObject | undefined): string | undefined =>
  namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
const levelsOf = (props: Partial<EnvironmentProps>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(namespacesOf(props)).map(([name, namespace]) => [name, levelOf(namespace)]),
  );

const problems = (props: Partial<EnvironmentProps>): readonly string[] =>
  environmentWith(props)
    .findings()
    .map(({ code, problem }) => `${code}: ${problem}`);

describe('the namespaces of an environment', () => {
  it('are those of SPIRE, istiod, gateways, the mesh and its samples', () => {
    const props: Partial<EnvironmentProps> = {
      istio: istio({ gateways: [Gateway.ingress({ namespace: 'edge' }), Gateway.egress()] }),
      namespaces: ['shop', 'payments'],
      samples: [Sample.bookinfo()],
    };
    expect(Object.keys(namespacesOf(props))).toEqual([
      'bookinfo',
      'edge',
      'istio-system',
      'payments',
      'shop',
      'spire-server',
      'spire-system',
    ]);
  });

  it('of the mesh are privileged for the init container of Istio, which needs NET_ADMIN', () => {
    expect(levelsOf({ namespaces: ['shop'] })).toEqual({
      'istio-system': 'restricted',
      shop: 'privileged',
      'spire-server': 'restricted',
      'spire-system': 'privileged',
    });
    expect(namespacesOf({ namespaces: ['shop'] })['shop']?.metadata.annotations).toEqual({
      'mesh-trust/reason-pod-security': containing('NET_ADMIN'),
    });
  });

  it('of the mesh are restricted where the CNI node agent captures traffic', () => {
    const props = {
      namespaces: ['shop'],
      istio: istio({ trafficCapture: TrafficCapture.cniNodeAgent() }),
    };
    expect(levelsOf(props)).toEqual({
      'istio-system': 'restricted',
      shop: 'restricted',
      'spire-server': 'restricted',
      'spire-system': 'privileged',
    });
    expect(namespacesOf(props)['shop']?.metadata.annotations).toBeUndefined();
  });

  it('have that of the node agent among them, privileged, unless it is that of Kubernetes', () => {
    const capturedBy = (namespace: string): Record<string, string | undefined> =>
      levelsOf({ istio: istio({ trafficCapture: TrafficCapture.cniNodeAgent({ namespace }) }) });
    expect(capturedBy('istio-cni')).toMatchObject({ 'istio-cni': 'privileged' });
    expect(capturedBy('istio-system')).toMatchObject({ 'istio-system': 'privileged' });
    expect(capturedBy('kube-system')).not.toHaveProperty('kube-system');
  });

  it('have every mode of their Pod Security level at the same level', () => {
    const namespaces = Object.values(namespacesOf({ namespaces: ['shop'] }));
    const modes = namespaces.map(({ metadata: { labels = {} } }) =>
      ['enforce', 'audit', 'warn'].map((mode) => labels[`pod-security.kubernetes.io/${mode}`]),
    );
    expect(modes.filter((levels) => new Set(levels).size !== 1)).toEqual([]);
  });

  it('of the mesh get sidecars of the one control plane, or of its revision', () => {
    const labelsWith = (revision?: string): object | undefined =>
      namespacesOf({ namespaces: ['shop'], istio: istio({ revision }) })['shop']?.metadata.labels;
    expect(labelsWith()).toMatchObject({ 'istio-injection': 'enabled' });
    expect(labelsWith()).not.toHaveProperty(['istio.io/rev']);
    expect(labelsWith('1-30')).toMatchObject({ 'istio.io/rev': '1-30' });
    expect(labelsWith('1-30')).not.toHaveProperty('istio-injection');
  });

  it('of the stack itself get none', () => {
    const { shop, ...others } = namespacesOf({ namespaces: ['shop'] });
    const labels = Object.values(others).map(
      ({ metadata }) => metadata.labels?.['istio-injection'],
    );
    expect(labels).toEqual(['disabled', 'disabled', 'disabled']);
  });

  it('of SPIRE refuse all traffic that no policy allows, with names of its own, too', () => {
    const rendered = environmentWith({
      spire: { serverNamespace: 'one', agentNamespace: 'two' },
      namespaces: ['shop'],
    }).render();
    const policies = allObjects(rendered).filter(
      ({ metadata }) => metadata.name === 'default-deny',
    );
    expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(['one', 'two']);
    for (const policy of policies) {
      expect(policy).toMatchObject({
        kind: 'NetworkPolicy',
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      });
    }
  });

  it('hold that of cert-manager to restricted in its release, and leave an installed one alone', () => {
    const patchesOf = (certManager: CertManager): unknown =>
      environmentWith({ certManager })
        .render()
        .layers.find(({ name }) => name === '20-cert-manager')?.patches;
    expect(patchesOf(CertManager.release())).toMatchObject([
      {
        target: { kind: 'Namespace', name: 'cert-manager' },
        patch: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
      },
    ]);
    const installed = CertManager.alreadyInstalled({ version: CertManagerVersion.V1_21 });
    expect(patchesOf(installed)).toBeUndefined();
  });
});

describe('namespaces that mean two things', () => {
  it('are refused, with who has the name already', () => {
    expect(problems({ namespaces: ['shop', 'shop'] })).toEqual([
      "NamesClash: 'namespaces' must name namespaces that are of nobody else, got shop, which is that of 'namespaces'",
    ]);
    expect(problems({ namespaces: ['bookinfo'], samples: [Sample.bookinfo()] })).toEqual([
      "NamesClash: 'samples' must name namespaces that are of nobody else, got bookinfo, which is that of 'namespaces'",
    ]);
    expect(problems({ spire: { serverNamespace: 'istio-system' } })).toEqual([
      "NamesClash: 'spire.serverNamespace' must name namespaces that are of nobody else, got istio-system, which is that of 'istio'",
    ]);
    expect(problems({ spire: { agentNamespace: 'kube-system' } })).toEqual([
      "NamesClash: 'spire.agentNamespace' must name namespaces that are of nobody else, got kube-system, which is that of Kubernetes itself",
    ]);
  });

  it('are none where cert-manager runs beside Pods of Kubernetes, or gateways beside istiod', () => {
    const certManager = CertManager.alreadyInstalled({
      version: CertManagerVersion.V1_21,
      namespace: 'kube-system',
    });
    const gateways = [Gateway.ingress(), Gateway.egress()];
    expect(problems({ certManager, istio: istio({ gateways }) })).toEqual([]);
  });
});

describe('samples', () => {
  const props: Partial<EnvironmentProps> = {
    samples: [Sample.bookinfo()],
    istio: istio({ gateways: [Gateway.ingress(), Gateway.ingress({ name: 'partner' })] }),
  };

  it('have a way in at every ingress gateway, each with a name of its own', () => {
    expect(namesIn(environmentWith(props).render(), '90-ingress')).toEqual([
      'Gateway/bookinfo',
      'Gateway/bookinfo-partner',
      'VirtualService/bookinfo',
      'VirtualService/bookinfo-partner',
    ]);
  });

  it('have none without an ingress gateway', () => {
    const egress = { ...props, istio: istio({ gateways: [Gateway.egress()] }) };
    expect(namesIn(environmentWith(egress).render(), '90-ingress')).toEqual([]);
  });

  it('have none over plain HTTP that they do not ask for', () => {
    const samples = [Sample.helloworld(), Sample.httpbin()];
    expect(namesIn(environmentWith({ ...props, samples }).render(), '90-ingress')).toEqual([]);
  });

  it('share the hosts of the gateway, those without a way in taking none', () => {
    const hosts = [DnsName.of('hello.example.com')];
    expect(problems({ samples: [Sample.bookinfo(), Sample.helloworld({ hosts })] })).toEqual([]);
    expect(problems({ samples: [Sample.bookinfo(), Sample.helloworld()] })).toEqual([]);
  });

  it('have callers outside the mesh in a namespace that is closed, and without injection', () => {
    const namespaces = namespacesOf({ samples: [Sample.httpbin()] });
    expect(Object.keys(namespaces)).toContain('httpbin');
    expect(namespaces['httpbin-clients']?.metadata.labels).toMatchObject({
      'istio-injection': 'disabled',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    const rendered = environmentWith({ samples: [Sample.httpbin()] }).render();
    expect(
      allObjects(rendered)
        .filter(({ metadata }) => metadata.namespace === 'httpbin-clients')
        .map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ).toEqual([
      'NetworkPolicy/default-deny',
      'ServiceAccount/curl',
      'NetworkPolicy/curl',
      'Deployment/curl',
    ]);
  });

  it('need the namespaces of their callers to themselves', () => {
    const samples = [Sample.httpbin({ clientNamespace: 'shop' })];
    expect(problems({ namespaces: ['shop'], samples })).toEqual([
      "NamesClash: 'samples' must name namespaces that are of nobody else, got shop, which is that of 'namespaces'",
    ]);
  });

  it('with gateways by injection say nothing of injection, which would refuse their Pods', () => {
    const gateways = [Gateway.ingress({ namespace: 'edge' })];
    const labelsWith = (installation: IstioInstallation): readonly (string | undefined)[] => {
      const namespaces = namespacesOf({ istio: istio({ installation, gateways }) });
      return ['edge', 'istio-system', 'spire-server'].map(
        (name) => namespaces[name]?.metadata.labels?.['istio-injection'],
      );
    };
    expect(labelsWith(IstioInstallation.istioctl())).toEqual(['disabled', 'disabled', 'disabled']);
    for (const each of [IstioInstallation.helm(), IstioInstallation.sail()]) {
      expect(labelsWith(each)).toEqual([undefined, 'disabled', 'disabled']);
    }
  });

  it('follow the tag, and on trial the revision that is tried', () => {
    const trial = { version: IstioVersion.V1_30, namespaces: ['shop'] };
    const namespaces = namespacesOf({
      namespaces: ['shop', 'payments'],
      istio: istio({
        version: IstioVersion.V1_29,
        revision: '1-29-6',
        revisionTags: RevisionTags.of('stable'),
        upgrade: CanaryUpgrade.onTrial(trial),
      }),
    });
    expect(namespaces['payments']?.metadata.labels).toMatchObject({ 'istio.io/rev': 'stable' });
    expect(namespaces['shop']?.metadata.labels).toMatchObject({ 'istio.io/rev': '1-30-3' });
  });

  it('on trial are those of the mesh', () => {
    const trial = { version: IstioVersion.V1_30, namespaces: ['elsewhere'] };
    const upgrade = CanaryUpgrade.onTrial(trial);
    const options = istio({ version: IstioVersion.V1_29, revision: '1-29-6', upgrade });
    expect(problems({ namespaces: ['shop'], istio: options })).toEqual([
      "PropertyMalformed: 'upgrade' must have namespaces of the mesh on trial (shop), got elsewhere",
    ]);
  });

  it('have identities in every step of an upgrade, whichever control plane they follow', () => {
    const target = { version: IstioVersion.V1_30 };
    const selectors = [CanaryUpgrade.onTrial(target), CanaryUpgrade.promoted(target)].map(
      (upgrade) => {
        const options = istio({ version: IstioVersion.V1_29, revision: '1-29-6', upgrade });
        const rendered = environmentWith({ namespaces: ['shop'], istio: options }).render();
        return ['mesh-workloads', 'mesh-workloads-other-revision'].map(
          (name) => objectOf(rendered, 'ClusterSPIFFEID', name)['spec'],
        );
      },
    );
    const following = (revision: string): object => ({
      namespaceSelector: { matchLabels: { 'istio.io/rev': revision } },
    });
    expect(selectors).toMatchObject([
      [following('1-29-6'), following('1-30-3')],
      [following('1-30-3'), following('1-29-6')],
    ]);
  });
});
