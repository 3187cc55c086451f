import type { KubernetesObject } from '../../src/stack/rendered-environment';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const itemsOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fieldsOf) : [];

/** Made by nobody in the output: by Kubernetes, by the release of cert-manager, by whoever is named as a prerequisite. */
const OTHERS = [
  'Namespace//cert-manager',
  'Namespace//pki',
  'ServiceAccount/cert-manager/cert-manager',
  'ClusterIssuer//corporate',
  'PriorityClass//system-cluster-critical',
  'PriorityClass//system-node-critical',
  'Secret/*/spire-datastore',
  'Secret/*/spire-vault',
  'Secret/*/curl-tls',
  'Secret/*/corporate',
  'ConfigMap/*/partner',
];

/**
 * What objects mention and nobody makes, found without the rules of delivery: by reading the few fields
 * that are known to be references, of the kinds that an environment has.
 */
export function danglingIn(objects: readonly KubernetesObject[]): readonly string[] {
  const made = new Set([
    ...OTHERS,
    ...objects.flatMap(({ kind, metadata: { name, namespace = '' }, spec }) => [
      `${kind}/${namespace}/${name}`,
      ...(kind === 'Certificate'
        ? [namespace, '*'].map((place) => `Secret/${place}/${String(fieldsOf(spec)['secretName'])}`)
        : []),
    ]),
  ]);
  const pods = objects.flatMap((object) => {
    const template = fieldsOf(fieldsOf(object['spec'])['template']);
    return 'spec' in template ? [{ object, template, spec: fieldsOf(template['spec']) }] : [];
  });
  const mentions = [
    ...objects.flatMap(mentionedBy),
    ...pods.flatMap(({ object, spec }) => mentionedByPod(object.metadata.namespace ?? '', spec)),
  ];
  return [
    ...mentions.filter((mention) => !made.has(mention) && !made.has(anywhere(mention))),
    ...pods.flatMap(({ object, spec }) => withoutVolume(object, spec)),
    ...objects
      .filter(({ kind }) => kind === 'Service')
      .flatMap((service) => withoutPods(service, pods, listenersOf(objects, service))),
  ];
}

function anywhere(mention: string): string {
  const [kind, , name] = mention.split('/');
  return `${String(kind)}/*/${String(name)}`;
}

function mentionedBy({
  kind,
  metadata: { namespace = '' },
  ...rest
}: KubernetesObject): readonly string[] {
  const object: Fields = rest;
  const spec = fieldsOf(object['spec']);
  const place = namespace === '' ? [] : [`Namespace//${namespace}`];
  switch (kind) {
    case 'RoleBinding':
    case 'ClusterRoleBinding': {
      const role = fieldsOf(object['roleRef']);
      const roleNamespace = role['kind'] === 'Role' ? namespace : '';
      const subjects = itemsOf(object['subjects']).map(
        (subject) => `ServiceAccount/${String(subject['namespace'])}/${String(subject['name'])}`,
      );
      return [
        ...place,
        `${String(role['kind'])}/${roleNamespace}/${String(role['name'])}`,
        ...subjects,
      ].filter(
        (mention) => !mention.includes('extension-apiserver') && !mention.includes('system:'),
      );
    }
    case 'StatefulSet':
      return [...place, `Service/${namespace}/${String(spec['serviceName'])}`];
    case 'Certificate': {
      const issuer = fieldsOf(spec['issuerRef']);
      const where = issuer['kind'] === 'Issuer' ? namespace : '';
      return [...place, `${String(issuer['kind'])}/${where}/${String(issuer['name'])}`];
    }
    case 'Bundle':
      return itemsOf(spec['sources']).flatMap(({ secret, configMap }) => [
        ...(secret === undefined ? [] : [`Secret/trust/${String(fieldsOf(secret)['name'])}`]),
        ...(configMap === undefined
          ? []
          : [`ConfigMap/trust/${String(fieldsOf(configMap)['name'])}`]),
      ]);
    case 'ValidatingWebhookConfiguration':
      return itemsOf(object['webhooks']).map((webhook) => {
        const service = fieldsOf(fieldsOf(webhook['clientConfig'])['service']);
        return `Service/${String(service['namespace'])}/${String(service['name'])}`;
      });
    case 'Gateway':
      return [
        ...place,
        ...itemsOf(spec['servers'])
          .map(({ tls }) => fieldsOf(tls)['credentialName'])
          .filter((name) => typeof name === 'string')
          .map((name) => `Secret/istio/${name}`),
      ];
    case 'VirtualService':
      return [
        ...place,
        ...(spec['gateways'] as string[])
          .filter((name) => name !== 'mesh')
          .map((name) => `Gateway/${namespace}/${name}`),
      ];
    case 'IstioOperator': {
      // In templates, which are texts, and in overlays.
      const drivers = JSON.stringify(spec).matchAll(/driver(?:": "|":"|: )([a-z.]+)/g);
      return [...place, ...[...drivers].map(([, driver]) => `CSIDriver//${String(driver)}`)];
    }
    default:
      return place;
  }
}

function mentionedByPod(namespace: string, pod: Fields): readonly string[] {
  const volumes = itemsOf(pod['volumes']).flatMap((volume) => [
    volume,
    ...itemsOf(fieldsOf(volume['projected'])['sources']),
  ]);
  const variables = [...itemsOf(pod['containers']), ...itemsOf(pod['initContainers'])]
    .flatMap((container) => itemsOf(container['env']))
    .map((variable) => fieldsOf(variable['valueFrom']));
  const named = (kind: string, name: unknown): readonly string[] =>
    typeof name !== 'string' || name === 'kube-root-ca.crt' ? [] : [`${kind}/${namespace}/${name}`];
  const global = (kind: string, name: unknown): readonly string[] =>
    typeof name !== 'string' ? [] : [`${kind}//${name}`];
  return [
    ...named('ServiceAccount', pod['serviceAccountName']),
    ...global('PriorityClass', pod['priorityClassName']),
    ...volumes.flatMap((volume) => [
      ...named('ConfigMap', fieldsOf(volume['configMap'])['name']),
      ...named('Secret', fieldsOf(volume['secret'])['secretName']),
      ...global('CSIDriver', fieldsOf(volume['csi'])['driver']),
    ]),
    ...variables.flatMap((from) => [
      ...named('Secret', fieldsOf(from['secretKeyRef'])['name']),
      ...named('ConfigMap', fieldsOf(from['configMapKeyRef'])['name']),
    ]),
  ];
}

/** Mounts of volumes that the Pod does not have. */
function withoutVolume({ kind, metadata, spec }: KubernetesObject, pod: Fields): readonly string[] {
  const claims = itemsOf(fieldsOf(spec)['volumeClaimTemplates']).map(({ metadata: of }) =>
    fieldsOf(of),
  );
  const volumes = [...itemsOf(pod['volumes']), ...claims].map(({ name }) => name);
  return [...itemsOf(pod['containers']), ...itemsOf(pod['initContainers'])]
    .flatMap((container) => itemsOf(container['volumeMounts']))
    .filter(({ name }) => !volumes.includes(name))
    .map(({ name }) => `volume ${JSON.stringify(name)} of ${kind}/${metadata.name}`);
}

/** Ports that the proxies of a namespace open beside those of the containers. */
function listenersOf(
  objects: readonly KubernetesObject[],
  { metadata: { namespace } }: KubernetesObject,
): readonly unknown[] {
  return objects
    .filter(({ kind, metadata }) => kind === 'Sidecar' && metadata.namespace === namespace)
    .flatMap(({ spec }) => itemsOf(fieldsOf(spec)['ingress']))
    .map(({ port }) => fieldsOf(port)['number']);
}

/** Services that select no Pod, or send to a port that none opens. */
function withoutPods(
  { metadata, spec }: KubernetesObject,
  pods: readonly {
    readonly object: KubernetesObject;
    readonly template: Fields;
    readonly spec: Fields;
  }[],
  listeners: readonly unknown[],
): readonly string[] {
  const selector = Object.entries(fieldsOf(fieldsOf(spec)['selector']));
  const selected = pods.filter(({ object, template }) => {
    const labels = fieldsOf(fieldsOf(template['metadata'])['labels']);
    return (
      object.metadata.namespace === metadata.namespace &&
      selector.every(([key, value]) => labels[key] === value)
    );
  });
  if (selected.length === 0) {
    return [`Pods of Service ${metadata.name}`];
  }
  const open = selected
    .flatMap(({ spec: pod }) => itemsOf(pod['containers']))
    .flatMap((container) => itemsOf(container['ports']))
    .flatMap(({ name, containerPort }) => [name, containerPort]);
  return itemsOf(fieldsOf(spec)['ports'])
    .map(({ port, targetPort = port }) => targetPort)
    .filter((target) => ![...open, ...listeners].includes(target))
    .map((target) => `port ${String(target)} of Service ${metadata.name}`);
}
