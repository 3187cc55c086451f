import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { Approval } from '../../src/cert-manager/approval/approval';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { RootBundle } from '../../src/cert-manager/bundle/root-bundle';
import { filesOf } from '../../src/delivery/files';
import { prerequisitesOf } from '../../src/delivery/prerequisites';
import { outputFindings } from '../../src/delivery/rules/output-rules';
import { Sample } from '../../src/samples/sample';
import { SpireKeyType } from '../../src/spire/server/spire-key-type';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import { ONE_SITE } from '../support/edge';
import { allObjects, environmentWith, namesIn, objectOf } from '../support/rendered';
import { HTTPBIN_TLS } from './subjects';

const approval = Approval.policies();

/** What is written, when the last look at it finds nothing. */
function written(changed: Partial<EnvironmentProps> = {}): RenderedEnvironment {
  const rendered = environmentWith({ approval, ...changed }).render();
  expect(outputFindings(rendered)).toEqual([]);
  return rendered;
}

function policyOf(rendered: RenderedEnvironment, name: string): KubernetesObject {
  return objectOf(rendered, 'CertificateRequestPolicy', name);
}

const INSTALLED = CertManager.alreadyInstalled({
  version: CertManagerVersion.V1_21,
  namespace: 'pki',
  serviceAccountName: 'signer',
});

describe('approval by cert-manager', () => {
  it('is what is written unless something else is said', () => {
    const plain = environmentWith().render();
    expect(filesOf(environmentWith({ approval: Approval.certManager() }).render())).toEqual(
      filesOf(plain),
    );
    expect(plain.layers.map(({ name }) => name)).not.toContain('25-approval');
    expect(JSON.stringify(plain)).not.toContain('certificaterequests-approver');
  });
});

describe('approval by policies', () => {
  it('has a policy, a Role and a binding for each request of the chain', () => {
    const names = ['cert-manager.mesh-root', 'istio-system.cacerts', 'spire-server.spire-ca'];
    expect(namesIn(written(), '25-approval')).toEqual(
      ['CertificateRequestPolicy', 'Role', 'RoleBinding'].flatMap((kind) =>
        names.map((name) => `${kind}/${name}`),
      ),
    );
  });

  it('has one for every Certificate that is written, by the same name in its namespace', () => {
    const samples = [Sample.helloworld(), Sample.httpbin({ tls: HTTPBIN_TLS })];
    const rendered = written({ ...ONE_SITE, samples });
    const certificates = allObjects(rendered).filter(({ kind }) => kind === 'Certificate');
    expect(certificates.length).toBeGreaterThan(4);
    for (const { metadata, spec } of certificates) {
      const { issuerRef, usages } = Object(spec) as Record<'issuerRef' | 'usages', object>;
      const { namespace = '', name } = metadata;
      expect(policyOf(rendered, `${namespace}.${name}`)).toMatchObject({
        spec: {
          allowed: { usages: expect.arrayContaining(Object.values(usages)) as unknown },
          selector: { issuerRef, namespace: { matchNames: [namespace] } },
        },
      });
    }
  });

  it('allows the CA of istiod what its Certificate says, and no other lifetime or key', () => {
    expect(policyOf(written(), 'istio-system.cacerts')).toMatchObject({
      spec: {
        allowed: {
          isCA: true,
          commonName: {
            required: true,
            value: 'istiod.istio-system.svc',
            validations: [{ rule: 'cr.name.matches("^cacerts-[0-9]+$")' }],
          },
          dnsNames: { required: true, values: ['istiod.istio-system.svc'] },
          usages: ['cert sign', 'digital signature', 'key encipherment'],
        },
        constraints: {
          minDuration: '720h',
          maxDuration: '720h',
          privateKey: { algorithm: 'ECDSA', minSize: 256, maxSize: 256 },
        },
        selector: { issuerRef: { name: 'mesh-root', kind: 'ClusterIssuer' } },
      },
    });
  });

  it('allows the CA of SPIRE what the server asks for, to the account of the server', () => {
    const rendered = written({
      spire: {
        serverNamespace: 'trust',
        upstream: UpstreamAuthority.certManager({ namespace: 'trust' }),
        caTtl: Ttl.hours(12),
        x509SvidTtl: Ttl.minutes(30),
        caKeyType: SpireKeyType.EC_P384,
        caSubject: Subject.of('mesh SPIRE', { organizations: ['Example'], countries: ['NL'] }),
      },
    });
    expect(policyOf(rendered, 'trust.spire-ca')).toMatchObject({
      spec: {
        allowed: {
          isCA: true,
          usages: ['cert sign', 'crl sign'],
          commonName: { value: 'mesh SPIRE' },
          subject: {
            organizations: { values: ['Example'] },
            countries: { values: ['NL'] },
            serialNumber: { validations: [{}] },
          },
          uris: { required: true, values: ['spiffe://mesh.example.com'] },
        },
        constraints: {
          minDuration: '12h',
          maxDuration: '12h',
          privateKey: { algorithm: 'ECDSA', minSize: 384, maxSize: 384 },
        },
      },
    });
    expect(objectOf(rendered, 'RoleBinding', 'trust.spire-ca', 'trust')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'spire-server', namespace: 'trust' }],
    });
  });

  it.each([
    [SpireKeyType.RSA_2048, { algorithm: 'RSA', minSize: 2048 }],
    [SpireKeyType.RSA_4096, { algorithm: 'RSA', minSize: 4096 }],
    [SpireKeyType.EC_P256, { algorithm: 'ECDSA', minSize: 256 }],
  ])('allows SPIRE a key of %s', (caKeyType, privateKey) => {
    const rendered = written({ spire: { caKeyType } });
    expect(policyOf(rendered, 'spire-server.spire-ca')).toMatchObject({
      spec: { constraints: { privateKey } },
    });
  });

  // An ACME server decides how long: the request says nothing, and a limit would deny it.
  it('limits no lifetime of what an ACME server signs', () => {
    const { spec } = policyOf(written(ONE_SITE), 'istio-system.hello-example-com');
    expect(spec).toMatchObject({ selector: { issuerRef: { name: 'letsencrypt' } } });
    expect(JSON.stringify(spec)).not.toContain('Duration');
  });

  it('switches the approver of a release off: flag and permission', () => {
    const layer = written().layers.find(({ name }) => name === '20-cert-manager');
    const name = 'cert-manager-controller-approve:cert-manager-io';
    expect(layer?.patches.slice(1)).toMatchObject([
      {
        target: { kind: 'Deployment', name: 'cert-manager' },
        patch: [
          {
            op: 'add',
            path: '/spec/template/spec/containers/0/args/-',
            value: '--controllers=*,-certificaterequests-approver',
          },
        ],
      },
      { target: { kind: 'ClusterRole', name }, patch: { $patch: 'delete' } },
      { target: { kind: 'ClusterRoleBinding', name }, patch: { $patch: 'delete' } },
    ]);
    const file = filesOf(written()).find(
      ({ path }) => path === 'tried/20-cert-manager/kustomization.yaml',
    );
    expect(file?.content).toContain('- op: add\n');
  });

  it('asks for approver-policy, and of an installed cert-manager that its approver is off', () => {
    const installationsIn = (rendered: RenderedEnvironment): readonly unknown[] =>
      prerequisitesOf(rendered).filter(({ kind }) => kind === 'Installation');
    expect(installationsIn(written())).toMatchObject([
      { name: 'approver-policy 0.27.0', neededIn: '25-approval' },
    ]);
    const rendered = written({ certManager: INSTALLED });
    expect(rendered.layers.map(({ name }) => name)).not.toContain('20-cert-manager');
    expect(installationsIn(rendered)).toMatchObject([
      { name: 'approver-policy 0.27.0' },
      {
        name: 'cert-manager 1.21.1',
        namespace: 'pki',
        purposes: [
          expect.stringContaining('--cluster-resource-namespace=pki'),
          expect.stringContaining('disableAutoApproval: true'),
        ],
      },
    ]);
  });

  it('binds the account of an installed cert-manager, which is there beforehand', () => {
    expect(
      objectOf(written({ certManager: INSTALLED }), 'RoleBinding', 'istio-system.cacerts'),
    ).toMatchObject({
      metadata: { annotations: { 'mesh-trust/prerequisites': 'ServiceAccount/pki/signer' } },
      subjects: [{ name: 'signer', namespace: 'pki' }],
    });
  });

  it('takes a wildcard certificate as it is', () => {
    const account = AcmeAccount.of({
      name: 'letsencrypt',
      directory: AcmeDirectory.letsEncrypt(),
      solvers: [AcmeSolver.dns01Route53()],
    });
    const rendered = written({ ...ONE_SITE, acme: [account] });
    expect(namesIn(rendered, '25-approval')).toContain(
      'CertificateRequestPolicy/istio-system.hello-example-com',
    );
  });
});

describe('a bundle of the root', () => {
  it('is in the layer of the root, and in the chain', () => {
    const bundle = RootBundle.trustManager();
    const environment = environmentWith({ bundle });
    const rendered = environment.render();
    expect(outputFindings(rendered)).toEqual([]);
    expect(namesIn(rendered, '30-roots')).toContain('Bundle/mesh-root-ca');
    expect(objectOf(rendered, 'Bundle', 'mesh-root-ca')).toMatchObject({
      spec: { sources: [{ secret: { name: 'mesh-root', key: 'tls.crt' } }] },
    });
    const root = environment.chain.nodes.find(({ id }) => id === 'root');
    expect(root).toMatchObject({
      bundleIn: expect.arrayContaining([bundle.toString()]) as unknown,
    });
    expect(prerequisitesOf(rendered)).toMatchObject([
      { name: 'trust-manager 0.24.0', neededIn: '30-roots' },
    ]);
  });

  it('is refused where trust-manager does not find the root', () => {
    const bundle = RootBundle.trustManager({ trustNamespace: 'trust' });
    expect(environmentWith({ bundle }).findings()).toMatchObject([
      { code: 'BundleSourceOutOfReach', path: 'tried/30-roots/RootBundle' },
    ]);
  });
});
