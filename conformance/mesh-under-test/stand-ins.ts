import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { objectsIn, yamlOf } from './manifests';

/** What an application of Bookinfo asks, by its `app` label and version. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  'productpage-v1': ['http://details:9080/details/0', 'http://reviews:9080/reviews/0'],
  'reviews-v2': ['http://ratings:9080/ratings/0'],
  'reviews-v3': ['http://ratings:9080/ratings/0'],
};

const IMAGE = 'docker.io/library/python:3.13-alpine';
const CONFIG_MAP = 'stand-in';
const FOLDER = '/stand-in';

interface Container {
  readonly name: string;
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly volumeMounts?: readonly unknown[];
}

interface DeploymentSpec {
  readonly template: {
    readonly spec: {
      readonly containers: readonly Container[];
      readonly volumes?: readonly unknown[];
    };
  };
}

/** The volume with the file that a stand-in runs; its ConfigMap is `standInScript`. */
export const STAND_IN_VOLUME = { name: CONFIG_MAP, configMap: { name: CONFIG_MAP } };

/** How a stand-in runs: the part of a container that does not depend on whose place it takes. */
export interface StandIn {
  /** What it calls itself in its answers. */
  readonly name: string;
  readonly port: number;
  /** Addresses that it asks in turn before it answers. @default - none */
  readonly calls?: readonly string[];
}

/** Image, command, environment and mounts of a container that runs a stand-in. */
export function standInFields({ name, port, calls = [] }: StandIn): {
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly volumeMounts: readonly object[];
} {
  return {
    image: IMAGE,
    command: ['python3', `${FOLDER}/stand-in.py`],
    env: [
      { name: 'NAME', value: name },
      { name: 'PORT', value: String(port) },
      { name: 'CALLS', value: calls.join(' ') },
    ],
    volumeMounts: [{ name: CONFIG_MAP, mountPath: FOLDER, readOnly: true }],
  };
}

/** The ConfigMap with the file that stand-ins of a namespace run. */
export function standInScript(namespace: string): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CONFIG_MAP, namespace },
    data: { 'stand-in.py': fs.readFileSync(path.join(__dirname, 'stand-in.py'), 'utf8') },
  };
}

/**
 * The same manifests, with a small server in the place of each application: only its image, its
 * command and the file that it runs differ. Everything that makes a Pod part of the mesh stays.
 */
export function withStandIns(manifests: string): string {
  const objects = objectsIn(manifests);
  const namespaces = new Set(
    objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata: { namespace = 'default' } }) => namespace),
  );
  const replaced = objects.map((object) =>
    object.kind === 'Deployment' ? withStandIn(object) : object,
  );
  return yamlOf([...[...namespaces].map(standInScript), ...replaced]);
}

function withStandIn(deployment: KubernetesObject): KubernetesObject {
  const spec = deployment['spec'] as DeploymentSpec;
  const { containers, volumes = [] } = spec.template.spec;
  const pod = {
    ...spec.template.spec,
    containers: containers.map((container) => standingIn(container, deployment.metadata.name)),
    volumes: [...volumes, STAND_IN_VOLUME],
  };
  return { ...deployment, spec: { ...spec, template: { ...spec.template, spec: pod } } };
}

function standingIn(container: Container, name: string): object {
  const port = container.ports?.[0]?.containerPort ?? 9080;
  const fields = standInFields({ name, port, calls: CALLS[name] ?? [] });
  return {
    ...container,
    ...fields,
    volumeMounts: [...(container.volumeMounts ?? []), ...fields.volumeMounts],
  };
}
