import { IstioCa } from '../../../src/istio/ca/istio-ca';
import { KeyAlgorithm } from '../../../src/trust/key-algorithm';
import { Lifetime } from '../../../src/trust/lifetime';
import { RotationPolicy } from '../../../src/trust/rotation-policy';
import { Subject } from '../../../src/trust/subject';
import { Ttl } from '../../../src/trust/ttl';
import { refusalOf } from '../../support/refusals';

const lifetime = Lifetime.of(Ttl.days(60));

describe('IstioCa', () => {
  test('a lifetime is enough: the key is new at each renewal, the subject is that of istiod', () => {
    const { certificate } = IstioCa.certManager({ lifetime });
    expect(certificate).toMatchObject({
      lifetime,
      key: KeyAlgorithm.ECDSA_P256,
      rotationPolicy: RotationPolicy.ALWAYS,
      issuer: undefined,
      subject: { commonName: 'istiod.istio-system.svc' },
    });
    expect(certificate?.dnsNames.map(String)).toEqual(['istiod.istio-system.svc']);
    expect(IstioCa.SECRET_NAME).toBe('cacerts');
  });

  test('key, rotation, issuer and subject can be chosen', () => {
    const issuer = {
      kind: 'ClusterIssuer',
      name: 'mesh-root',
      group: 'cert-manager.io',
      signsCas: true,
    } as const;
    const { certificate } = IstioCa.certManager({
      lifetime,
      key: KeyAlgorithm.RSA_4096,
      rotationPolicy: RotationPolicy.NEVER,
      issuer,
      subject: Subject.of('mesh istiod'),
    });
    expect(certificate).toMatchObject({
      key: KeyAlgorithm.RSA_4096,
      issuer,
      subject: { commonName: 'mesh istiod' },
    });
    expect(certificate?.rotationPolicy.keepsKey).toBe(true);
  });

  test('an issuer that signs only leaves is refused where TypeScript did not look', () => {
    const issuer = {
      kind: 'ClusterIssuer',
      name: 'acme',
      group: 'cert-manager.io',
      signsCas: false,
    };
    expect(
      refusalOf(() => IstioCa.certManager({ lifetime, issuer: issuer as never })),
    ).toMatchObject([
      { code: 'PropertyWrongType', problem: expect.stringContaining("'issuer'") as string },
    ]);
  });
});
