import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { GATEWAY_LABELS, idOf, INGRESS_GATEWAY, type MeshName } from './meshes';
import { GUARDED, SHOP } from './shop';

const PORT = 9080;
const PASSTHROUGH_PORT = 443;

/** The name by which one mesh calls the guarded workload of the other. */
export function hostIn(mesh: MeshName): string {
  return `${GUARDED.name}.${mesh}.example.org`;
}

/** Where it is called. */
export function addressIn(mesh: MeshName): string {
  return `http://${hostIn(mesh)}:${PORT}/`;
}

/** Lets mutual TLS of other meshes through the gateway as it is: who calls whom is for the two sidecars. */
export function passthrough(): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'other-meshes', namespace: INGRESS_GATEWAY.namespace },
    spec: {
      selector: GATEWAY_LABELS,
      servers: [
        {
          port: { number: PASSTHROUGH_PORT, name: 'tls', protocol: 'TLS' },
          tls: { mode: 'AUTO_PASSTHROUGH' },
          hosts: [`*.${SHOP}.svc.cluster.local`],
        },
      ],
    },
  };
}

/**
 * How a mesh is told of the guarded workload of another: behind which gateway it is, and who it is. Every
 * request has a connection of its own, so that each shows what both sides trust at that moment.
 */
export function wayTo(mesh: MeshName, gateway: string): readonly object[] {
  const host = hostIn(mesh);
  const metadata = { name: `${GUARDED.name}-${mesh}`, namespace: SHOP };
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [host],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ number: PORT, name: 'http', protocol: 'HTTP', targetPort: PASSTHROUGH_PORT }],
        endpoints: [{ address: gateway, labels: { 'security.istio.io/tlsMode': 'istio' } }],
        subjectAltNames: [idOf(mesh, GUARDED).toString()],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: {
        host,
        trafficPolicy: {
          tls: {
            mode: 'ISTIO_MUTUAL',
            // What the gateway of the other mesh knows it by.
            sni: `outbound_.${PORT}_._.${GUARDED.name}.${GUARDED.namespace}.svc.cluster.local`,
          },
          connectionPool: { http: { maxRequestsPerConnection: 1 } },
        },
      },
    },
  ];
}

interface PodSpec {
  readonly hostAliases?: readonly object[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

interface Volume {
  readonly name: string;
  readonly secret?: object;
}

interface Container {
  readonly name: string;
  readonly env?: readonly object[];
  readonly volumeMounts: readonly object[];
}

/** The same objects, with the DNS of the Internet for the SPIRE server: this name is at this address. */
export function resolving(
  objects: readonly KubernetesObject[],
  host: string,
  address: string,
): readonly KubernetesObject[] {
  return objects.map((object) =>
    changed(object, (pod) => ({ ...pod, hostAliases: [{ ip: address, hostnames: [host] }] })),
  );
}

/** Name of the ConfigMap with the roots of the system that the SPIRE server runs on. */
export const SYSTEM_ROOTS = 'roots-of-the-system';
const READ_BY_ALL = 0o444;
const ROOTS_FOLDER = '/roots-of-the-system';

/** The same objects, with these roots for those that the system of the SPIRE server has. */
export function onSystemWithRoots(
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  return objects.map((object) =>
    changed(object, (pod) => ({
      ...pod,
      containers: pod.containers.map((container) => ({
        ...container,
        env: [
          ...(container.env ?? []),
          { name: 'SSL_CERT_FILE', value: `${ROOTS_FOLDER}/roots.pem` },
        ],
        volumeMounts: [
          ...container.volumeMounts,
          { name: SYSTEM_ROOTS, mountPath: ROOTS_FOLDER, readOnly: true },
        ],
      })),
      volumes: [...pod.volumes, { name: SYSTEM_ROOTS, configMap: { name: SYSTEM_ROOTS } }],
    })),
  );
}

/** The same objects for processes, to which no kubelet gives the files of Secrets by their `fsGroup`. */
export function withReadableSecrets(
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  return objects.map((object) =>
    changed(object, (pod) => ({
      ...pod,
      volumes: pod.volumes.map((volume) =>
        volume.secret === undefined
          ? volume
          : { ...volume, secret: { ...volume.secret, defaultMode: READ_BY_ALL } },
      ),
    })),
  );
}

function changed(object: KubernetesObject, change: (pod: PodSpec) => PodSpec): KubernetesObject {
  if (object.kind !== 'StatefulSet') {
    return object;
  }
  const spec = object['spec'] as { readonly template: { readonly spec: PodSpec } };
  const template = { ...spec.template, spec: change(spec.template.spec) };
  return { ...object, spec: { ...spec, template } };
}
