import { istioFindings } from '../istio/control-plane/istio-findings';
import { meshIdentitiesFindings } from '../spire/controller-manager/mesh-identities';
import { spiffeCsiDriverFindings } from '../spire/csi-driver/spiffe-csi-driver-props';
import { spireAgentFindings } from '../spire/agent/spire-agent-props';
import { NoSpire } from '../spire/no-spire';
import { spireInstallationFindings } from '../spire/spire-installation';
import { spireServerFindings } from '../spire/server/spire-server-findings';
import type { Finding } from '../trust/mesh-trust-error';
import { checkProps } from '../trust/props';
import { chainFindings } from '../trust/rules/chain-rules';
import { acmeFindings } from './acme-findings';
import { authorizationFindings } from './authorization-findings';
import { egressFindings } from './egress-findings';
import { challengeAuthorizationFindings } from './challenge-authorization-findings';
import { chainOf, controlPlanePath, PATHS } from './environment-chain';
import {
  identitiesProps,
  installationProps,
  partsOf,
  upstreamOf,
  type EnvironmentParts,
  type SpireParts,
} from './environment-parts';
import {
  ENVIRONMENT_PROPERTIES,
  hasSpire,
  type IstioEnvironmentProps,
  ISTIO_ENVIRONMENT_PROPERTIES,
  type AnyEnvironmentProps,
  type EnvironmentProps,
} from './environment-props';
import { ingressFindings } from './ingress-findings';
import { issuerFindings } from './issuer-findings';
import { istioCsrFindings } from './istio-csr-findings';
import { namespaceFindings } from './namespace-findings';
import { sampleFindings } from './sample-findings';
import { terminationFindings } from './termination-findings';

/**
 * Everything that is wrong with an environment: first all that is wrong with its properties, since
 * nothing can be derived from those, and when nothing is, all that the rules find.
 */
export function environmentFindings(environment: string, props: AnyEnvironmentProps): Finding[] {
  const ofEnvironment = propertyFindings(environment, props);
  if (ofEnvironment.length > 0) {
    return ofEnvironment;
  }
  const ofFacts = sharedFactFindings(environment, props);
  if (ofFacts.length > 0) {
    return ofFacts;
  }
  const parts = partsOf(props);
  return [
    ...partFindings(environment, parts),
    ...istioCsrFindings(`${environment}/${PATHS.istioCsr}`, props, parts),
    ...namespaceFindings(environment, props, parts),
    ...sampleFindings(environment, props),
    ...bundleFindings(environment, props, parts),
    ...edgeFindings(environment, props, parts),
    ...chainFindings(chainOf(environment, props, parts)),
  ];
}

function propertyFindings(environment: string, props: AnyEnvironmentProps): Finding[] {
  // A caller without TypeScript may hand over anything.
  const given: unknown = props;
  return given instanceof Object && 'spire' in given && given.spire instanceof NoSpire
    ? checkProps(environment, props as IstioEnvironmentProps, ISTIO_ENVIRONMENT_PROPERTIES)
    : checkProps(environment, props as EnvironmentProps, ENVIRONMENT_PROPERTIES);
}

/** What keeps the properties of the parts from being derived. */
function sharedFactFindings(environment: string, props: AnyEnvironmentProps): Finding[] {
  return hasSpire(props)
    ? [
        ...spireInstallationFindings(`${environment}/spire`, installationProps(props)),
        ...upstreamOf(props).findingsBoundTo(props.root.issuer),
      ]
    : [];
}

function partFindings(environment: string, parts: EnvironmentParts): Finding[] {
  const { spire, controlPlane } = parts;
  return [
    ...(spire === undefined ? [] : spireFindings(environment, spire)),
    ...istioFindings(`${environment}/${controlPlanePath(parts)}`, controlPlane),
    ...(spire === undefined
      ? []
      : meshIdentitiesFindings(
          `${environment}/${PATHS.identities}`,
          identitiesProps(spire, controlPlane),
        )),
  ];
}

function spireFindings(environment: string, { server, agent, csiDriver }: SpireParts): Finding[] {
  return [
    ...spireServerFindings(`${environment}/${PATHS.server}`, server),
    ...spireAgentFindings(`${environment}/${PATHS.agent}`, agent),
    ...spiffeCsiDriverFindings(`${environment}/${PATHS.csiDriver}`, csiDriver),
  ];
}

function bundleFindings(
  environment: string,
  { bundle, root }: AnyEnvironmentProps,
  { certManager }: EnvironmentParts,
): Finding[] {
  return (
    bundle?.findingsFor(`${environment}/${PATHS.bundle}`, root?.selfSignedRoot, certManager) ?? []
  );
}

function edgeFindings(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  return [
    ...acmeFindings(environment, props, parts),
    ...issuerFindings(environment, props, parts),
    ...ingressFindings(environment, props, parts),
    ...terminationFindings(environment, props, parts),
    ...egressFindings(environment, props, parts),
    ...authorizationFindings(environment, props),
    ...challengeAuthorizationFindings(environment, props, parts),
  ];
}
