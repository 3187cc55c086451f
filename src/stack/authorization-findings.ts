import type { Finding } from '../trust/mesh-trust-error';
import { hasSpire, type AnyEnvironmentProps } from './environment-props';

/** Everything that keeps the rules of who may call whom from meaning what they say. */
export function authorizationFindings(environment: string, props: AnyEnvironmentProps): Finding[] {
  const { authorization = [], trustDomain, istio } = props;
  const { trustDomainAliases } = istio;
  const federation = hasSpire(props) ? props.federation : undefined;
  const names = authorization.map(String);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [
    ...[...twice].sort().map((name) => ({
      code: 'NamesClash' as const,
      path: environment,
      problem: `'authorization' must have names of their own in each namespace, got ${name} twice`,
      fix: 'write another name, or one Authorization.allow with the rules of both',
    })),
    ...authorization.flatMap((each) =>
      each.findingsIn(environment, {
        trustDomain,
        trustDomainAliases,
        federatedTrustDomains: federation?.othersThan(trustDomain).map((one) => one.trustDomain),
      }),
    ),
  ];
}
