import type { Finding } from '../../trust/mesh-trust-error';

/** Namespaces that have identities, and who ignores them. */
export interface IgnoredNamespaces {
  /** Where the namespaces are named, for findings. */
  readonly path: string;
  /** Namespaces whose Pods need an identity. */
  readonly namespaces: readonly string[];
  /** What the controller manager ignores, as in its options. */
  readonly ignoreNamespaces: readonly string[];
}

/** The regular expression for one ignored namespace: anchored, since Go would take a part of a name for a match. */
export function ignorePattern(ignored: string): string {
  return `^${ignored}$`;
}

/** A finding for each namespace that has identities although the controller manager ignores it. */
export function namespaceIgnoredFindings({
  path,
  namespaces,
  ignoreNamespaces,
}: IgnoredNamespaces): Finding[] {
  return [...new Set(namespaces)].sort().flatMap((namespace) => {
    const ignoring = ignoreNamespaces.find((ignored) =>
      new RegExp(ignorePattern(ignored)).test(namespace),
    );
    return ignoring === undefined
      ? []
      : [
          {
            code: 'NamespaceIgnored',
            path,
            problem: `'ignoreNamespaces' must not match a namespace that has identities (${namespace}), got ${ignoring}`,
            fix: `leave '${ignoring}' out of 'ignoreNamespaces', or move what is in ${namespace}`,
          },
        ];
  });
}
