import type { Finding } from '../trust/mesh-trust-error';
import { chainFindings } from '../trust/rules/chain-rules';
import type { Statement, TrustChain } from '../trust/trust-chain';
import { WorkloadSocket } from '../trust/workload-socket';
import { HELM_VALUES, helmValuesObjects } from './helm-values-objects';
import type { KubernetesObject, RenderedEnvironment } from './rendered-environment';

/** Where a component was told a fact: in which kind of object, at which path; JSON texts are looked into. */
interface Source {
  readonly fact: Statement['fact'];
  readonly kind: string;
  /** `*` stands for every key or item. */
  readonly path: readonly string[];
  /** What the value says about the fact. @default - itself */
  readonly read?: (value: string) => string | undefined;
  /** Which objects are about something else. @default - none */
  readonly except?: (object: KubernetesObject) => boolean;
}

const TEMPLATES = ['values', 'sidecarInjectorWebhook', 'templates'];

const SOURCES: readonly Source[] = [
  { fact: 'trustDomain', kind: 'ConfigMap', path: ['data', '*', 'server', 'trust_domain'] },
  { fact: 'trustDomain', kind: 'ConfigMap', path: ['data', '*', 'agent', 'trust_domain'] },
  { fact: 'trustDomain', kind: 'ConfigMap', path: ['data', '*', 'trustDomain'] },
  { fact: 'trustDomain', kind: 'IstioOperator', path: ['spec', 'meshConfig', 'trustDomain'] },
  { fact: 'trustDomain', kind: 'Istio', path: ['spec', 'values', 'meshConfig', 'trustDomain'] },
  { fact: 'trustDomain', kind: HELM_VALUES, path: ['values', 'meshConfig', 'trustDomain'] },
  {
    fact: 'clusterName',
    kind: 'ConfigMap',
    path: ['data', '*', 'plugins', 'NodeAttestor', 'k8s_psat', 'plugin_data', 'cluster'],
  },
  { fact: 'clusterName', kind: 'ConfigMap', path: ['data', '*', 'clusterName'] },
  { fact: 'className', kind: 'ConfigMap', path: ['data', '*', 'className'] },
  {
    fact: 'className',
    kind: 'ClusterSPIFFEID',
    path: ['spec', 'className'],
    except: isForSpireAbove,
  },
  { fact: 'className', kind: 'ClusterFederatedTrustDomain', path: ['spec', 'className'] },
  {
    fact: 'socketFolder',
    kind: 'ConfigMap',
    path: ['data', '*', 'agent', 'socket_path'],
    read: (socket) => socket.slice(0, socket.lastIndexOf('/')),
  },
  {
    fact: 'socketFile',
    kind: 'ConfigMap',
    path: ['data', '*', 'agent', 'socket_path'],
    read: (socket) => socket.slice(socket.lastIndexOf('/') + 1),
  },
  ...[
    { kind: 'IstioOperator', at: ['spec'] },
    { kind: 'Istio', at: ['spec'] },
    { kind: HELM_VALUES, at: [] },
  ].map(({ kind, at }) => ({
    fact: 'socketFile' as const,
    kind,
    path: [...at, ...TEMPLATES, '*'],
    read: socketFileOf,
  })),
];

/** The registration of a server is for the controller manager of the SPIRE above it. */
function isForSpireAbove(object: KubernetesObject): boolean {
  return valuesAt(object, ['spec', 'downstream']).includes(true);
}

const FILE_VARIABLE = 'WORKLOAD_IDENTITY_SOCKET_FILE';
const FILE_IN_TEMPLATE = new RegExp(`${FILE_VARIABLE}\\n\\s+value: "?([^"\\n]+)"?`);

/** What a template tells the proxy about the file, and Istio's own name when it tells nothing. */
function socketFileOf(template: string): string {
  return FILE_IN_TEMPLATE.exec(template)?.[1] ?? WorkloadSocket.ISTIO_DEFAULT_FILE;
}

/**
 * Reads back what every component of an output was told about the facts on which all must agree: from
 * the manifests, not from the model that they were made of.
 */
export function statementsOf(rendered: RenderedEnvironment): Statement[] {
  const objects = [
    ...rendered.layers.flatMap((layer) => layer.objects),
    ...rendered.istioctl,
    ...helmValuesObjects(rendered),
  ];
  return [
    ...objects.flatMap((object) =>
      SOURCES.filter(
        ({ kind, except }) => kind === object.kind && except?.(object) !== true,
      ).flatMap((source) => said(object, source)),
    ),
    ...objects.flatMap(psatClusters),
    ...objects.flatMap(csiFolders),
    ...objects.flatMap(gatewayFiles),
    ...injectedGatewayFiles(objects),
  ];
}

/** Everything on which the components of an output do not agree. */
export function statementFindings(chain: TrustChain, rendered: RenderedEnvironment): Finding[] {
  return chainFindings(chain.stating(statementsOf(rendered)));
}

function said(object: KubernetesObject, { fact, path, read = String }: Source): Statement[] {
  return valuesAt(object, path)
    .filter((value) => typeof value === 'string')
    .flatMap((text) => {
      const value = read(text);
      return value === undefined ? [] : [{ fact, value, by: nameOf(object) }];
    });
}

/** The clusters that the server takes agents of are keys, not values. */
function psatClusters(object: KubernetesObject): Statement[] {
  const path = ['data', '*', 'plugins', 'NodeAttestor', 'k8s_psat', 'plugin_data', 'clusters'];
  return object.kind === 'ConfigMap'
    ? valuesAt(object, path)
        .flatMap((clusters) => Object.keys(recordOf(clusters)))
        .map((value) => ({ fact: 'clusterName', value, by: nameOf(object) }))
    : [];
}

const SOCKET_FOLDER_FLAG = '-workload-api-socket-dir';
const SOCKET_VOLUME = 'workload-socket';

/** The folder of the node that the CSI driver shows to Pods: the volume behind the folder of its flag. */
function csiFolders(object: KubernetesObject): Statement[] {
  const container = ['spec', 'template', 'spec', 'containers', '*'];
  const isDriver = valuesAt(object, [...container, 'args', '*']).some(
    (argument) => typeof argument === 'string' && argument.startsWith(SOCKET_FOLDER_FLAG),
  );
  const volumes = isDriver ? valuesAt(object, ['spec', 'template', 'spec', 'volumes', '*']) : [];
  return volumes
    .map(recordOf)
    .filter((volume) => volume['name'] === SOCKET_VOLUME)
    .flatMap((volume) => valuesAt(volume, ['hostPath', 'path']))
    .filter((value) => typeof value === 'string')
    .map((value) => ({ fact: 'socketFolder', value, by: nameOf(object) }));
}

/** The socket that each gateway opens: the one that its environment names, or Istio's own. */
function gatewayFiles(object: KubernetesObject): Statement[] {
  const gateways = ['ingressGateways', 'egressGateways'].flatMap((kind) =>
    object.kind === 'IstioOperator' ? valuesAt(object, ['spec', 'components', kind, '*']) : [],
  );
  // Those of the profile that are not wanted are named, too.
  const running = gateways.filter((gateway) => recordOf(gateway)['enabled'] !== false);
  return running.map((gateway) => {
    const named = valuesAt(gateway, ['k8s', 'env', '*'])
      .map(recordOf)
      .find(({ name }) => name === FILE_VARIABLE);
    const value = named?.['value'];
    return {
      fact: 'socketFile',
      value: typeof value === 'string' ? value : WorkloadSocket.ISTIO_DEFAULT_FILE,
      by: `${nameOf(object)}, gateway ${String(recordOf(gateway)['name'])}`,
    };
  });
}

const ASKED_TEMPLATES = 'inject.istio.io/templates';
const POD_ANNOTATIONS = [
  ['spec', 'template', 'metadata', 'annotations'],
  ['values', 'podAnnotations'],
];

/** The socket that each gateway by injection opens: the one of the templates that its Pods ask for, or Istio's own. */
function injectedGatewayFiles(objects: readonly KubernetesObject[]): Statement[] {
  const templates = objects
    .flatMap((object) => [['spec', ...TEMPLATES], TEMPLATES].flatMap((at) => valuesAt(object, at)))
    .map(recordOf)
    .flatMap((named) => Object.entries(named));
  return objects.flatMap((object) => {
    const asked = POD_ANNOTATIONS.flatMap((at) => valuesAt(object, at))
      .map((annotations) => recordOf(annotations)[ASKED_TEMPLATES])
      .flatMap((value) => (typeof value === 'string' ? [value.split(',')] : []))
      .filter((names) => names.includes('gateway'));
    return asked.map((names) => ({
      fact: 'socketFile',
      value: socketFileOf(
        templates
          .filter(([name]) => names.includes(name))
          .map(([, text]) => String(text))
          .join('\n'),
      ),
      by: `${nameOf(object)}, a gateway by injection`,
    }));
  });
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) {
    return [value];
  }
  const parsed = recordOf(value);
  const next = key === '*' ? Object.values(parsed) : key in parsed ? [parsed[key]] : [];
  return next.flatMap((each) => valuesAt(each, rest));
}

/** The value as an object; a text that is JSON counts as what it says. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const read =
    typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as unknown) : value;
  return typeof read === 'object' && read !== null ? { ...read } : {};
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}
