import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { AllowRule } from '../../src/istio/authorization/allow-rule';
import { Authorization } from '../../src/istio/authorization/authorization';
import { Gateway } from '../../src/istio/gateway/gateway';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { SecretRef } from '../../src/trust/secret-ref';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { TrustDomain } from '../../src/trust/trust-domain';
import { edgeFindingsWith, istioWith } from '../support/edge';

const ELSEWHERE = istioWith(Gateway.ingress({ namespace: 'edge' }));
const cart = SpiffeId.forServiceAccount(TrustDomain.of('mesh.example.com'), 'shop', 'cart');
const deny = (namespace: string): Authorization => Authorization.denyByDefault({ namespace });

function allow(
  namespace: string,
  rule: AllowRule,
  workloadLabels?: Readonly<Record<string, string>>,
): Authorization {
  return Authorization.allow({ name: 'challenges', namespace, workloadLabels, rules: [rule] });
}

function codesWith(
  authorization: readonly Authorization[],
  changed: Partial<EnvironmentProps> = {},
): readonly string[] {
  return edgeFindingsWith({ authorization, ...changed }).map(({ code }) => code);
}

function accountWith(solver: AcmeSolver): AcmeAccount {
  const directory = AcmeDirectory.letsEncrypt();
  return AcmeAccount.of({ name: 'letsencrypt', directory, solvers: [solver] });
}

describe('challenges at a gateway with rules of authorization', () => {
  it('ChallengeDenied fires for default deny where the gateway is', () => {
    expect(edgeFindingsWith({ authorization: [deny('istio-system')] })).toEqual([
      {
        code: 'ChallengeDenied',
        path: 'tried',
        problem:
          "'authorization' must let challenges of HTTP-01 for letsencrypt through to the gateway istio-system/istio-ingressgateway, got only istio-system/default-deny",
        fix: "add Authorization.allow({ name: 'acme-challenges', namespace: 'istio-system', workloadLabels: { app: 'istio-ingressgateway' }, rules: [AllowRule.acmeChallenges()] })",
      },
    ]);
  });

  it('ChallengeDenied is silent for default deny where workloads are, and for the rule that it asks for', () => {
    const labels = { app: 'istio-ingressgateway' };
    const named = allow('istio-system', AllowRule.acmeChallenges(), labels);
    expect(codesWith([deny('helloworld')])).toEqual([]);
    expect(codesWith([deny('istio-system'), named])).toEqual([]);
  });

  it('are refused by the policies of the root namespace, wherever the gateway is', () => {
    expect(codesWith([deny('istio-system')], { istio: ELSEWHERE })).toEqual(['ChallengeDenied']);
    expect(codesWith([deny('edge')], { istio: ELSEWHERE })).toEqual(['ChallengeDenied']);
    const named = allow('edge', AllowRule.acmeChallenges());
    expect(codesWith([deny('istio-system'), named], { istio: ELSEWHERE })).toEqual([]);
  });

  it.each([
    ['callers of the mesh alone', AllowRule.from({ callers: [cart] })],
    ['HTTPS alone', AllowRule.fromOutsideTheMesh({ ports: [8443] })],
    ['other methods', AllowRule.fromOutsideTheMesh({ ports: [8080], methods: ['POST'] })],
    ['other paths', AllowRule.fromOutsideTheMesh({ ports: [8080], paths: ['/shop/*'] })],
    [
      'the path without a token',
      AllowRule.fromOutsideTheMesh({ ports: [8080], paths: ['/.well-known/acme-challenge/'] }),
    ],
  ])('are refused by a rule for %s, also without default deny', (_, rule) => {
    expect(codesWith([allow('istio-system', rule)])).toEqual(['ChallengeDenied']);
  });

  it.each([
    ['the port', AllowRule.fromOutsideTheMesh({ ports: [8080] })],
    ['all that is well known', AllowRule.fromOutsideTheMesh({ ports: [8080], paths: ['/.w*'] })],
  ])('are let through by a rule for %s', (_, rule) => {
    expect(codesWith([deny('istio-system'), allow('istio-system', rule)])).toEqual([]);
  });

  it('are asked for at the port of the Pods that the gateway says', () => {
    const ports = [
      { name: 'http2', port: 80, targetPort: 9080 },
      { name: 'https', port: 443, targetPort: 8443 },
    ];
    const istio = istioWith(Gateway.ingress({ ports }));
    const at = (port: number): Authorization =>
      allow('istio-system', AllowRule.fromOutsideTheMesh({ ports: [port] }));
    expect(codesWith([at(8080)], { istio })).toEqual(['ChallengeDenied']);
    expect(codesWith([at(9080)], { istio })).toEqual([]);
  });

  it('do not meet rules for other workloads beside the gateway', () => {
    const rule = AllowRule.from({ callers: [cart] });
    expect(codesWith([allow('istio-system', rule, { app: 'istio-egressgateway' })])).toEqual([]);
  });

  it('are not asked for by DNS-01', () => {
    const solver = AcmeSolver.dns01Cloudflare({ apiToken: SecretRef.of('cloudflare', 'token') });
    expect(codesWith([deny('istio-system')], { acme: [accountWith(solver)] })).toEqual([]);
  });

  it('through the Gateway API meet the rules of the gateway in its namespace', () => {
    const gateway = { name: 'acme-challenges', namespace: 'edge' };
    const changed = {
      istio: ELSEWHERE,
      acme: [accountWith(AcmeSolver.http01GatewayRoute({ gateway }))],
      certManager: CertManager.alreadyInstalled({
        version: CertManagerVersion.V1_21,
        enableGatewayApi: true,
      }),
    };
    expect(codesWith([deny('edge')], changed)).toEqual(['ChallengeDenied']);
    expect(codesWith([deny('helloworld')], changed)).toEqual([]);
  });
});
