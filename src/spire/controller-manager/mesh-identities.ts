import { Construct } from 'constructs';
import * as spire from '../../../imports/spire.spiffe.io';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_LABEL, LABEL_KEY, LABEL_VALUE } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  listOf,
  mapOf,
  optional,
  record,
  text,
  type PropertyTable,
} from '../../trust/props';
import type { Leaf } from '../../trust/trust-chain';
import { Ttl } from '../../trust/ttl';
import { defaultIgnoreNamespaces, ignoreNamespacesCheck } from './controller-manager-options';
import { namespaceIgnoredFindings } from './namespace-ignored';
import { SPIRE_AUTHORITY } from '../server/spire-chain';
import { SpireInstallation } from '../spire-installation';

/** Labels by which namespaces or Pods are chosen. */
export type Labels = Readonly<Record<string, string>>;

/** A gateway of the mesh, which no injection label chooses. */
export interface MeshGatewayIdentity {
  /** Name of the gateway, and of its registration. */
  readonly name: string;
  /** Namespace of its Pods. */
  readonly namespace: string;
  /** Labels of its Pods, at least one. */
  readonly podLabels: Labels;
}

/** Who of the cluster gets an identity of the mesh. */
export interface MeshIdentitiesProps {
  /** The facts that all of SPIRE shares. */
  readonly installation: SpireInstallation;
  /** Labels of the namespaces with sidecars, at least one: `{ 'istio-injection': 'enabled' }`. */
  readonly injectionLabels: Labels;
  /** Labels of namespaces that follow another control plane while it is replaced. @default - none */
  readonly otherInjectionLabels?: Labels;
  /** The gateways, in any order. @default - none */
  readonly gateways?: readonly MeshGatewayIdentity[];
  /** Lifetime of their X.509-SVIDs. @default - `x509SvidTtl` of the server */
  readonly ttl?: Ttl;
  /** What the controller manager of the server ignores. @default - what it ignores by default */
  readonly ignoreNamespaces?: readonly string[];
}

const labels = mapOf(LABEL_KEY, 'label keys', text(LABEL_VALUE, 'a label value', 'enabled'));

/** One check for each property of the identities. */
export const MESH_IDENTITIES_PROPERTIES: PropertyTable<MeshIdentitiesProps> = {
  installation: instanceOf(SpireInstallation, 'SpireInstallation.of({ … })'),
  injectionLabels: labels,
  otherInjectionLabels: optional(labels),
  gateways: optional(
    listOf(
      record<MeshGatewayIdentity>({
        name: dnsLabel('istio-ingressgateway'),
        namespace: text(DNS_LABEL, 'the name of a namespace', 'istio-system'),
        podLabels: labels,
      }),
    ),
  ),
  ttl: optional(instanceOf(Ttl, 'Ttl.hours(1)')),
  ignoreNamespaces: optional(ignoreNamespacesCheck),
};

/** The one form of identity that Istio reads a peer from; nobody chooses another. */
const IDENTITY =
  'spiffe://{{ .TrustDomain }}/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}';
/** Label that the sidecar injector puts on each Pod. */
const INJECTED: Labels = { 'security.istio.io/tlsMode': 'istio' };
const WORKLOADS = 'mesh-workloads';
/** A namespace has the labels of one control plane, so that no Pod is in both registrations. */
const OTHER_WORKLOADS = 'mesh-workloads-other-revision';

/**
 * The registrations of the mesh: `spiffe://<trust domain>/ns/<namespace>/sa/<service account>` for
 * every Pod with a sidecar and for every gateway.
 *
 * Emits ClusterSPIFFEIDs of the class of the installation, each with a selector of namespaces and
 * one of Pods, since one without would register every Pod of the cluster. In a federation each
 * federates with all others of it: their bundles are handed out together with the SVID.
 *
 * @see https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/clusterspiffeid-crd.md
 */
export class MeshIdentities extends Construct {
  /**
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws NamesClash
   * @throws NamespaceIgnored
   */
  public constructor(scope: Construct, id: string, props: MeshIdentitiesProps) {
    super(scope, id);
    refuseAny(meshIdentitiesFindings(this.node.path, props));
    const { gateways = [] } = props;
    this.register('Workloads', WORKLOADS, props.injectionLabels, INJECTED, props);
    if (props.otherInjectionLabels !== undefined) {
      this.register('Other', OTHER_WORKLOADS, props.otherInjectionLabels, INJECTED, props);
    }
    for (const { name, namespace, podLabels } of [...gateways].sort(byName)) {
      const inNamespace = { 'kubernetes.io/metadata.name': namespace };
      this.register(`Gateway-${name}`, name, inNamespace, podLabels, props);
    }
  }

  private register(
    id: string,
    name: string,
    namespaceLabels: Labels,
    podLabels: Labels,
    { installation, ttl }: MeshIdentitiesProps,
  ): void {
    new spire.ClusterSpiffeid(this, id, {
      metadata: {
        name,
        labels: {
          'app.kubernetes.io/name': 'mesh-identities',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: {
        className: installation.className,
        spiffeIdTemplate: IDENTITY,
        namespaceSelector: { matchLabels: namespaceLabels },
        podSelector: { matchLabels: podLabels },
        ttl: ttl?.toString(),
        federatesWith:
          installation.federatesWith.length === 0
            ? undefined
            : installation.federatesWith.map(({ trustDomain }) => trustDomain.toString()),
      },
    });
  }
}

/** Everything that is wrong with the properties of the identities. */
export function meshIdentitiesFindings(path: string, props: MeshIdentitiesProps): Finding[] {
  const findings = checkProps(path, props, MESH_IDENTITIES_PROPERTIES);
  if (findings.length > 0) {
    return findings;
  }
  const { installation, injectionLabels, otherInjectionLabels, gateways = [] } = props;
  const { ignoreNamespaces = defaultIgnoreNamespaces(installation) } = props;
  return [
    ...withoutLabel(path, 'injectionLabels', injectionLabels),
    ...(otherInjectionLabels === undefined
      ? []
      : withoutLabel(path, 'otherInjectionLabels', otherInjectionLabels)),
    ...gateways.flatMap(({ podLabels }, index) =>
      withoutLabel(path, `gateways[${index}].podLabels`, podLabels),
    ),
    ...namesClash(path, gateways),
    ...namespaceIgnoredFindings({
      path,
      namespaces: gateways.map(({ namespace }) => namespace),
      ignoreNamespaces,
    }),
  ];
}

/** SVIDs with a lifetime of their own, for the chain of trust; nothing when they have that of the server. */
export function meshIdentitiesChain(
  path: string,
  { installation, ttl }: MeshIdentitiesProps,
): Leaf[] {
  return ttl === undefined
    ? []
    : [
        {
          kind: 'leaf',
          id: 'mesh-svids',
          title: 'X.509-SVIDs of the mesh',
          issuer: SPIRE_AUTHORITY,
          path,
          lifetimeProperty: 'ttl',
          duration: ttl,
          leftAtRenewal: ttl.dividedBy(2),
          keyIn: `memory, handed out at ${installation.socket}`,
          verifiedBy: ['workloads of the mesh'],
          identities: `spiffe://${installation.trustDomain}/ns/<namespace>/sa/<service account>`,
          signedBySpire: true,
        },
      ];
}

function withoutLabel(path: string, property: string, chosen: Labels): Finding[] {
  return Object.keys(chosen).length > 0
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'${property}' must have at least one label, since none chooses everything, got {}`,
          fix: `write { 'istio-injection': 'enabled' } for namespaces, { istio: 'ingressgateway' } for Pods`,
        },
      ];
}

function namesClash(path: string, gateways: readonly MeshGatewayIdentity[]): Finding[] {
  const names = [WORKLOADS, OTHER_WORKLOADS, ...gateways.map(({ name }) => name)];
  const repeated = [
    ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
  ].sort();
  return repeated.map((name) => ({
    code: 'NamesClash',
    path,
    problem: `'gateways' must have names that differ, also from ${WORKLOADS}, since registrations have no namespace, got ${name} twice`,
    fix: `rename one of them, for instance to '${name}-2'`,
  }));
}

function byName(one: MeshGatewayIdentity, other: MeshGatewayIdentity): number {
  return one.name < other.name ? -1 : 1;
}
