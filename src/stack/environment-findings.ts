import { istioFindings } from '../istio/istio-findings';
import { meshIdentitiesFindings } from '../spire/mesh-identities';
import { spiffeCsiDriverFindings } from '../spire/spiffe-csi-driver-props';
import { spireAgentFindings } from '../spire/spire-agent-props';
import { spireInstallationFindings } from '../spire/spire-installation';
import { spireServerFindings } from '../spire/spire-server-findings';
import type { Finding } from '../trust/mesh-trust-error';
import { checkProps } from '../trust/props';
import { chainFindings } from '../trust/rules/chain-rules';
import { chainOf, PATHS } from './environment-chain';
import {
  identitiesProps,
  installationProps,
  partsOf,
  type EnvironmentParts,
} from './environment-parts';
import { ENVIRONMENT_PROPERTIES, type EnvironmentProps } from './environment-props';
import { namespaceFindings } from './mesh-namespaces';

/**
 * Everything that is wrong with an environment: first all that is wrong with its properties, since
 * nothing can be derived from those, and when nothing is, all that the rules find.
 */
export function environmentFindings(environment: string, props: EnvironmentProps): Finding[] {
  const ofEnvironment = checkProps(environment, props, ENVIRONMENT_PROPERTIES);
  if (ofEnvironment.length > 0) {
    return ofEnvironment;
  }
  const ofInstallation = spireInstallationFindings(
    `${environment}.spire`,
    installationProps(props),
  );
  if (ofInstallation.length > 0) {
    return ofInstallation;
  }
  const parts = partsOf(props);
  const ofParts = partFindings(environment, parts);
  const isChainKnown = !ofParts.some(({ code }) => code.startsWith('Property'));
  return [
    ...ofParts,
    ...namespaceFindings(environment, props, parts),
    ...(isChainKnown ? chainFindings(chainOf(environment, props, parts)) : []),
  ];
}

function partFindings(environment: string, parts: EnvironmentParts): Finding[] {
  return [
    ...spireServerFindings(`${environment}/${PATHS.server}`, parts.server),
    ...spireAgentFindings(`${environment}/${PATHS.agent}`, parts.agent),
    ...spiffeCsiDriverFindings(`${environment}/${PATHS.csiDriver}`, parts.csiDriver),
    ...istioFindings(`${environment}/${PATHS.controlPlane}`, parts.controlPlane),
    ...meshIdentitiesFindings(`${environment}/${PATHS.identities}`, identitiesProps(parts)),
  ];
}
