import type { AcmeAccount } from '../cert-manager/acme/acme-account';
import { IstioCa } from '../istio/ca/istio-ca';
import type { Gateway } from '../istio/gateway/gateway';
import type { Finding } from '../trust/mesh-trust-error';
import { ingressGatewaysOf } from './edge-gateways';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

const CHALLENGE_PORT = 80;
/** The port of the Pods behind it, in Istio's chart. */
const TARGET_PORT = 8080;

/** Rules of authorization because of which an ingress gateway would answer 403 to challenges of HTTP-01. */
export function challengeAuthorizationFindings(
  environment: string,
  { acme = [], authorization = [] }: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  return ingressGatewaysOf(parts).flatMap((gateway) => {
    const { namespace, podLabels } = gateway;
    const account = acme.find((each) => isSolvedAt(gateway, each));
    const rules = authorization.filter((each) =>
      each.isFor({ namespace, podLabels, rootNamespace: IstioCa.NAMESPACE }),
    );
    return account === undefined ||
      rules.length === 0 ||
      rules.some((each) => each.letsThroughChallengesAt(targetPortOf(gateway)))
      ? []
      : [denied(environment, gateway, account, rules.map(String).sort().join(', '))];
  });
}

function denied(
  path: string,
  { name, namespace }: Gateway,
  account: AcmeAccount,
  rules: string,
): Finding {
  return {
    code: 'ChallengeDenied',
    path,
    problem: `'authorization' must let challenges of HTTP-01 for ${account.name} through to the gateway ${namespace}/${name}, got only ${rules}`,
    fix: `add Authorization.allow({ name: 'acme-challenges', namespace: '${namespace}', workloadLabels: { app: '${name}' }, rules: [AllowRule.acmeChallenges()] })`,
  };
}

/** An Ingress is answered at the gateway with Istio's own name, an HTTPRoute at that of its Gateway's namespace. */
function isSolvedAt(
  { namespace, hasDefaultName }: Gateway,
  { ingressClasses, solvers }: AcmeAccount,
): boolean {
  return (
    (ingressClasses.length > 0 && hasDefaultName) ||
    solvers.some(({ gateway }) => gateway?.namespace === namespace)
  );
}

function targetPortOf({ props: { ports } }: Gateway): number {
  return ports?.find(({ port }) => port === CHALLENGE_PORT)?.targetPort ?? TARGET_PORT;
}
