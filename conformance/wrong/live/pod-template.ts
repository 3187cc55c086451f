/** What is read and changed of a Pod. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly [field: string]: unknown;
}

/** One of its containers. */
export interface Container {
  readonly name: string;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [field: string]: unknown;
}

/** One of its volumes. */
export interface Volume {
  readonly name: string;
  readonly configMap?: { name: string };
  readonly secret?: { secretName: string };
  readonly [field: string]: unknown;
}

/** The same Pod without these containers. */
export function withoutContainers(pod: PodSpec, names: readonly string[]): PodSpec {
  const left = ({ name }: Container): boolean => !names.includes(name);
  return {
    ...pod,
    containers: pod.containers.filter(left),
    ...(pod.initContainers === undefined
      ? {}
      : { initContainers: pod.initContainers.filter(left) }),
  };
}
