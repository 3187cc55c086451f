import type { AcmeAccount } from '../cert-manager/acme/acme-account';
import { ChallengeGateway } from '../ingress/challenge-gateway';
import { IngressApi } from '../ingress/ingress-api';
import type { Gateway } from '../istio/gateway/gateway';
import type { Finding } from '../trust/mesh-trust-error';
import { ingressGatewaysOf, servingGatewaysOf } from './edge-gateways';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { gatewayPortFindings } from './gateway-port-findings';

const CHALLENGE_PORT = 80;

/** Everything that keeps challenges of HTTP-01 from being answered at an ingress gateway. */
export function challengeFindings(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  const { acme = [] } = props;
  const gateways = ingressGatewaysOf(parts);
  const isAsked = acme.some(({ solvers }) =>
    solvers.some(({ challenge }) => challenge === 'http01'),
  );
  return [
    ...acme.flatMap((account) => [
      ...ingressFindings(environment, account, gateways),
      ...flagFindings(environment, account, parts),
      ...routeFindings(environment, account, props, gateways),
    ]),
    ...(isAsked ? servingGatewaysOf(parts) : []).flatMap((gateway) =>
      gatewayPortFindings(environment, gateway, [CHALLENGE_PORT], 'challenges of HTTP-01'),
    ),
  ];
}

/** Istio answers Ingresses at the gateway with its own label, which only that of the default name has. */
function ingressFindings(
  path: string,
  { name, ingressClasses }: AcmeAccount,
  gateways: readonly Gateway[],
): Finding[] {
  return ingressClasses.length === 0 || gateways.some(({ hasDefaultName }) => hasDefaultName)
    ? []
    : [
        {
          code: 'PropertyMissing',
          path,
          problem: `'istio.gateways' must have the ingress gateway with Istio's own name, at which Ingresses are answered, for HTTP-01 of ${name}, got ${namesOf(gateways)}`,
          fix: 'write gateways: [Gateway.ingress()], or AcmeSolver.http01GatewayRoute({ gateway })',
        },
      ];
}

/** An installation may run without `--enable-gateway-api`, which is off by default; a release gets it. */
function flagFindings(
  path: string,
  { name, usesGatewayApi }: AcmeAccount,
  { certManager }: EnvironmentParts,
): Finding[] {
  return usesGatewayApi && !certManager.solvesByGatewayApi
    ? [
        {
          code: 'GatewayApiOff',
          path,
          problem: `'certManager' must run with --enable-gateway-api for HTTP-01 of ${name} through the Gateway API, got one that is installed and not said to`,
          fix: 'run it with the flag and write CertManager.alreadyInstalled({ version, enableGatewayApi: true }), or AcmeSolver.http01Ingress()',
        },
      ]
    : [];
}

/** The Gateway of a solver is made here, beside the one ingress gateway of its namespace. */
function routeFindings(
  path: string,
  { name: account, solvers }: AcmeAccount,
  { sites = [] }: AnyEnvironmentProps,
  gateways: readonly Gateway[],
): Finding[] {
  return solvers.flatMap(({ gateway }): Finding[] => {
    if (gateway === undefined) {
      return [];
    }
    const { name, namespace, sectionName = ChallengeGateway.LISTENER } = gateway;
    const there = gateways.filter((each) => each.namespace === namespace);
    const isTaken = sites.some((site) => site.api === IngressApi.GATEWAY_API && site.name === name);
    return [
      ...(there.length === 1
        ? []
        : [
            {
              code: 'PropertyMalformed' as const,
              path,
              problem: `'gateway.namespace' of a solver of ${account} must be that of one ingress gateway, got ${namespace} with ${namesOf(there)}`,
              fix: `write gateways: [Gateway.ingress({ namespace: '${namespace}' })], or the namespace of the one that there is`,
            },
          ]),
      ...(sectionName === ChallengeGateway.LISTENER
        ? []
        : [
            {
              code: 'PropertyMalformed' as const,
              path,
              problem: `'gateway.sectionName' of a solver of ${account} must be ${ChallengeGateway.LISTENER}, the one listener of the Gateway for challenges, got ${sectionName}`,
              fix: `leave it out, or write sectionName: ChallengeGateway.LISTENER`,
            },
          ]),
      ...(isTaken
        ? [
            {
              code: 'NamesClash' as const,
              path,
              problem: `'gateway.name' of a solver of ${account} must be that of a Gateway for challenges alone, got ${name}, which is a site`,
              fix: 'write gateway: { name: ChallengeGateway.NAME, … }',
            },
          ]
        : []),
    ];
  });
}

function namesOf(gateways: readonly Gateway[]): string {
  return gateways.length === 0 ? 'none' : gateways.map(({ name }) => name).join(', ');
}
