import { outputFindings } from '../../../src/delivery/rules/output-rules';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { smallEnvironment } from '../../support/environments';

function certificate(name: string, issuer: string): KubernetesObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: 'demo' },
    spec: {
      secretName: name,
      issuerRef: { name: issuer, kind: 'Issuer', group: 'cert-manager.io' },
    },
  };
}

function issuer(name: string, spec: object): KubernetesObject {
  const metadata = { name, namespace: 'demo' };
  return { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata, spec };
}

const CHAIN = [
  issuer('self', { selfSigned: {} }),
  certificate('root', 'self'),
  issuer('root', { ca: { secretName: 'root' } }),
  certificate('cacerts', 'root'),
];

function bundle(
  source: object,
  annotations: Readonly<Record<string, string>> = {},
): KubernetesObject {
  return {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'roots', annotations },
    spec: { sources: [source] },
  };
}

function found(source: object, annotations?: Readonly<Record<string, string>>): readonly object[] {
  const objects = [...CHAIN, bundle(source, annotations)];
  return outputFindings(smallEnvironment('dev', objects).render());
}

describe('the sources of a Bundle', () => {
  test('IntermediateInBundle fires on the certificate of what the root signed, and on its ca.crt', () => {
    for (const key of ['tls.crt', 'ca.crt']) {
      expect(found({ secret: { name: 'cacerts', key } })).toEqual([
        {
          code: 'IntermediateInBundle',
          path: 'dev/50-spire-server/Bundle/roots',
          problem: `'spec.sources[0].secret' must be tls.crt of a self-signed root, got ${key} of the Certificate cacerts`,
          fix: 'take tls.crt from the Secret of the root, or write RootCertificate.pem(…)',
        },
      ]);
    }
  });

  test('IntermediateInBundle fires on every key but the certificate of a root', () => {
    expect(found({ secret: { name: 'root', includeAllKeys: true } })).toMatchObject([
      { code: 'IntermediateInBundle', problem: expect.stringContaining('all keys') as unknown },
    ]);
  });

  test('IntermediateInBundle is silent on a root, and on what is elsewhere or written out', () => {
    expect(found({ secret: { name: 'root', key: 'tls.crt' } })).toEqual([]);
    expect(found({ inLine: 'PEM' })).toEqual([]);
    const annotations = { 'mesh-trust/prerequisites': 'Secret/cert-manager/cacerts' };
    expect(found({ secret: { name: 'cacerts', key: 'tls.crt' } }, annotations)).toEqual([]);
  });

  test('ReferenceDangling fires on a source that is nowhere', () => {
    expect(found({ secret: { name: 'nowhere', key: 'tls.crt' } })).toMatchObject([
      { code: 'ReferenceDangling', problem: expect.stringContaining('Secret nowhere') as unknown },
    ]);
    expect(found({ configMap: { name: 'nowhere', key: 'ca.crt' } })).toMatchObject([
      {
        code: 'ReferenceDangling',
        problem: expect.stringContaining('ConfigMap nowhere') as unknown,
      },
    ]);
  });
});
