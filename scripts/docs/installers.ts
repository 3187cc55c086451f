import { IstioExperiment } from '../../src/istio/control-plane/istio-experiment';
import { MeshTlsVersion } from '../../src/istio/control-plane/mesh-tls-version';
import { NativeSidecars } from '../../src/istio/control-plane/native-sidecars';
import { OutboundTrafficPolicy } from '../../src/istio/control-plane/outbound-traffic-policy';
import { RevisionTags } from '../../src/istio/control-plane/revision-tags';
import { TrafficCapture } from '../../src/istio/control-plane/traffic-capture';
import { Gateway } from '../../src/istio/gateway/gateway';
import type { GatewayProps } from '../../src/istio/gateway/gateway-props';
import { IstioInstallation } from '../../src/istio/installation/istio-installation';
import { IstioVersion } from '../../src/istio/istio-version';
import { dev } from '../../src/environments/dev';
import { Environment } from '../../src/stack/environment';
import type { IstioOptions } from '../../src/stack/environment-props';
import { helmValuesObjects } from '../../src/stack/helm-values-objects';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { MeshTrustError } from '../../src/trust/mesh-trust-error';
import { Resources } from '../../src/trust/resources';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';

const INSTALLERS = {
  istioctl: IstioInstallation.istioctl(),
  Helm: IstioInstallation.helm(),
  Sail: IstioInstallation.sail(),
};
type Installer = keyof typeof INSTALLERS;

/** What is set alone: without what an environment has in any case, and without an upgrade, which is a second control plane. */
type Tried = Omit<IstioOptions, 'ca' | 'gateways' | 'installation' | 'upgrade'>;

const resources = Resources.of({ cpu: '500m', memory: '1Gi' }, { memory: '2Gi' });
const placement = {
  nodeSelector: { pool: 'mesh' },
  tolerations: [{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }],
} as const;

/** A value for every property of the control plane: one that is added does not compile here before it is tried. */
const CONTROL_PLANE: Required<Tried> = {
  version: IstioVersion.V1_29,
  profile: 'demo',
  revision: '1-30-3',
  revisionTags: RevisionTags.of('stable'),
  nativeSidecars: NativeSidecars.ALWAYS,
  trafficCapture: TrafficCapture.cniNodeAgent(),
  workloadCertTtl: Ttl.hours(12),
  maxWorkloadCertTtl: Ttl.hours(48),
  trustBundleName: 'mesh-root-cert',
  trustDomainAliases: [TrustDomain.of('old.example.com')],
  minTlsVersion: MeshTlsVersion.V1_3,
  outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
  experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
  applicationStart: 'after-proxy',
  accessLog: 'json',
  logFormat: 'json',
  logLevel: 'warn',
  proxyLogLevel: 'error',
  imageVariant: 'debug',
  minReplicas: 3,
  maxReplicas: 6,
  resources,
  priorityClassName: 'system-node-critical',
  proxyResources: resources,
  ...placement,
};
/** The same of a gateway. */
const GATEWAY: Required<GatewayProps> = {
  name: 'edge',
  namespace: 'edge',
  serviceAccount: 'edge',
  serviceType: 'NodePort',
  serviceAnnotations: { 'service.example.com/scheme': 'internal' },
  externalTrafficPolicy: 'Local',
  ports: [{ name: 'tls', port: 9443, targetPort: 9443 }],
  minReplicas: 2,
  maxReplicas: 9,
  resources,
  priorityClassName: 'system-node-critical',
  ...placement,
};

/** What one of the three cannot say, or says by itself, and what becomes of it. */
const LIMITS: readonly (readonly [what: string, who: string, then: string])[] = [
  [
    'The name of a gateway’s ServiceAccount',
    'istioctl',
    'always `<name>-service-account`; another one is refused (`InstallerCannotSay`). The others are told the same name, so that a SPIFFE ID does not depend on the installer',
  ],
  [
    'Releases before 1.28',
    'Sail',
    'valid for its CRD, but not installed any more: refused (`FeatureNeedsVersion`)',
  ],
  [
    'Gateways before 1.27',
    'Helm',
    'their proxies come by injection, whose template sets the volume to another kind before 1.27: refused (`FeatureNeedsVersion`)',
  ],
  [
    'Gateways',
    'Sail',
    'the operator installs none: they are Deployments, Services and so on of layer `90-ingress`, to be applied when the Istio object is ready, since istiod injects their Pods when they are made',
  ],
  [
    'The name of a revision with `RevisionBased`',
    'Sail',
    'the operator derives it from the version, `default-v1-30-3`: `revision` is refused (`InstallerCannotSay`), and with an upgrade on trial one Istio stands for both control planes',
  ],
  [
    'An istiod that relies on a node agent which it does not bring',
    'istioctl',
    'it overwrites `pilot.cni.enabled` by its component: both files of an upgrade have the node agent, with the image of the release that is followed',
  ],
  [
    'The toleration of nodes whose node agent is not ready',
    'istioctl',
    '`tolerations` take the place of the one that the chart has; with Helm and Sail they come beside it',
  ],
  [
    'Who checks Istio’s objects when they are written',
    'istioctl',
    'the first control plane, to which `istioctl install` gives the tag `default` unasked; an upgrade does not move it: `istioctl tag set default --revision <revision> --overwrite`',
  ],
  [
    'Who checks Istio’s objects when they are written',
    'Helm',
    'the istiod that is `defaultRevision` of the chart `base`, which is the one that is followed',
  ],
  [
    'Who checks them where control planes have names',
    'Sail',
    "the operator installs the chart `base` for a control plane without a revision and for the tag `default` only: with `revision` or `RevisionBased`, have `RevisionTags.of('stable', { others: ['default'] })`. Without it nobody looks at objects that name no revision, and `istio-reader-service-account` is missing",
  ],
  [
    'Istio’s objects while istiod does not answer yet',
    'Sail',
    'within seconds the operator sets its webhooks to `failurePolicy: Fail`: they are refused, `failed calling webhook "validation.istio.io"`, until istiod is ready. With istioctl and Helm it is `Ignore` until istiod changes it',
  ],
  [
    'Revision tags',
    'Helm',
    'their webhook and Service belong to no release: Helm lets no release have what is another’s, and takes away what a release no longer has. `istio-revision-tags` is applied by kubectl; tags that are left out are deleted by hand',
  ],
  [
    'Labels, and values that no template reads',
    'Sail',
    'the node agent says `istio.io/rev: default` whatever the revision; the values that the injector gets have `global.priorityClassName`, with Helm, too, and not `pilot.cni.seccompProfile`',
  ],
  [
    'The profiles `minimal` and `empty`',
    'Helm, Sail',
    'they are about which components istioctl installs: nothing is said of them',
  ],
  [
    'The profile `openshift`',
    'Helm',
    'it is the platform `openshift` of each chart, together with the node agent in `kube-system`',
  ],
  [
    'Probes of gateways',
    'Helm, Sail',
    'those of the injection template, which asks every 15 s rather than every 2 s whether they are ready',
  ],
  [
    'Ambient mode, and waypoints',
    'all',
    'ztunnel takes no certificates from SPIRE in any release so far (`AmbientWithSpire`); gateways that istiod makes, waypoints among them, have a volume in the place of its socket before 1.31 (`WaypointWithSpire`)',
  ],
];

/** Where each property of the control plane and of its gateways goes, found by setting it alone. */
export function installers(): string {
  const { ca } = dev.props.istio;
  const ofControlPlane = Object.entries(CONTROL_PLANE).map(([property, value]) =>
    row(property, { ca }, { ca, [property]: value }),
  );
  const ofGateways = Object.entries(GATEWAY).map(([property, value]) =>
    row(
      property,
      { ca, gateways: [Gateway.ingress()] },
      { ca, gateways: [Gateway.ingress({ [property]: value })] },
    ),
  );
  const head = ['Property', ...Object.keys(INSTALLERS)];
  return unformatted(
    [
      '### The control plane',
      table(head, ofControlPlane),
      '### A gateway',
      table(head, ofGateways),
      '### Where they differ',
      table(['What', 'Who', 'What becomes of it'], LIMITS),
    ].join('\n\n'),
  );
}

function row(property: string, before: IstioOptions, after: IstioOptions): readonly string[] {
  const cells = (Object.keys(INSTALLERS) as Installer[]).map((installer) => {
    const places = changed(said(before, installer), said(after, installer));
    return places.length === 0 ? '—' : places.map((place) => `\`${place}\``).join('<br>');
  });
  return [`\`${property}\``, ...cells];
}

/** Every leaf that an installer reads, by its place; nothing when it is refused. */
function said(istio: IstioOptions, installer: Installer): ReadonlyMap<string, string> {
  const installation = INSTALLERS[installer];
  try {
    const environment = new Environment('tried', {
      ...dev.props,
      samples: [],
      istio: { ...istio, installation },
    });
    const rendered = environment.render();
    const ofSail = rendered.layers
      .filter(({ name }) => name === '80-istio' || name === '90-ingress')
      .flatMap(({ objects }) => objects);
    const objects = [
      ...(installer === 'Sail' ? ofSail : []),
      ...rendered.istioctl,
      ...helmValuesObjects(rendered),
    ];
    return new Map(objects.flatMap(leavesOf));
  } catch (error) {
    if (error instanceof MeshTrustError) {
      return new Map([[`refused: ${error.findings.map(({ code }) => code).join(', ')}`, '']]);
    }
    throw error;
  }
}

function leavesOf(object: KubernetesObject): [string, string][] {
  const { kind, metadata, spec, chart, values, appliedLabel } = object;
  const { labels, annotations, ...names } = metadata;
  if (typeof appliedLabel === 'string') {
    // Everything else in it is that of istiod.
    const { revisionTags } = values as { readonly revisionTags: unknown };
    return leaves(`${metadata.name}: `, { revisionTags });
  }
  if (typeof chart === 'string') {
    return [...leaves(`${chart}: `, values), ...leaves(`release of ${chart}: `, names)];
  }
  return kind === 'IstioOperator'
    ? leaves('spec.', spec)
    : [
        ...leaves(`${kind}: spec.`, spec),
        ...leaves(`${kind}: metadata.`, { ...names, annotations }),
      ];
}

function leaves(place: string, value: unknown): [string, string][] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'object')) {
    return value.flatMap((item) => leaves(`${place.replace(/\.$/, '')}[].`, item));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [[place.replace(/\.$/, ''), JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, each]) => leaves(`${place}${key}.`, each));
}

/** Longer lists are cut at their common beginning. */
const MAX_PLACES = 4;

function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const refused = [...after.keys()].find((place) => place.startsWith('refused'));
  if (refused !== undefined) {
    return [refused];
  }
  const places = [...new Set([...before.keys(), ...after.keys()])]
    .filter((place) => before.get(place) !== after.get(place))
    .sort();
  for (let depth = 9; depth > 0; depth -= 1) {
    const cut = [...new Set(places.map((place) => place.split('.').slice(0, depth).join('.')))];
    if (cut.length <= MAX_PLACES || depth === 1) {
      return cut.slice(0, MAX_PLACES * 2);
    }
  }
  return places;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}

/** Tables stay as they are: aligned, they would be wider than any screen. */
function unformatted(text: string): string {
  return `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`;
}
