import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';
import { statementFindings, statementsOf } from '../../src/stack/statements';
import type { Finding } from '../../src/trust/mesh-trust-error';
import type { RuleCode } from '../../src/trust/rules/catalogue';
import { SpireVersion } from '../../src/spire/spire-version';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { FEDERATION } from '../support/federations';
import { environmentWith } from '../support/rendered';
import { MINIMAL_ENVIRONMENT } from './subjects';

const PROPS: Partial<EnvironmentProps> = {
  istio: { ...MINIMAL_ENVIRONMENT.istio, gateways: [Gateway.ingress(), Gateway.egress()] },
};
const ENVIRONMENT = environmentWith(PROPS);
const RENDERED = ENVIRONMENT.render();

/** Changes objects by hand: everywhere in those of a kind and name one text becomes another. */
function edited(
  kind: string,
  name: string,
  from: string | RegExp,
  to: string,
): RenderedEnvironment {
  let count = 0;
  const edit = (object: KubernetesObject): KubernetesObject => {
    if (object.kind !== kind || object.metadata.name !== name) {
      return object;
    }
    const before = JSON.stringify(object);
    const after = before.replaceAll(from, to);
    count += Number(before !== after);
    return JSON.parse(after) as KubernetesObject;
  };
  const layers = RENDERED.layers.map((layer) => ({ ...layer, objects: layer.objects.map(edit) }));
  const result = { ...RENDERED, layers, istioctl: RENDERED.istioctl.map(edit) };
  if (count === 0) {
    throw new Error(`nothing to edit in ${kind}/${name}`);
  }
  return result;
}

const findingsOf = (rendered: RenderedEnvironment): readonly Finding[] =>
  statementFindings(ENVIRONMENT.chain, rendered);

const FEDERATED = environmentWith({ ...PROPS, federation: FEDERATION });

const EDITS: readonly (readonly [string, RuleCode, RenderedEnvironment])[] = [
  [
    'the trust domain of the server',
    'TrustDomainsDiffer',
    edited('ConfigMap', 'spire-server', 'mesh.example.com', 'other.example.com'),
  ],
  [
    'the trust domain of the agent',
    'TrustDomainsDiffer',
    edited('ConfigMap', 'spire-agent', 'mesh.example.com', 'other.example.com'),
  ],
  [
    'the trust domain of the controller manager',
    'TrustDomainsDiffer',
    edited('ConfigMap', 'spire-controller-manager', 'mesh.example.com', 'other.example.com'),
  ],
  [
    'the trust domain of Istio',
    'TrustDomainsDiffer',
    edited(
      'IstioOperator',
      'istio',
      '"trustDomain":"mesh.example.com"',
      '"trustDomain":"cluster.local"',
    ),
  ],
  [
    'the cluster that the server takes agents of',
    'ClusterNamesDiffer',
    edited('ConfigMap', 'spire-server', 'eu-1', 'eu-2'),
  ],
  [
    'the cluster of the agent',
    'ClusterNamesDiffer',
    edited('ConfigMap', 'spire-agent', 'eu-1', 'eu-2'),
  ],
  [
    'the cluster of the controller manager',
    'ClusterNamesDiffer',
    edited('ConfigMap', 'spire-controller-manager', 'eu-1', 'eu-2'),
  ],
  [
    'the class of the controller manager',
    'ClassNamesDiffer',
    edited('ConfigMap', 'spire-controller-manager', 'spire-server-mesh', 'other'),
  ],
  [
    'the class of the registration of workloads',
    'ClassNamesDiffer',
    edited('ClusterSPIFFEID', 'mesh-workloads', 'spire-server-mesh', 'other'),
  ],
  [
    'the class of the registration of a gateway',
    'ClassNamesDiffer',
    edited('ClusterSPIFFEID', 'istio-egressgateway', 'spire-server-mesh', 'other'),
  ],
  [
    'the folder in which the agent serves',
    'SocketsDiffer',
    edited('ConfigMap', 'spire-agent', '/run/spire/agent-sockets', '/run/other'),
  ],
  [
    'the file that the agent serves',
    'SocketsDiffer',
    edited('ConfigMap', 'spire-agent', 'spire-agent.sock', 'api.sock'),
  ],
  [
    'the folder that the CSI driver shows to Pods',
    'SocketsDiffer',
    edited('DaemonSet', 'spiffe-csi-driver', '/run/spire/agent-sockets', '/run/other'),
  ],
  [
    'the file that sidecars open',
    'SocketsDiffer',
    edited('IstioOperator', 'istio', 'value: \\"spire-agent.sock', 'value: \\"api.sock'),
  ],
  [
    'the file that gateways open',
    'SocketsDiffer',
    edited('IstioOperator', 'istio', '"value":"spire-agent.sock"', '"value":"api.sock"'),
  ],
  [
    'the variable that tells gateways the file',
    'SocketsDiffer',
    edited(
      'IstioOperator',
      'istio',
      '"name":"WORKLOAD_IDENTITY_SOCKET_FILE"',
      '"name":"WORKLOAD_IDENTITY_FILE"',
    ),
  ],
];

describe('what the manifests state', () => {
  it('is read back from every component', () => {
    const statements = statementsOf(RENDERED);
    const said = (fact: string): Record<string, string> =>
      Object.fromEntries(
        statements.filter((one) => one.fact === fact).map(({ by, value }) => [by, value]),
      );
    expect(said('trustDomain')).toEqual({
      'ConfigMap spire-server/spire-server': 'mesh.example.com',
      'ConfigMap spire-server/spire-controller-manager': 'mesh.example.com',
      'ConfigMap spire-system/spire-agent': 'mesh.example.com',
      'IstioOperator istio-system/istio': 'mesh.example.com',
    });
    expect(said('clusterName')).toEqual({
      'ConfigMap spire-server/spire-server': 'eu-1',
      'ConfigMap spire-server/spire-controller-manager': 'eu-1',
      'ConfigMap spire-system/spire-agent': 'eu-1',
    });
    expect(said('className')).toEqual({
      'ConfigMap spire-server/spire-controller-manager': 'spire-server-mesh',
      'ClusterSPIFFEID mesh-workloads': 'spire-server-mesh',
      'ClusterSPIFFEID istio-ingressgateway': 'spire-server-mesh',
      'ClusterSPIFFEID istio-egressgateway': 'spire-server-mesh',
    });
    expect(said('socketFolder')).toEqual({
      'ConfigMap spire-system/spire-agent': '/run/spire/agent-sockets',
      'DaemonSet spire-system/spiffe-csi-driver': '/run/spire/agent-sockets',
    });
    expect(said('socketFile')).toEqual({
      'ConfigMap spire-system/spire-agent': 'spire-agent.sock',
      'IstioOperator istio-system/istio': 'spire-agent.sock',
      'IstioOperator istio-system/istio, gateway istio-ingressgateway': 'spire-agent.sock',
      'IstioOperator istio-system/istio, gateway istio-egressgateway': 'spire-agent.sock',
    });
  });

  it.each(EDITS)('%s, changed by hand, is %s', (_, code, rendered) => {
    const findings = findingsOf(rendered);
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]));
    expect(findings[0]?.problem).toContain('must be the same everywhere, got');
  });

  it('the class of a federated trust domain, changed by hand, is ClassNamesDiffer', () => {
    const rendered = FEDERATED.render();
    const layers = rendered.layers.map((layer) => ({
      ...layer,
      objects: layer.objects.map((object) =>
        object.kind === 'ClusterFederatedTrustDomain'
          ? { ...object, spec: { ...Object(object['spec']), className: 'other' } }
          : object,
      ),
    }));
    expect(statementFindings(FEDERATED.chain, { ...rendered, layers })).toMatchObject([
      { code: 'ClassNamesDiffer' },
    ]);
  });

  it.each<[string, Partial<EnvironmentProps>]>([
    ['as it is rendered', {}],
    ['in a federation', { federation: FEDERATION }],
    [
      'with a socket of its own',
      { spire: { socket: WorkloadSocket.failClosed({ folder: '/run/other', file: 'api.sock' }) } },
    ],
    [
      "with Istio's default name of the socket",
      { spire: { socket: WorkloadSocket.istioDefault() } },
    ],
    ['with the oldest SPIRE', { spire: { version: SpireVersion.V1_10 } }],
    ['with other namespaces', { spire: { serverNamespace: 'one', agentNamespace: 'two' } }],
  ])('agrees %s', (_, props) => {
    const environment = environmentWith({ ...PROPS, ...props });
    expect(statementFindings(environment.chain, environment.render())).toEqual([]);
  });
});

describe('what components were told by other installers', () => {
  const gateways = [Gateway.ingress(), Gateway.egress()];
  const files = (installation: IstioInstallation, socket?: WorkloadSocket): readonly string[] => {
    const istio = { ...MINIMAL_ENVIRONMENT.istio, installation, gateways };
    const rendered = environmentWith({ istio, spire: { socket } }).render();
    return statementsOf(rendered)
      .filter(({ fact, by }) => fact === 'socketFile' && !by.startsWith('ConfigMap'))
      .map(({ value, by }) => `${value} by ${by}`);
  };

  it.each([
    [
      IstioInstallation.helm(),
      [
        'HelmValues istio-system/istiod',
        'HelmValues istio-system/istio-egressgateway, a gateway by injection',
        'HelmValues istio-system/istio-ingressgateway, a gateway by injection',
      ],
    ],
    [
      IstioInstallation.sail(),
      [
        'Istio default',
        'Deployment istio-system/istio-egressgateway, a gateway by injection',
        'Deployment istio-system/istio-ingressgateway, a gateway by injection',
      ],
    ],
  ])('is read from templates and from gateways by injection', (installation, told) => {
    expect([...files(installation)].sort()).toEqual(
      told.map((by) => `spire-agent.sock by ${by}`).sort(),
    );
    expect([...files(installation, WorkloadSocket.istioDefault())].sort()).toEqual(
      told.map((by) => `socket by ${by}`).sort(),
    );
  });

  it.each([IstioInstallation.helm(), IstioInstallation.sail()])(
    'is compared: a trust domain that differs is found',
    (installation) => {
      const environment = environmentWith({
        istio: { ...MINIMAL_ENVIRONMENT.istio, installation },
      });
      const text = JSON.stringify(environment.render());
      const from = '"trustDomain":"mesh.example.com"}';
      const edit = text.replaceAll(from, '"trustDomain":"other.example.com"}');
      expect(edit).not.toBe(text);
      expect(
        statementFindings(environment.chain, JSON.parse(edit) as RenderedEnvironment),
      ).toMatchObject([{ code: 'TrustDomainsDiffer' }]);
    },
  );
});
