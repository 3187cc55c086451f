import { prerequisitesOf } from '../../src/delivery/prerequisites';
import { CaFiles } from '../../src/istio/ca/ca-files';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { IstioCaRoot } from '../../src/istio/ca/istio-ca-root';
import { Lifetime } from '../../src/trust/lifetime';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import { environmentWith, namesIn, objectOf } from '../support/rendered';

const lifetime = Lifetime.of(Ttl.days(365));

/** An environment with SPIRE and this CA of istiod. */
const withCa = (ca: IstioCa<'istiod'>) => environmentWith({ istio: { ca } });

/** The same where it is meant that SPIRE has another root. */
const apart = (ca: IstioCa<'istiod'>) =>
  environmentWith({
    istio: { ca },
    spire: { separateRootBecause: 'Every proxy of this mesh has its certificate from SPIRE.' },
  });

/** The node of this id. */
const nodeIn = (ca: IstioCa<'istiod'>, wanted: string, within = withCa) =>
  within(ca).chain.nodes.find(({ id }) => id === wanted);

describe('a CA of istiod that is in cacerts already', () => {
  const ca = IstioCa.existing({ files: CaFiles.ISTIO, lifetime, keyAtRenewal: 'new' });

  it('is not emitted, but named as a prerequisite of istiod', () => {
    const rendered = withCa(ca).render();
    expect(namesIn(rendered, '40-istiod-ca')).toEqual([]);
    expect(objectOf(rendered, 'IstioOperator', 'istio').metadata).toMatchObject({
      namespace: 'istio-system',
      annotations: { 'mesh-trust/prerequisites': 'Secret/istio-system/cacerts' },
    });
  });

  it.each([
    [CaFiles.ISTIO, ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem']],
    [CaFiles.TLS, ['ca.crt', 'tls.crt', 'tls.key']],
  ])('lists the files %s among the prerequisites', (files, keys) => {
    const existing = IstioCa.existing({ files, lifetime, keyAtRenewal: 'new' });
    expect(prerequisitesOf(withCa(existing).render())).toEqual([
      expect.objectContaining({ name: 'cacerts', keys, readBy: ['istiod'], neededIn: '80-istio' }),
    ]);
  });

  it('stands in the chain below the root of the environment, with what its owner states', () => {
    expect(nodeIn(ca, 'istiod')).toMatchObject({
      issuer: 'root',
      duration: Ttl.days(365),
      keyAtRenewal: 'new',
      keyIn: 'Secret istio-system/cacerts, ca-key.pem',
    });
    expect(nodeIn(ca, 'root')).toMatchObject({
      bundleIn: [
        'ConfigMap istio-ca-root-cert in every namespace',
        'ConfigMap spire-system/spire-bundle',
      ],
    });
  });

  it('has the files of a Secret of type kubernetes.io/tls, too', () => {
    const tls = IstioCa.existing({ files: CaFiles.TLS, lifetime, keyAtRenewal: 'kept' });
    expect(nodeIn(tls, 'istiod')).toMatchObject({
      keyIn: 'Secret istio-system/cacerts, tls.key',
    });
    expect(`${CaFiles.TLS}`).toBe('tls.key, tls.crt, ca.crt');
    expect(`${CaFiles.ISTIO}`).toBe('ca-key.pem, ca-cert.pem, root-cert.pem, cert-chain.pem');
  });

  it('hangs below a root of its own where its owner says so', () => {
    const other = IstioCa.existing({
      files: CaFiles.ISTIO,
      lifetime,
      keyAtRenewal: 'new',
      root: IstioCaRoot.other({
        subject: Subject.of('corporate-root'),
        lifetime: Lifetime.of(Ttl.days(3650)),
        keyAtRenewal: 'kept',
      }),
    });
    expect(nodeIn(other, 'istiod', apart)).toMatchObject({ issuer: 'istiod-root' });
    expect(nodeIn(other, 'istiod-root', apart)).toMatchObject({
      title: 'corporate-root',
      bundleIn: ['ConfigMap istio-ca-root-cert in every namespace'],
    });
    expect(nodeIn(other, 'root', apart)).toMatchObject({
      bundleIn: ['ConfigMap spire-system/spire-bundle'],
    });
  });

  it('is held to the lifetimes that its owner states, as one that is made here', () => {
    const short = IstioCa.existing({
      files: CaFiles.TLS,
      lifetime: Lifetime.of(Ttl.hours(48)).renewBefore(Ttl.hours(6)),
      keyAtRenewal: 'new',
    });
    expect(withCa(short).findings()).toMatchObject([{ code: 'WorkloadCertOutlivesIstiodCa' }]);
  });

  it('is held to the length of path that its owner states', () => {
    const noLeaf = IstioCa.existing({
      files: CaFiles.TLS,
      lifetime,
      keyAtRenewal: 'new',
      root: IstioCaRoot.other({
        subject: Subject.of('corporate-root'),
        lifetime: Lifetime.of(Ttl.days(3650)),
        keyAtRenewal: 'kept',
        maxPathLength: 0,
      }),
    });
    expect(apart(noLeaf).findings()).toMatchObject([{ code: 'PathLengthExceeded' }]);
  });
});

describe('a root that istiod makes itself', () => {
  const ca = IstioCa.selfSigned();
  const envOf = (of: IstioCa<'istiod'>): unknown => {
    const { values } = objectOf(apart(of).render(), 'IstioOperator', 'istio')['spec'] as {
      readonly values: { readonly pilot: { readonly env: unknown } };
    };
    return values.pilot.env;
  };

  it('is a root of the chain beside that of SPIRE, with its key kept', () => {
    expect(apart(ca).chain.roots.map(({ id }) => id)).toEqual(['root', 'istiod']);
    expect(nodeIn(ca, 'istiod', apart)).toMatchObject({
      keyAtRenewal: 'kept',
      duration: Ttl.days(3650),
      leftAtRenewal: Ttl.days(730),
      keyIn: 'Secret istio-system/istio-ca-secret',
    });
    expect(nodeIn(ca, 'istiod-serving', apart)).toMatchObject({ duration: Ttl.days(3650) });
  });

  it('is told its lifetime and when it is renewed, and nothing else that Istio has by itself', () => {
    expect(envOf(ca)).toEqual({
      DEFAULT_WORKLOAD_CERT_TTL: '24h',
      MAX_WORKLOAD_CERT_TTL: '24h',
      CITADEL_SELF_SIGNED_CA_CERT_TTL: '87600h',
      CITADEL_SELF_SIGNED_ROOT_CERT_GRACE_PERIOD_PERCENTILE: '20',
    });
  });

  it('is told everything that is chosen', () => {
    const chosen = IstioCa.selfSigned({
      duration: Ttl.days(365),
      renewBeforePercentage: 30,
      checkInterval: Ttl.hours(6),
      firstCheck: 'at-once',
      rsaKeySize: 4096,
      secret: 'cacerts',
    });
    expect(envOf(chosen)).toMatchObject({
      CITADEL_SELF_SIGNED_CA_CERT_TTL: '8760h',
      CITADEL_SELF_SIGNED_ROOT_CERT_GRACE_PERIOD_PERCENTILE: '30',
      CITADEL_SELF_SIGNED_ROOT_CERT_CHECK_INTERVAL: '6h',
      CITADEL_ENABLE_JITTER_FOR_ROOT_CERT_ROTATOR: 'false',
      CITADEL_SELF_SIGNED_CA_RSA_KEY_SIZE: '4096',
      USE_CACERTS_FOR_SELF_SIGNED_CA: 'true',
    });
    expect(nodeIn(chosen, 'istiod', apart)).toMatchObject({ keyIn: 'Secret istio-system/cacerts' });
  });

  it('is refused beside SPIRE unless it is said that it is meant', () => {
    expect(withCa(IstioCa.selfSigned()).findings()).toMatchObject([{ code: 'RootsDiffer' }]);
  });
});
