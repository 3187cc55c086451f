import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';

// What an environment would install, read back from what it writes for one of the installers. It is written
// without the code that writes it: what istioctl's charts and profiles say by themselves stands here again, as
// Istio 1.30 has it in manifests/charts/gateways and manifests/profiles.

type Fields = Readonly<Record<string, unknown>>;

/** A control plane as it would come up. */
export interface InstalledControlPlane {
  readonly revision: string;
  readonly tags: readonly unknown[];
  readonly profile: string;
  readonly openshift: boolean;
  readonly images: unknown;
  readonly meshConfig: unknown;
  readonly global: unknown;
  readonly pilot: unknown;
  readonly injection: unknown;
  readonly reliesOnNodeAgent: boolean;
}

/** A gateway as it would come up. */
export interface InstalledGateway {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podLabels: unknown;
  readonly socketFile: string;
  readonly service: unknown;
  readonly autoscaling: unknown;
  readonly maxUnavailable: unknown;
  readonly resources: unknown;
  readonly placement: unknown;
}

/** Everything that an installer would bring. */
export interface Installed {
  readonly controlPlanes: readonly InstalledControlPlane[];
  readonly nodeAgent: unknown;
  readonly gateways: readonly InstalledGateway[];
}

/** The same for each installer, as far as each can say it. */
export function installedBy(rendered: RenderedEnvironment): Installed {
  if (rendered.istioctl.length > 0) {
    return byIstioctl(rendered.istioctl);
  }
  return rendered.helm.length > 0 ? byHelm(rendered.helm) : bySail(rendered);
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inside, key) => fieldsOf(inside)[key], value);
const itemsAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};
const without = (value: unknown, ...keys: readonly string[]): Fields =>
  Object.fromEntries(
    Object.entries(fieldsOf(value)).filter(
      ([key, each]) => !keys.includes(key) && each !== undefined,
    ),
  );
const textOf = (value: unknown, otherwise = ''): string =>
  typeof value === 'string' ? value : otherwise;

/** Profiles that are only about which components istioctl installs. */
const profileOf = (name: unknown): string =>
  ['minimal', 'empty', 'openshift', undefined].includes(name as string) ? 'default' : textOf(name);

const FILE = /WORKLOAD_IDENTITY_SOCKET_FILE\n\s+value: "?([^"\n]+)"?/;
const fileOf = (template: unknown): string => FILE.exec(textOf(template))?.[1] ?? 'socket';

function byIstioctl(operators: readonly KubernetesObject[]): Installed {
  const [followed] = operators;
  const agent = at(followed, 'spec', 'components', 'cni');
  const ofProfile = at(followed, 'spec', 'profile') === 'openshift';
  const hasAgent = at(agent, 'enabled') === true || ofProfile;
  return {
    controlPlanes: operators.map(({ spec }) => {
      const k8s = at(spec, 'components', 'pilot', 'k8s');
      const { hub, tag } = fieldsOf(spec);
      return {
        revision: textOf(at(spec, 'revision'), 'default'),
        tags: itemsAt(spec, 'values', 'revisionTags'),
        profile: profileOf(at(spec, 'profile')),
        openshift: at(spec, 'profile') === 'openshift',
        images: { hub, tag },
        meshConfig: at(spec, 'meshConfig'),
        global: at(spec, 'values', 'global'),
        pilot: { ...fieldsOf(at(spec, 'values', 'pilot')), ...fieldsOf(k8s) },
        injection: at(spec, 'values', 'sidecarInjectorWebhook'),
        // istioctl derives it from its component.
        reliesOnNodeAgent:
          at(spec, 'components', 'cni', 'enabled') === true || at(spec, 'profile') === 'openshift',
      };
    }),
    nodeAgent: hasAgent
      ? {
          namespace: textOf(at(agent, 'namespace'), 'kube-system'),
          hub: at(followed, 'spec', 'hub'),
          tag: at(followed, 'spec', 'tag'),
          values: at(followed, 'spec', 'values', 'cni'),
        }
      : undefined,
    gateways: operators.flatMap((operator) =>
      (['ingress', 'egress'] as const).flatMap((kind) =>
        itemsAt(operator, 'spec', 'components', `${kind}Gateways`)
          .filter((gateway) => at(gateway, 'enabled') === true)
          .map((gateway) => gatewayOfIstioctl(kind, gateway, operator)),
      ),
    ),
  };
}

const HTTP = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];
const STATUS = { name: 'status-port', port: 15021, targetPort: 15021 };
const DEMO = [
  { name: 'tcp', port: 31400, targetPort: 31400 },
  { name: 'tls', port: 15443, targetPort: 15443 },
];

function gatewayOfIstioctl(
  kind: 'ingress' | 'egress',
  gateway: unknown,
  { spec }: KubernetesObject,
): InstalledGateway {
  const isDemo = at(spec, 'profile') === 'demo';
  const name = textOf(at(gateway, 'name'));
  const k8s = at(gateway, 'k8s');
  const ofKind = at(spec, 'values', 'gateways', `istio-${kind}gateway`);
  const isScaled = at(ofKind, 'autoscaleEnabled') === true || !isDemo;
  const hpa = at(k8s, 'hpaSpec');
  const min = Number(at(hpa, 'minReplicas') ?? 1);
  const ports = at(k8s, 'service', 'ports');
  const standard = kind === 'egress' ? HTTP : [STATUS, ...HTTP, ...(isDemo ? DEMO : [])];
  const volumes = JSON.stringify(at(k8s, 'overlays') ?? []);
  const variable = itemsAt(k8s, 'env').find(
    (each) => at(each, 'name') === 'WORKLOAD_IDENTITY_SOCKET_FILE',
  );
  return {
    name,
    namespace: textOf(at(gateway, 'namespace'), 'istio-system'),
    serviceAccount: `${name}-service-account`,
    podLabels: at(gateway, 'label') ?? { app: name, istio: `${kind}gateway` },
    socketFile: volumes.includes('"driver":"csi.spiffe.io"')
      ? textOf(at(variable, 'value'), 'socket')
      : 'none',
    service: serviceOf(
      at(k8s, 'service', 'type') ?? (kind === 'ingress' ? 'LoadBalancer' : 'ClusterIP'),
      Array.isArray(ports) ? ports : standard,
      at(k8s, 'serviceAnnotations'),
      at(k8s, 'service', 'externalTrafficPolicy'),
    ),
    autoscaling: isScaled ? { min, max: Number(at(hpa, 'maxReplicas') ?? 5) } : undefined,
    // A budget is rendered where there are several Pods, and then bounded.
    maxUnavailable: min > 1 ? at(k8s, 'podDisruptionBudget', 'maxUnavailable') : undefined,
    resources: {
      requests: {
        ...(isDemo ? { cpu: '10m', memory: '40Mi' } : { cpu: '100m', memory: '128Mi' }),
        ...fieldsOf(at(k8s, 'resources', 'requests')),
      },
      limits: { cpu: '2000m', memory: '1024Mi', ...fieldsOf(at(k8s, 'resources', 'limits')) },
    },
    placement: placementOf(k8s),
  };
}

function serviceOf(
  type: unknown,
  ports: readonly unknown[],
  annotations: unknown,
  externalTrafficPolicy: unknown,
): unknown {
  return {
    type,
    ports: ports.map((port) => ({ protocol: 'TCP', ...fieldsOf(port) })),
    annotations: fieldsOf(annotations),
    externalTrafficPolicy,
  };
}

function placementOf(value: unknown): unknown {
  const { nodeSelector, tolerations, priorityClassName, securityContext } = fieldsOf(value);
  const seccomp = at(securityContext, 'seccompProfile');
  return { nodeSelector, tolerations, priorityClassName, seccomp };
}

type Releases = RenderedEnvironment['helm'];

function byHelm(releases: Releases): Installed {
  const ofIstiod = releases.filter(({ chart }) => chart === 'istiod');
  const istiods = ofIstiod.filter(({ appliedLabel }) => appliedLabel === undefined);
  const tagsOf = (revision: unknown): readonly unknown[] =>
    ofIstiod
      .filter(({ appliedLabel }) => appliedLabel === 'istio.io/tag')
      .filter(({ values }) => at(values, 'revision') === revision)
      .flatMap(({ values }) => itemsAt(values, 'revisionTags'));
  const agent = releases.find(({ chart }) => chart === 'cni');
  const template = (name: string): unknown =>
    at(istiods[0]?.values, 'sidecarInjectorWebhook', 'templates', name);
  // The control plane that is followed comes first.
  return {
    controlPlanes: istiods.map(({ values }) => ({
      revision: textOf(at(values, 'revision'), 'default'),
      tags: tagsOf(at(values, 'revision')),
      ...fromChartValues(values, at(values, 'profile')),
    })),
    nodeAgent: agent && agentOf(agent.namespace, agent.values),
    gateways: releases
      .filter(({ chart }) => chart === 'gateway')
      .map(({ name, namespace, values }) => {
        const scaling = at(values, 'autoscaling');
        return {
          name,
          namespace,
          serviceAccount: textOf(at(values, 'serviceAccount', 'name'), name),
          podLabels: at(values, 'labels'),
          socketFile: socketFileOf(at(values, 'podAnnotations'), template),
          service: serviceOf(
            at(values, 'service', 'type'),
            itemsAt(values, 'service', 'ports'),
            at(values, 'service', 'annotations'),
            at(values, 'service', 'externalTrafficPolicy'),
          ),
          autoscaling:
            at(scaling, 'enabled') === true
              ? { min: at(scaling, 'minReplicas'), max: at(scaling, 'maxReplicas') }
              : undefined,
          maxUnavailable: at(values, 'podDisruptionBudget', 'maxUnavailable'),
          resources: at(values, 'resources'),
          placement: placementOf(values),
        };
      }),
  };
}

function fromChartValues(
  values: unknown,
  profile: unknown,
): Omit<InstalledControlPlane, 'revision' | 'tags'> {
  const { hub, tag, priorityClassName, platform } = fieldsOf(at(values, 'global'));
  return {
    profile: profileOf(profile),
    openshift: platform === 'openshift',
    images: { hub, tag },
    meshConfig: at(values, 'meshConfig'),
    global: without(at(values, 'global'), 'hub', 'tag', 'priorityClassName', 'platform'),
    pilot: { ...without(at(values, 'pilot'), 'cni'), priorityClassName },
    injection: at(values, 'sidecarInjectorWebhook'),
    reliesOnNodeAgent: at(values, 'pilot', 'cni', 'enabled') === true,
  };
}

function agentOf(namespace: unknown, values: unknown): unknown {
  const { hub, tag } = fieldsOf(at(values, 'global'));
  return { namespace, hub, tag, values: at(values, 'cni') };
}

function socketFileOf(annotations: unknown, template: (name: string) => unknown): string {
  const names = textOf(at(annotations, 'inject.istio.io/templates')).split(',');
  const [gateway, spire = 'none'] = names;
  const text = gateway === 'gateway' ? template(spire) : undefined;
  return textOf(text).includes('driver: csi.spiffe.io') ? fileOf(text) : 'none';
}

function bySail({ layers }: RenderedEnvironment): Installed {
  const objects = layers.flatMap((layer) => layer.objects);
  const ofKind = (kind: string): readonly KubernetesObject[] =>
    objects.filter((object) => object.kind === kind);
  const [agent] = ofKind('IstioCNI');
  const tags = ofKind('IstioRevisionTag');
  const followed = textOf(at(tags[0], 'spec', 'targetRef', 'name'), 'default');
  const istios = [...ofKind('Istio')].sort(
    (one, other) =>
      Number(other.metadata.name === followed) - Number(one.metadata.name === followed),
  );
  const template = (name: string): unknown =>
    at(istios[0], 'spec', 'values', 'sidecarInjectorWebhook', 'templates', name);
  return {
    controlPlanes: istios.map(({ metadata: { name }, spec }) => ({
      revision:
        at(spec, 'updateStrategy', 'type') === 'RevisionBased'
          ? `${name}-${textOf(at(spec, 'version')).replaceAll('.', '-')}`
          : name,
      tags: tags
        .filter((tag) => at(tag, 'spec', 'targetRef', 'name') === name)
        .map((tag) => tag.metadata.name)
        .sort(),
      ...fromChartValues(at(spec, 'values'), at(spec, 'profile')),
    })),
    nodeAgent: agent && agentOf(at(agent, 'spec', 'namespace'), at(agent, 'spec', 'values')),
    gateways: ofKind('Deployment')
      .filter(({ spec }) => annotationsOf(spec) !== undefined)
      .map((deployment) => gatewayOfObjects(deployment, objects, template)),
  };
}

/** Annotations of Pods that are gateways by injection. */
function annotationsOf(spec: unknown): Fields | undefined {
  const annotations = fieldsOf(at(spec, 'template', 'metadata', 'annotations'));
  return textOf(annotations['inject.istio.io/templates']).startsWith('gateway')
    ? annotations
    : undefined;
}

function gatewayOfObjects(
  { metadata: { name, namespace = '' }, spec }: KubernetesObject,
  objects: readonly KubernetesObject[],
  template: (name: string) => unknown,
): InstalledGateway {
  const beside = (kind: string): unknown =>
    objects.find(
      (object) =>
        object.kind === kind &&
        object.metadata.name === name &&
        object.metadata.namespace === namespace,
    );
  const pod = at(spec, 'template', 'spec');
  const service = beside('Service');
  const autoscaler = beside('HorizontalPodAutoscaler');
  return {
    name,
    namespace,
    serviceAccount: textOf(at(pod, 'serviceAccountName')),
    podLabels: at(service, 'spec', 'selector'),
    socketFile: socketFileOf(annotationsOf(spec), template),
    service: serviceOf(
      at(service, 'spec', 'type'),
      itemsAt(service, 'spec', 'ports'),
      at(service, 'metadata', 'annotations'),
      at(service, 'spec', 'externalTrafficPolicy'),
    ),
    autoscaling: autoscaler && {
      min: at(autoscaler, 'spec', 'minReplicas'),
      max: at(autoscaler, 'spec', 'maxReplicas'),
    },
    maxUnavailable: at(beside('PodDisruptionBudget'), 'spec', 'maxUnavailable'),
    resources: at(itemsAt(pod, 'containers')[0], 'resources'),
    placement: placementOf(pod),
  };
}
