import { AllowPolicy } from '../../../src/istio/authorization/allow-policy';
import { AllowRule } from '../../../src/istio/authorization/allow-rule';
import { DefaultDeny } from '../../../src/istio/authorization/default-deny';
import { SpiffeId } from '../../../src/trust/spiffe-id';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { compile } from '../../support/compile';
import { emptyChart, manifestsOf } from '../../support/manifests';
import { refusalOf } from '../../support/refusals';

const mesh = TrustDomain.of('mesh.example.com');
const cart = SpiffeId.forServiceAccount(mesh, 'shop', 'cart');
const gateway = SpiffeId.forServiceAccount(
  mesh,
  'istio-system',
  'istio-ingressgateway-service-account',
);

function policyWith(rules: readonly AllowRule[], workloadLabels?: Record<string, string>): unknown {
  const chart = emptyChart();
  new AllowPolicy(chart, 'Policy', { name: 'httpbin', namespace: 'shop', workloadLabels, rules });
  return manifestsOf(chart)[0];
}

describe('DefaultDeny', () => {
  test('is an AuthorizationPolicy of the namespace without rules, which lets nothing through', () => {
    const chart = emptyChart();
    new DefaultDeny(chart, 'DefaultDeny', { namespace: 'shop' });
    const [manifest, ...others] = manifestsOf(chart);
    expect(others).toEqual([]);
    expect(manifest).toMatchObject({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'default-deny', namespace: 'shop' },
    });
    expect(manifest?.['spec']).toEqual({});
  });
});

describe('AllowPolicy', () => {
  test('names callers as Istio does, each once, without the scheme of their SPIFFE IDs', () => {
    expect(policyWith([AllowRule.from({ callers: [gateway, cart, cart] })])).toMatchObject({
      kind: 'AuthorizationPolicy',
      metadata: { name: 'httpbin', namespace: 'shop' },
      spec: {
        action: 'ALLOW',
        rules: [
          {
            from: [
              {
                source: {
                  principals: [
                    'mesh.example.com/ns/istio-system/sa/istio-ingressgateway-service-account',
                    'mesh.example.com/ns/shop/sa/cart',
                  ],
                },
              },
            ],
          },
        ],
      },
    });
  });

  test('says which requests, and to which workloads', () => {
    const rule = AllowRule.from({
      callers: [cart],
      ports: [9081, 8080],
      methods: ['POST', 'GET'],
      paths: ['/status/*', '/anything'],
    });
    expect(policyWith([rule], { app: 'httpbin' })).toMatchObject({
      spec: {
        selector: { matchLabels: { app: 'httpbin' } },
        rules: [
          {
            to: [
              {
                operation: {
                  ports: ['8080', '9081'],
                  methods: ['GET', 'POST'],
                  paths: ['/anything', '/status/*'],
                },
              },
            ],
          },
        ],
      },
    });
  });

  test('lets callers from outside the mesh through to a port, without principals', () => {
    const rule = AllowRule.fromOutsideTheMesh({ ports: [9080] });
    expect(policyWith([rule])).toMatchObject({
      spec: { rules: [{ to: [{ operation: { ports: ['9080'] } }] }] },
    });
    expect(JSON.stringify(policyWith([rule]))).not.toContain('"from"');
  });

  test('lets challenges of HTTP-01 through, whoever asks', () => {
    expect(policyWith([AllowRule.acmeChallenges()])).toMatchObject({
      spec: {
        rules: [
          { to: [{ operation: { methods: ['GET'], paths: ['/.well-known/acme-challenge/*'] } }] },
        ],
      },
    });
    expect(JSON.stringify(policyWith([AllowRule.acmeChallenges()]))).not.toContain('"from"');
  });

  test('is refused with a selector of nothing, which selects every workload', () => {
    const rules = [AllowRule.from({ callers: [cart] })];
    expect(refusalOf(() => policyWith(rules, {}))).toMatchObject([
      { code: 'PropertyOutOfRange', fix: expect.stringContaining("{ app: 'httpbin' }") as unknown },
    ]);
  });

  test('takes no principal as a text: only identities of the model compile', () => {
    const code = (callers: string): string => `
      import { AllowRule } from '../src/istio/authorization/allow-rule';
      import { SpiffeId } from '../src/trust/spiffe-id';
      import { TrustDomain } from '../src/trust/trust-domain';
      const cart = SpiffeId.forServiceAccount(TrustDomain.of('mesh.example.com'), 'shop', 'cart');
      export const rule = AllowRule.from({ callers: [${callers}] });`;
    const said = compile([
      { title: 'identity', code: code('cart') },
      { title: 'text', code: code(`'cluster.local/ns/shop/sa/cart'`) },
    ]);
    expect(said.get('identity')).toEqual([]);
    expect(said.get('text')).toEqual([expect.stringContaining("'string' is not assignable")]);
  });
});
