import { namespaceIgnoredFindings } from '../spire/controller-manager/namespace-ignored';
import { spireServerSettings } from '../spire/server/spire-server-settings';
import type { Finding } from '../trust/mesh-trust-error';
import { PATHS } from './environment-chain';
import type { EnvironmentParts, SpireParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { istioNamespaces, KUBERNETES_NAMESPACES } from './mesh-namespaces';

/** A namespace that the environment makes, and the property that says so. */
interface Claim {
  readonly property: string;
  readonly name: string;
}

/** Namespaces that mean two things, and those whose Pods would get no identity. */
export function namespaceFindings(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  return [
    ...clashFindings(environment, claimsOf(props, parts), parts.certManager.namespace),
    ...trialFindings(environment, parts),
    ...(parts.spire === undefined
      ? []
      : namespaceIgnoredFindings({
          path: `${environment}/${PATHS.identities}`,
          namespaces: parts.meshNamespaces,
          ignoreNamespaces: spireServerSettings(parts.spire.server).controllerManager
            .ignoreNamespaces,
        })),
  ];
}

/** Namespaces that get proxies of a release on trial are those of the mesh. */
function trialFindings(
  environment: string,
  { controlPlane: { upgrade }, meshNamespaces }: EnvironmentParts,
): Finding[] {
  return (upgrade?.namespaces ?? [])
    .filter((name) => !meshNamespaces.includes(name))
    .map((name) => ({
      code: 'PropertyMalformed',
      path: environment,
      problem: `'upgrade' must have namespaces of the mesh on trial (${meshNamespaces.join(', ')}), got ${name}`,
      fix: `write one of these, or add ${name} to 'namespaces'`,
    }));
}

function claimsOf(props: AnyEnvironmentProps, { spire, controlPlane }: EnvironmentParts): Claim[] {
  return [
    ...istioNamespaces(controlPlane).map((name) => ({ property: 'istio', name })),
    ...(spire === undefined ? [] : spireClaims(spire)),
    ...(props.namespaces ?? []).map((name) => ({ property: 'namespaces', name })),
    ...(props.samples ?? [])
      .flatMap(({ namespaces }) => namespaces)
      .map((name) => ({ property: 'samples', name })),
  ];
}

function spireClaims({ server: { installation } }: SpireParts): Claim[] {
  return [
    { property: 'spire.serverNamespace', name: installation.serverNamespace },
    { property: 'spire.agentNamespace', name: installation.agentNamespace },
  ];
}

function clashFindings(
  environment: string,
  claims: readonly Claim[],
  certManager: string,
): Finding[] {
  return claims.flatMap(({ property, name }, index) => {
    const owner = ownerOf(name, claims.slice(0, index), certManager);
    return owner === undefined
      ? []
      : [
          {
            code: 'NamesClash' as const,
            path: environment,
            problem: `'${property}' must name namespaces that are of nobody else, got ${name}, which is that of ${owner}`,
            fix: 'write another name, or leave it out where its owner makes it',
          },
        ];
  });
}

function ownerOf(name: string, earlier: readonly Claim[], certManager: string): string | undefined {
  if (KUBERNETES_NAMESPACES.includes(name)) {
    return 'Kubernetes itself';
  }
  const other = earlier.find((claim) => claim.name === name);
  return other === undefined
    ? name === certManager
      ? 'cert-manager'
      : undefined
    : `'${other.property}'`;
}
