import * as fs from 'node:fs';
import { certificateIn, secondsOf } from '../../certificates/certificate';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { environmentWith, importing } from '../written';
import { condition, conditionWith, issued } from './cert-manager-objects';
import { askGateway, complaintOf } from './edge-answers';
import { requestSays } from './edge-challenge';
import {
  acmeCertificate,
  CONTROL,
  gateway,
  GATEWAY_NAMESPACE,
  hostOf,
  https,
} from './edge-objects';
import type { AcmeRoot, EdgeTrial } from './edge-trial';
import { accountWith, environmentAtEdge, siteFor, siteOf } from './edge-written';
import { verdictOf } from './openssl';
import { answered, silentlyWrong } from './trial';

const topic = 'Certificates at the edge';
const CERT_MANAGER = 'cert-manager 1.21';
const TWO_OF_ONE_NAME = ['shop', 'blog'].map((name) =>
  siteOf(
    name,
    `ServerTls.simple(GatewayCertificate.of({ name: 'web', hosts: [DnsName.of('${name}.example.com')], issuer: AcmeIssuer.cluster('letsencrypt') }))`,
  ),
);

/** Mistakes of certificates that are asked of an ACME server. */
export const CERTIFICATE_TRIALS: readonly EdgeTrial[] = [
  {
    id: 'account-that-is-not-there',
    topic,
    mistake: 'A certificate is asked of an account that nobody made.',
    written: environmentAtEdge({
      sites: [siteFor(undefined, "AcmeIssuer.cluster('letsencript')")],
    }),
    plain: `kind: Certificate
spec:
  issuerRef:
    kind: ClusterIssuer
    name: letsencript`,
    judgedBy: CERT_MANAGER,
    objects: () => [acmeCertificate('wrong-edge-account', { issuer: 'letsencript' })],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const request = ['-n', GATEWAY_NAMESPACE, 'certificaterequest', 'wrong-edge-account-1'];
      return { verdict: 'fails later', said: await condition(mesh, 'Ready', 'False', ...request) };
    },
  },
  {
    id: 'lifetime-of-an-acme-certificate',
    topic,
    mistake: 'A certificate of an ACME server is to live for a day.',
    written: `import { App, Chart } from 'cdk8s';
${importing(['AcmeIssuer', 'DnsName', 'LeafCertificate', 'Lifetime', 'Ttl'])}

new LeafCertificate(new Chart(new App(), 'ingress'), 'Certificate', {
  name: 'shop',
  namespace: 'istio-system',
  dnsNames: [DnsName.of('shop.example.com')],
  usages: 'server',
  issuer: AcmeIssuer.cluster('letsencrypt'),
  lifetime: Lifetime.of(Ttl.days(1)),
});`,
    plain: `kind: Certificate        # its issuer is an ACME server
spec:
  duration: 24h
  renewBefore: 8h`,
    judgedBy: CERT_MANAGER,
    objects: () => [
      acmeCertificate('wrong-edge-lifetime', {
        issuer: CONTROL,
        duration: '24h',
        renewBefore: '8h',
      }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const { certificate } = await issued(mesh, 'wrong-edge-lifetime', {
        place: GATEWAY_NAMESPACE,
      });
      const days = Math.round(secondsOf(certificateIn(certificate)) / 86_400);
      return silentlyWrong(days !== 1, `It is issued, and lives ${days} days, as the server says`);
    },
  },
  {
    id: 'staging-server-for-a-site',
    topic,
    mistake: 'A site is certified by the staging server of the CA.',
    written: environmentAtEdge({
      accounts: [
        accountWith('AcmeSolver.http01Ingress()'),
        "AcmeAccount.of({ name: 'staging', directory: AcmeDirectory.letsEncryptStaging(), solvers: [AcmeSolver.http01Ingress()] })",
      ],
      sites: [siteFor(undefined, "AcmeIssuer.cluster('staging')")],
    }),
    plain: `kind: ClusterIssuer
spec:
  acme:
    server: https://acme-staging-v02.api.letsencrypt.org/directory    # here: another that no browser trusts`,
    judgedBy: `${CERT_MANAGER} and the ingress gateway, then curl`,
    objects: () => [
      gateway('wrong-edge-staging', [
        https(hostOf(CONTROL), { mode: 'SIMPLE', credentialName: CONTROL }),
      ]),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const control = ['-n', GATEWAY_NAMESPACE, 'certificate', CONTROL];
      const said = await condition(mesh, 'Ready', 'True', ...control);
      const words = await answered('curl does not trust it', async () => {
        const { code, ...outcome } = await askGateway(mesh, `https://${hostOf(CONTROL)}/`);
        return code === 60 ? complaintOf({ code, ...outcome }) : undefined;
      });
      return silentlyWrong(true, `cert-manager: ${said}. ${words}`);
    },
  },
  {
    id: 'client-certificate-of-an-acme-server',
    topic,
    mistake: 'The certificate by which a client is known is asked of an ACME server.',
    written: environmentWith({
      imports: [
        'AcmeAccount',
        'AcmeDirectory',
        'AcmeIssuer',
        'AcmeSolver',
        'ClientCa',
        'DnsName',
        'Gateway',
        'GatewayCertificate',
        'IstioExperiment',
        'Sample',
        'SecretRef',
        'ServerTls',
      ],
      istio:
        '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), gateways: [Gateway.ingress()], experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS] }',
      others: [
        `acme: [${accountWith('AcmeSolver.http01Ingress()')}]`,
        `samples: [
    Sample.httpbin({
      tls: ServerTls.mutual(
        GatewayCertificate.of({ name: 'httpbin', hosts: [DnsName.of('httpbin.example.com')], issuer: AcmeIssuer.cluster('letsencrypt') }),
        ClientCa.inSecret(SecretRef.of('httpbin-cacert', 'ca.crt')),
      ),
    }),
  ]`,
      ],
    }),
    plain: `kind: Certificate
spec:
  dnsNames: [client.example.com]
  usages: [client auth]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }`,
    judgedBy: `${CERT_MANAGER}, at an ACME server that signs as Let's Encrypt does, then OpenSSL`,
    objects: () => [
      acmeCertificate('wrong-edge-client', {
        issuer: CONTROL,
        usages: ['digital signature', 'client auth'],
      }),
    ],
    look: async (mesh: MeshUnderTest, { root }: AcmeRoot): Promise<Seen> => {
      const place = GATEWAY_NAMESPACE;
      const { certificate } = await issued(mesh, 'wrong-edge-client', { place });
      const { extendedKeyUsages } = certificateIn(certificate);
      const words = await verdictOf(certificate, fs.readFileSync(root, 'utf8'), {
        between: certificate,
        purpose: 'sslclient',
      });
      return {
        verdict: 'fails later',
        said: `It is issued, for ${extendedKeyUsages.join(', ')}. Who verifies the client: ${words}`,
      };
    },
  },
  {
    id: 'common-name-of-another-host',
    topic,
    mistake: 'The common name of a certificate is none of its DNS names.',
    written: `import { App, Chart } from 'cdk8s';
${importing(['AcmeIssuer', 'DnsName', 'LeafCertificate'])}

new LeafCertificate(new Chart(new App(), 'ingress'), 'Certificate', {
  name: 'shop',
  namespace: 'istio-system',
  commonName: 'www.example.com',
  dnsNames: [DnsName.of('shop.example.com')],
  usages: 'server',
  issuer: AcmeIssuer.cluster('letsencrypt'),
});`,
    plain: `kind: Certificate        # its issuer is an ACME server
spec:
  commonName: www.example.com
  dnsNames: [shop.example.com]`,
    judgedBy: CERT_MANAGER,
    objects: () => [
      acmeCertificate('wrong-edge-common', { issuer: CONTROL, commonName: 'www.example.com' }),
    ],
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const said = await requestSays(mesh, 'wrong-edge-common', /commonName/);
      return {
        verdict: 'fails later',
        said: said.replaceAll(hostOf('wrong-edge-common'), 'shop.example.com'),
      };
    },
  },
  {
    id: 'secret-of-two-certificates',
    topic,
    mistake: 'Two certificates are kept in one Secret.',
    written: environmentAtEdge({ sites: TWO_OF_ONE_NAME }),
    plain: `kind: Certificate        # and another for blog.example.com, with the same secretName
metadata:
  name: shop
spec:
  secretName: web
  dnsNames: [shop.example.com]`,
    judgedBy: CERT_MANAGER,
    objects: () =>
      ['wrong-edge-one', 'wrong-edge-two'].map((name) =>
        acmeCertificate(name, { issuer: CONTROL, secretName: 'wrong-edge-one' }),
      ),
    look: async (mesh: MeshUnderTest): Promise<Seen> => {
      const asked = ['-n', GATEWAY_NAMESPACE, 'certificate', 'wrong-edge-two'];
      const words = await conditionWith(mesh, /issued for/, ...asked);
      return {
        verdict: 'fails later',
        said: `The second is never issued. ${words.replaceAll('wrong-edge-one', 'shop')}`,
      };
    },
  },
];
