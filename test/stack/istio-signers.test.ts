import { prerequisitesOf } from '../../src/delivery/prerequisites';
import { IstioCa } from '../../src/istio/ca/istio-ca';
import { Gateway } from '../../src/istio/gateway/gateway';
import type { KubernetesSignerOptions } from '../../src/istio/kubernetes-signer/kubernetes-signer-options';
import { Sample } from '../../src/samples/sample';
import { Environment } from '../../src/stack/environment';
import type {
  IstioEnvironmentProps,
  IstioWithoutSpireOptions,
} from '../../src/stack/environment-props';
import { Lifetime } from '../../src/trust/lifetime';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import { ACME_ROOT_PEM } from '../cert-manager/subjects';
import { objectOf } from '../support/rendered';
import { refusalOf } from '../support/refusals';
import { MINIMAL_ENVIRONMENT } from './subjects';

const SIGNER: KubernetesSignerOptions = {
  domain: 'signers.example.com',
  name: 'mesh',
  rootPem: ACME_ROOT_PEM,
  lifetime: Lifetime.of(Ttl.days(365)),
  keyAtRenewal: 'kept',
};

const environment = (istio: IstioWithoutSpireOptions): Environment<IstioEnvironmentProps> => {
  const { trustDomain, clusterName } = MINIMAL_ENVIRONMENT;
  return Environment.withoutSpire('tried', { trustDomain, clusterName, istio });
};

describe('a signer of the Kubernetes CSR API in the place of the CA of istiod', () => {
  const ca = IstioCa.kubernetesSigner(SIGNER);

  it('is named to istiod, to proxies and to the role of istiod', () => {
    expect(objectOf(environment({ ca }).render(), 'IstioOperator', 'istio')).toMatchObject({
      spec: {
        meshConfig: {
          caCertificates: [{ pem: ACME_ROOT_PEM, certSigners: ['signers.example.com/mesh'] }],
          defaultConfig: { proxyMetadata: { ISTIO_META_CERT_SIGNER: 'mesh' } },
        },
        components: {
          pilot: {
            k8s: {
              env: [{ name: 'PILOT_CERT_PROVIDER', value: 'k8s.io/signers.example.com/mesh' }],
            },
          },
        },
        values: {
          global: { certSigners: ['signers.example.com/mesh'] },
          pilot: {
            env: {
              EXTERNAL_CA: 'ISTIOD_RA_KUBERNETES_API',
              CERT_SIGNER_DOMAIN: 'signers.example.com',
              CITADEL_SELF_SIGNED_CA_CERT_TTL: '720h',
            },
          },
        },
      },
    });
  });

  it('leaves it to proxies to find the root where they always do', () => {
    const operator = objectOf(environment({ ca }).render(), 'IstioOperator', 'istio');
    expect(JSON.stringify(operator)).not.toContain('pilotCertProvider');
  });

  it('is the one authority of the chain', () => {
    const named = IstioCa.kubernetesSigner({
      ...SIGNER,
      subject: Subject.of('mesh-ca'),
      istiodCertTtl: Ttl.days(2),
    });
    const { chain } = environment({ ca: named });
    expect(chain.nodes.map(({ id, title, issuer }) => [id, title, issuer])).toEqual([
      ['kubernetes-signer', 'mesh-ca', undefined],
      ['istiod-workloads', 'workloads and gateways', 'kubernetes-signer'],
      ['istiod-serving', "istiod's serving certificate", 'kubernetes-signer'],
    ]);
    expect(chain.leaves).toMatchObject([
      { duration: Ttl.hours(24) },
      { duration: Ttl.days(2), leftAtRenewal: Ttl.days(1) },
    ]);
  });

  it('is held to the lifetimes that its owner states', () => {
    const short = IstioCa.kubernetesSigner({
      ...SIGNER,
      lifetime: Lifetime.of(Ttl.hours(60)).renewBefore(Ttl.hours(12)),
      istiodCertTtl: Ttl.hours(12),
    });
    expect(environment({ ca: short }).findings()).toMatchObject([
      { code: 'WorkloadCertOutlivesIstiodCa', problem: expect.stringContaining('24h') as string },
    ]);
  });

  it('is none of Kubernetes itself, and has certificates of CAs alone as its root', () => {
    expect(
      refusalOf(() => IstioCa.kubernetesSigner({ ...SIGNER, domain: 'kubernetes.io' })),
    ).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining("'domain'") as string },
    ]);
    const rootPem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(refusalOf(() => IstioCa.kubernetesSigner({ ...SIGNER, rootPem }))).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining("'rootPem'") as string },
    ]);
    expect(
      refusalOf(() => IstioCa.kubernetesSigner({ ...SIGNER, istiodCertTtl: Ttl.minutes(9) })),
    ).toMatchObject([{ code: 'PropertyOutOfRange' }]);
  });
});

describe('certificates that are mounted from Secrets', () => {
  const ca = IstioCa.mountedFiles({
    subject: Subject.of('corporate-root'),
    lifetime: Lifetime.of(Ttl.days(3650)),
    keyAtRenewal: 'kept',
    leafLifetime: Lifetime.of(Ttl.days(30)),
  });

  it('are what proxies have and nothing else, and istiod signs nothing', () => {
    const operator = objectOf(
      environment({ ca, gateways: [Gateway.ingress()] }).render(),
      'IstioOperator',
      'istio',
    );
    expect(operator).toMatchObject({
      metadata: {
        annotations: {
          'mesh-trust/prerequisites':
            'Secret/istio-system/istio.istio-ingressgateway-service-account,Secret/istio-system/istiod-tls',
        },
      },
      spec: {
        meshConfig: { defaultConfig: { proxyMetadata: { FILE_MOUNTED_CERTS: 'true' } } },
        values: {
          global: { mountMtlsCerts: true, pilotCertProvider: 'custom' },
          pilot: { env: { ENABLE_CA_SERVER: 'false' } },
        },
      },
    });
  });

  it('are prerequisites with their keys and readers: of istiod, of gateways and of each account of a sample', () => {
    const { trustDomain, clusterName } = MINIMAL_ENVIRONMENT;
    const tried = Environment.withoutSpire('tried', {
      trustDomain,
      clusterName,
      istio: { ca, gateways: [Gateway.ingress()] },
      samples: [Sample.httpbin()],
    });
    const needed = prerequisitesOf(tried.render()).map(
      (each) => [`${each.namespace}/${each.name}`, each] as const,
    );
    // The client outside the mesh has no proxy.
    expect(needed.map(([place]) => place).filter((place) => place.includes('clients'))).toEqual([]);
    expect(Object.fromEntries(needed)).toMatchObject({
      'istio-system/istiod-tls': {
        keys: ['ca.crt', 'tls.crt', 'tls.key'],
        readBy: ['istiod'],
        neededIn: '80-istio',
      },
      'istio-system/istio.istio-ingressgateway-service-account': {
        keys: ['cert-chain.pem', 'key.pem', 'root-cert.pem'],
        readBy: ['gateway istio-ingressgateway'],
      },
      'httpbin/istio.httpbin': {
        keys: ['cert-chain.pem', 'key.pem', 'root-cert.pem'],
        readBy: ['proxy of Deployment httpbin-v1'],
        neededIn: '95-workloads',
      },
    });
  });

  it('hang in the chain below the root that their owner states', () => {
    expect(environment({ ca }).chain.nodes).toMatchObject([
      { id: 'files', title: 'corporate-root', keyIn: 'with its owner' },
      {
        id: 'istiod-workloads',
        issuer: 'files',
        duration: Ttl.days(30),
        keyIn: 'Secret istio.<service account> of its namespace',
      },
      { id: 'istiod-serving', issuer: 'files', keyIn: 'Secret istio-system/istiod-tls' },
    ]);
  });

  it('are refused for a gateway whose chart would mount those of another', () => {
    const gateways = [Gateway.ingress({ name: 'partner' })];
    expect(environment({ ca, gateways }).findings()).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining('partner') as string },
    ]);
  });
});
