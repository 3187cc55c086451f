import { IstioVersion } from '../../../src/istio/istio-version';
import { IstioCa } from '../../../src/istio/ca/istio-ca';
import { istioChain } from '../../../src/istio/control-plane/istio-chain';
import { Lifetime } from '../../../src/trust/lifetime';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { Ttl } from '../../../src/trust/ttl';

const lifetime = Lifetime.of(Ttl.days(60)).renewBefore(Ttl.days(15));
const ca = IstioCa.certManager({ lifetime });
const trustDomain = TrustDomain.of('mesh.example.com');
const places = { caPath: '40-istiod-ca/cacerts', path: '80-istio/Istio' };

describe('istioChain', () => {
  test('istiod is an authority below the root, with its key in cacerts', () => {
    const [istiod] = istioChain({ trustDomain, ca }, places);
    expect(istiod).toMatchObject({
      kind: 'authority',
      id: 'istiod',
      issuer: 'root',
      path: '40-istiod-ca/cacerts',
      duration: Ttl.hours(1440),
      leftAtRenewal: Ttl.hours(360),
      keyAtRenewal: 'new',
      keyIn: 'Secret istio-system/cacerts',
      requestedIn: 'istio-system',
    });
  });

  test('workloads ask anew when half is left, and get at most what they ask for', () => {
    const [, workloads] = istioChain({ trustDomain, ca }, { ...places, issuer: 'intermediate' });
    expect(workloads).toMatchObject({
      kind: 'leaf',
      issuer: 'istiod',
      duration: Ttl.hours(24),
      maxDuration: Ttl.hours(24),
      leftAtRenewal: Ttl.hours(12),
      identities: 'spiffe://mesh.example.com/ns/<namespace>/sa/<service account>',
    });
  });

  test('a longer maximum is what rules are held against', () => {
    const ttls = { workloadCertTtl: Ttl.hours(6), maxWorkloadCertTtl: Ttl.hours(48) };
    expect(istioChain({ trustDomain, ca, ...ttls }, places)[1]).toMatchObject({
      duration: Ttl.hours(6),
      maxDuration: Ttl.hours(48),
    });
  });

  test("istiod's serving certificate ends with its CA, and is made anew with it", () => {
    expect(istioChain({ trustDomain, ca }, places)[2]).toMatchObject({
      kind: 'leaf',
      issuer: 'istiod',
      duration: lifetime.duration,
      leftAtRenewal: lifetime.leftAtRenewal,
      reissuedWithIssuer: true,
    });
  });

  test.each([IstioVersion.V1_26, IstioVersion.V1_27])(
    "istiod's serving certificate lives for ten years in %s, longer than its CA",
    (version) => {
      expect(istioChain({ trustDomain, ca, version }, places)[2]).toMatchObject({
        duration: Ttl.hours(87600),
        leftAtRenewal: Ttl.hours(87600 - 1080),
        reissuedWithIssuer: true,
      });
    },
  );
});
