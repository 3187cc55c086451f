import { RequestPolicy } from '../../../src/cert-manager/approval/request-policy';
import type { RequestPolicyProps } from '../../../src/cert-manager/approval/request-policy-props';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';
import { emptyChart, find, manifestsOf, type Manifest } from '../../support/manifests';

const MINIMAL: RequestPolicyProps = {
  name: 'shop.web',
  namespace: 'shop',
  requester: { name: 'cert-manager', namespace: 'cert-manager' },
  issuer: { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
  isCa: false,
  usages: ['server auth', 'digital signature'],
  key: { algorithm: 'ECDSA', size: 384 },
};

function synthesized(changed: Partial<RequestPolicyProps> = {}): Manifest[] {
  const chart = emptyChart();
  new RequestPolicy(chart, 'Policy', { ...MINIMAL, ...changed });
  return manifestsOf(chart);
}

function policy(changed: Partial<RequestPolicyProps> = {}): unknown {
  return find(synthesized(changed), 'CertificateRequestPolicy', 'shop.web')['spec'];
}

describe('RequestPolicy', () => {
  it('allows what the request has and names nothing else, so that everything else is denied', () => {
    expect(policy()).toEqual({
      allowed: { isCA: false, usages: ['digital signature', 'server auth'] },
      constraints: { privateKey: { algorithm: 'ECDSA', minSize: 384, maxSize: 384 } },
      selector: {
        issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        namespace: { matchNames: ['shop'] },
      },
    });
  });

  it('allows names exactly, demands them, and takes the lifetime as both bounds', () => {
    const all: Partial<RequestPolicyProps> = {
      isCa: true,
      commonName: 'mesh-root',
      organizations: ['b', 'a'],
      countries: ['NL'],
      dnsNames: ['istiod.istio-system.svc'],
      uris: ['spiffe://example.org'],
      duration: Ttl.days(30),
    };
    expect(policy(all)).toMatchObject({
      allowed: {
        isCA: true,
        commonName: { required: true, value: 'mesh-root' },
        subject: {
          organizations: { required: true, values: ['a', 'b'] },
          countries: { required: true, values: ['NL'] },
        },
        dnsNames: { required: true, values: ['istiod.istio-system.svc'] },
        uris: { required: true, values: ['spiffe://example.org'] },
      },
      constraints: { minDuration: '720h', maxDuration: '720h' },
    });
  });

  // `*.example.com` among `values` would let a.b.example.com in.
  it('takes a wildcard name as itself, and not as a pattern', () => {
    expect(
      policy({ dnsNames: ['*.example.com', 'example.com'], commonName: '*.example.com' }),
    ).toMatchObject({
      allowed: {
        commonName: { required: true, validations: [{ rule: 'self == "*.example.com"' }] },
        dnsNames: {
          required: true,
          validations: [{ rule: 'self in ["*.example.com","example.com"]' }],
        },
      },
    });
    expect(JSON.stringify(policy({ dnsNames: ['*.example.com'] }))).not.toContain('"values"');
  });

  it('takes a number where the subject has a new one each time', () => {
    expect(policy({ serialNumber: 'decimal' })).toMatchObject({
      allowed: {
        subject: {
          serialNumber: { validations: [{ rule: 'self.matches("^[1-9][0-9]{0,38}$")' }] },
        },
      },
    });
  });

  describe('of a Certificate', () => {
    const certificateName = 'www.shop';
    const rule = 'cr.name.matches("^www[.]shop-[0-9]+$")';

    it('allows the requests that cert-manager names after it, by a rule of a name that is required', () => {
      const names = { commonName: 'a', dnsNames: ['b'], uris: ['spiffe://c'] };
      expect(policy({ certificateName, ...names })).toMatchObject({
        allowed: {
          commonName: { required: true, value: 'a', validations: [{ rule }] },
          dnsNames: { required: true, values: ['b'] },
          uris: { required: true, values: ['spiffe://c'] },
        },
      });
      expect(policy({ certificateName, dnsNames: ['b'], uris: ['spiffe://c'] })).toMatchObject({
        allowed: { dnsNames: { required: true, values: ['b'], validations: [{ rule }] } },
      });
      expect(policy({ certificateName, uris: ['spiffe://c'] })).toMatchObject({
        allowed: { uris: { required: true, values: ['spiffe://c'], validations: [{ rule }] } },
      });
    });

    it('says so once', () => {
      const all = policy({
        certificateName,
        commonName: 'a',
        dnsNames: ['b'],
        uris: ['spiffe://c'],
      });
      expect(JSON.stringify(all).split('cr.name')).toHaveLength(2);
    });

    it('has both rules where a name is a wildcard', () => {
      expect(policy({ certificateName, dnsNames: ['*.example.com'] })).toMatchObject({
        allowed: { dnsNames: { validations: [{ rule: 'self in ["*.example.com"]' }, { rule }] } },
      });
    });

    it('is not told by its name where that is so long that cert-manager hashes it', () => {
      const [fits, hashed] = [233, 234].map((length) =>
        JSON.stringify(policy({ certificateName: 'a'.repeat(length), commonName: 'a' })),
      );
      expect(fits).toContain('cr.name');
      expect(hashed).not.toContain('cr.name');
    });

    it('is no matter of requests that somebody else makes', () => {
      expect(JSON.stringify(policy({ commonName: 'a' }))).not.toContain('cr.name');
    });
  });

  it('takes the SPIFFE ID of any account where each request has that of another workload', () => {
    const said = JSON.stringify(policy({ workloadsOf: TrustDomain.of('a.example.org') }));
    const { allowed } = JSON.parse(said) as {
      readonly allowed: {
        readonly uris: { readonly validations: readonly { readonly rule: string }[] };
      };
    };
    const [{ rule } = { rule: '' }] = allowed.uris.validations;
    const pattern = new RegExp(/^self\.matches\("(.*)"\)$/.exec(rule)?.[1] ?? '');
    expect('spiffe://a.example.org/ns/shop/sa/web.front').toMatch(pattern);
    for (const other of [
      'spiffe://axexample.org/ns/shop/sa/web',
      'spiffe://b.example.org/ns/shop/sa/web',
      'spiffe://a.example.org/ns/shop/sa/web/more',
      'spiffe://a.example.org/ns/shop/other/sa/web',
      'spiffe://a.example.org/ns/shop/sa/',
      'spiffe://a.example.org',
    ]) {
      expect(other).not.toMatch(pattern);
    }
  });

  it('allows an organization without a text, and does not demand it', () => {
    const { allowed } = policy({ organizations: [''] }) as Record<'allowed', object>;
    expect(allowed).toHaveProperty('subject.organizations', { values: [''] });
  });

  it('limits how long at most, and not how short, where who asks chooses', () => {
    const { constraints } = policy({ maxDuration: Ttl.hours(24) }) as Record<'constraints', object>;
    expect(constraints).toMatchObject({ maxDuration: '24h' });
    expect(constraints).not.toHaveProperty('minDuration');
  });

  it('lets who makes the request use it, in the namespace of the request, and nobody else', () => {
    const objects = synthesized();
    expect(objects).toHaveLength(3);
    expect(find(objects, 'Role', 'shop.web')).toMatchObject({
      metadata: { namespace: 'shop' },
      rules: [
        {
          apiGroups: ['policy.cert-manager.io'],
          resources: ['certificaterequestpolicies'],
          resourceNames: ['shop.web'],
          verbs: ['use'],
        },
      ],
    });
    expect(find(objects, 'RoleBinding', 'shop.web')).toMatchObject({
      metadata: { namespace: 'shop' },
      roleRef: { kind: 'Role', name: 'shop.web' },
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' }],
    });
  });
});
