import type { Finding } from '../../trust/mesh-trust-error';
import { groupKindOf } from '../object-id';
import { field, isMap, list, textAt } from './fields';
import type { PlacedObject } from './placed-object';

/** The fields of a Sidecar's `tls` that name a file in the proxy. */
const FILES = ['serverCertificate', 'privateKey', 'caCertificates'] as const;
const MOUNTS = 'sidecar.istio.io/userVolumeMount';
const WORKLOADS: ReadonlySet<string> = new Set([
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/StatefulSet',
]);

/** SidecarTlsUnmounted: the files from which a Sidecar serves TLS are mounted into the proxies of its Pods. */
export function sidecarTlsMountFindings(objects: readonly PlacedObject[]): Finding[] {
  const workloads = objects.filter(({ object }) => WORKLOADS.has(groupKindOf(object)));
  return objects
    .filter(({ object }) => groupKindOf(object) === 'networking.istio.io/Sidecar')
    .flatMap((sidecar) => {
      const files = filesOf(sidecar);
      return workloads
        .filter((workload) => selects(sidecar, workload))
        .flatMap((workload) =>
          files
            .filter((file) => !mountsOf(workload).some((mount) => file.startsWith(`${mount}/`)))
            .map((file) => unmounted(workload.path, file, sidecar.object.metadata.name)),
        );
    });
}

function filesOf({ object }: PlacedObject): string[] {
  return list(object, 'spec', 'ingress').flatMap((listener) =>
    FILES.map((name) => textAt(listener, 'tls', name)).filter((file) => file !== undefined),
  );
}

function selects({ object: sidecar }: PlacedObject, { object: workload }: PlacedObject): boolean {
  const wanted = field(sidecar, 'spec', 'workloadSelector', 'labels') ?? {};
  const labels = field(workload, 'spec', 'template', 'metadata', 'labels');
  return (
    sidecar.metadata.namespace === workload.metadata.namespace &&
    Object.entries(wanted).every(([key, value]) => field(labels, key) === value)
  );
}

function mountsOf({ object }: PlacedObject): string[] {
  const annotation = textAt(object, 'spec', 'template', 'metadata', 'annotations', MOUNTS);
  const mounts = annotation === undefined ? {} : parsed(annotation);
  return Object.values(isMap(mounts) ? mounts : {})
    .map((mount) => textAt(mount, 'mountPath')?.replace(/\/$/, ''))
    .filter((path) => path !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unmounted(path: string, file: string, sidecar: string): Finding {
  return {
    code: 'SidecarTlsUnmounted',
    path,
    problem: `'${MOUNTS}' of the Pods must mount ${file}, from which Sidecar ${sidecar} serves TLS, got no such path`,
    fix: 'write podAnnotations of SidecarTls, or of TlsWorkload, onto the Pods',
  };
}
