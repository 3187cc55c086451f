/** A step of a JSON patch. */
export interface JsonPatchStep {
  /** What is done. */
  readonly op: 'add' | 'remove' | 'replace';
  /** A JSON pointer; `-` as its last part is the end of a list. */
  readonly path: string;
  /** What is put there. @default - nothing, for what is removed */
  readonly value?: string;
}

/** A change to an object that a fetched release of cert-manager brings. */
export interface ReleasePatch {
  /** The object that it changes. */
  readonly target: { readonly version: 'v1'; readonly kind: string; readonly name: string };
  /** Steps, since a list of arguments has no keys by which it could be merged; or the object to take away. */
  readonly patch:
    | readonly JsonPatchStep[]
    | {
        readonly $patch: 'delete';
        readonly apiVersion: string;
        readonly kind: string;
        readonly metadata: { readonly name: string };
      };
}

/**
 * A flag more for the controller of a release, whose Pods have one container.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/deploy/charts/cert-manager/templates/deployment.yaml
 */
export function controllerFlag(value: string): ReleasePatch {
  return {
    target: { version: 'v1', kind: 'Deployment', name: 'cert-manager' },
    patch: [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value }],
  };
}
