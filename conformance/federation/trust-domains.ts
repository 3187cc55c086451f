import { dev } from '../../src/environments/dev';
import {
  BundleEndpoint,
  DnsName,
  Environment,
  Federation,
  FederationMember,
  type KubernetesObject,
  Lifetime,
  SpiffeBundle,
  SpiffeId,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../../src/index';
import type { Client } from '../clients/clients';
import type { Components, Workload } from '../components/components';
import { secretTexts } from '../components/kubectl';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import type { ForeignWorkload } from './foreign-workload';
import { CART, guardedAdmits, SHOP } from './shop';

/** The trust domain of the mesh. */
export const EAST = dev.props.trustDomain;
/** The other one: its SPIRE servers run beside those of the mesh, in namespaces of their own. */
export const WEST = TrustDomain.of('west.example.org');

/** Takes whoever calls. */
export const OPEN: Client = { namespace: SHOP, name: 'open' };

const WEST_SERVER_NAMESPACE = 'west-spire-server';
const WEST_ROOT = 'west-root';
/** The SPIRE server of the other trust domain. */
export const WEST_SPIRE_SERVER: Workload = {
  namespace: WEST_SERVER_NAMESPACE,
  kind: 'statefulset',
  name: 'spire-server',
};

/** A namespace without sidecars, for workloads of the other trust domain. */
export const WEST_NAMESPACE = 'west';
const foreign = { namespace: WEST_NAMESPACE, takes: EAST };
/** The one whom the rule of `GUARDED` names. */
export const TELLER: ForeignWorkload = {
  ...foreign,
  name: 'teller',
  id: SpiffeId.forServiceAccount(WEST, 'bank', 'teller'),
};
/** One with the namespace and account of somebody of the mesh whom the rule names. */
export const NAMESAKE: ForeignWorkload = {
  ...foreign,
  name: 'namesake',
  id: SpiffeId.forServiceAccount(WEST, CART.namespace, CART.name),
};

/** The mesh, federated or not yet. */
export function eastEnvironment(components: Components, federation?: Federation): Environment {
  const cart = SpiffeId.forServiceAccount(EAST, CART.namespace, CART.name);
  return triedEnvironment(components, {
    federation,
    istio: { ...dev.props.istio, gateways: [] },
    namespaces: [SHOP],
    samples: [],
    authorization: federation === undefined ? [] : [guardedAdmits([cart, TELLER.id])],
  });
}

/** The other trust domain, federated or not yet. */
export function westEnvironment(components: Components, federation?: Federation): Environment {
  const { props } = triedEnvironment(components);
  return new Environment('west', {
    ...props,
    trustDomain: WEST,
    clusterName: 'west',
    federation,
    root: TrustRoot.selfSigned({ name: WEST_ROOT, lifetime: Lifetime.of(Ttl.days(900)) }),
    spire: {
      ...props.spire,
      serverNamespace: WEST_SERVER_NAMESPACE,
      agentNamespace: 'west-spire-system',
    },
    istio: { ...props.istio, gateways: [] },
    samples: [],
  });
}

/** What of the other trust domain can be beside the mesh: what is in namespaces of its own. */
export function besideTheMesh(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects
    .filter(({ metadata: { name, namespace } }) =>
      [name, namespace].some((each) => each?.startsWith('west-')),
    )
    .map(serverAlone);
}

interface ServerSpec {
  readonly template: {
    readonly spec: {
      readonly containers: readonly { readonly name: string }[];
      readonly volumes: readonly object[];
    };
  };
  readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: string } }[];
}

/**
 * Its server alone, since its registrations have the names of those of the mesh, which no API server has
 * twice; and with volumes of the Pod, since the processes of the referee tell claims apart by name alone.
 */
function serverAlone(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'StatefulSet') {
    return object;
  }
  const { volumeClaimTemplates, ...spec } = object['spec'] as ServerSpec;
  const pod = spec.template.spec;
  const containers = pod.containers.filter(({ name }) => name === 'spire-server');
  const data = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name, emptyDir: {} }));
  const volumes = [...pod.volumes, ...data];
  const template = { ...spec.template, spec: { ...pod, containers, volumes } };
  return { ...object, spec: { ...spec, template } };
}

/** Both, by the roots that cert-manager has made for them. */
export async function federationOf(components: Components): Promise<Federation> {
  return Federation.between(
    await memberOf(components, EAST, 'spire-server', 'selfsigned-ca'),
    await memberOf(components, WEST, WEST_SERVER_NAMESPACE, WEST_ROOT),
  );
}

async function memberOf(
  components: Components,
  trustDomain: TrustDomain,
  serverNamespace: string,
  rootSecret: string,
): Promise<FederationMember> {
  const texts = await secretTexts(components, 'cert-manager', rootSecret);
  const certificate = texts('tls.crt').replace(/-----[A-Z ]+-----|\s/g, '');
  return FederationMember.of({
    trustDomain,
    endpoint: BundleEndpoint.httpsSpiffe({
      host: DnsName.ofService('spire-bundle-endpoint', serverNamespace),
      refreshHint: Ttl.minutes(1),
      serviceType: 'ClusterIP',
    }),
    bundle: SpiffeBundle.parse(
      JSON.stringify({ keys: [{ use: 'x509-svid', x5c: [certificate] }] }),
    ),
  });
}
