import { generateKeyPairSync } from 'node:crypto';
import { outputFindings } from '../../../src/delivery/rules/output-rules';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import { containing } from '../../support/containing';
import {
  configMap,
  environment,
  layer,
  namespace,
  smallEnvironment,
} from '../../support/environments';

function findingsOf(...objects: readonly KubernetesObject[]): ReturnType<typeof outputFindings> {
  return outputFindings(smallEnvironment('dev', objects).render());
}

function problemsOf(...objects: readonly KubernetesObject[]): string[] {
  return findingsOf(...objects).map((finding) => finding.problem);
}

function withMetadata(metadata: object): KubernetesObject {
  const base = configMap('settings');
  return { ...base, metadata: { ...base.metadata, ...metadata } };
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: object = {},
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'demo' }, ...rest };
}

function clusterObject(
  apiVersion: string,
  kind: string,
  name: string,
  rest: object = {},
): KubernetesObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

describe('objects of an output', () => {
  test('ObjectDuplicate fires on one kind and name in one namespace, across layers', () => {
    const twice = environment('dev', [
      layer('00-namespaces', [namespace('demo'), configMap('a')]),
      layer('95-workloads', [configMap('a')]),
    ]);
    expect(outputFindings(twice.render())).toMatchObject([
      {
        code: 'ObjectDuplicate',
        path: 'dev/95-workloads/ConfigMap/demo/a',
        problem: containing('dev/00-namespaces/ConfigMap/demo/a'),
      },
    ]);
  });

  test('ObjectDuplicate fires when only the version of the API differs', () => {
    const gateways = ['v1', 'v1beta1'].map((version) =>
      object(`networking.istio.io/${version}`, 'Gateway', 'a'),
    );
    expect(findingsOf(...gateways)).toMatchObject([{ code: 'ObjectDuplicate' }]);
  });

  test('ObjectDuplicate is silent on one name in two namespaces, and on two groups with one kind', () => {
    const elsewhere = { ...configMap('a'), metadata: { name: 'a', namespace: 'default' } };
    const gateways = ['networking.istio.io', 'gateway.networking.k8s.io'].map((group) =>
      object(`${group}/v1`, 'Gateway', 'a'),
    );
    expect(findingsOf(configMap('a'), elsewhere, ...gateways)).toEqual([]);
  });
});

describe('the form of objects', () => {
  test.each([
    [
      'a name with capitals',
      withMetadata({ name: 'Settings' }),
      "'metadata.name' must be a DNS subdomain",
    ],
    ['no name', withMetadata({ name: undefined }), 'got nothing'],
    [
      'a name of a Service that begins with a digit',
      object('v1', 'Service', '1st'),
      'begins with a letter',
    ],
    [
      'a name of a StatefulSet of 53 characters',
      object('apps/v1', 'StatefulSet', 'x'.repeat(53)),
      'at most 52',
    ],
    [
      'a Role with a slash',
      object('rbac.authorization.k8s.io/v1', 'Role', 'a/b'),
      'without / and %',
    ],
    [
      'no namespace',
      withMetadata({ namespace: undefined }),
      "'metadata.namespace' must be a DNS label: a ConfigMap has one, got nothing",
    ],
    [
      'an over-long value of a label',
      withMetadata({ labels: { app: 'x'.repeat(64) } }),
      "'metadata.labels['app']'",
    ],
    ['a label that is a number', withMetadata({ labels: { app: 1 } }), "'metadata.labels['app']'"],
    ['a malformed key of a label', withMetadata({ labels: { '-app': 'x' } }), 'got "-app"'],
    [
      'a malformed key of an annotation',
      withMetadata({ annotations: { 'a b': 'x' } }),
      'got "a b"',
    ],
    [
      'an annotation that is no text',
      withMetadata({ annotations: { a: true } }),
      "'metadata.annotations['a']' must be a text, got true",
    ],
    ['a malformed key of data', configMap('a', { 'a/b': 'x' }), `'data' must have keys of letters`],
    [
      'a malformed label of a template',
      object('apps/v1', 'Deployment', 'a', {
        spec: { template: { metadata: { labels: { app: '-' } } } },
      }),
      "'spec.template.metadata.labels['app']'",
    ],
  ])('ObjectMalformed fires on %s', (_, wrong, problem) => {
    const malformed = findingsOf(wrong).filter((finding) => finding.code === 'ObjectMalformed');
    expect(malformed).toHaveLength(1);
    expect(malformed[0]?.problem).toContain(problem);
  });

  test('ObjectMalformed fires on a namespace of a kind that has none', () => {
    expect(findingsOf(object('cert-manager.io/v1', 'ClusterIssuer', 'ca'))).toMatchObject([
      { code: 'ObjectMalformed', problem: containing('a ClusterIssuer has none') },
    ]);
  });

  test('ObjectMalformed is silent on names at their longest and on colons in names of roles', () => {
    expect(
      findingsOf(
        configMap('x'.repeat(253), { 'server.conf': '', _: '' }),
        object('apps/v1', 'StatefulSet', 'x'.repeat(52)),
        clusterObject('rbac.authorization.k8s.io/v1', 'ClusterRole', 'spire:agent'),
        withMetadata({
          labels: { 'app.kubernetes.io/name': 'x'.repeat(63), empty: '' },
          annotations: { 'Example.com/Why': 'any text\nof any length' },
        }),
      ),
    ).toEqual([]);
  });
});

describe('private keys', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const published = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = privateKey.export({ format: 'jwk' });

  test.each([
    ['PEM', { key: `a key:\n${pem}` }, 'data.key'],
    ['PEM of another algorithm', { key: '-----BEGIN RSA PRIVATE KEY-----' }, 'data.key'],
    ['PEM in base64', { key: Buffer.from(published + pem).toString('base64') }, 'data.key'],
    ['a JWK in a text', { 'keys.json': JSON.stringify({ keys: [jwk] }) }, 'data.keys.json'],
  ])('PrivateKeyInOutput fires on %s', (_, data, at) => {
    expect(findingsOf(configMap('a', data))).toMatchObject([
      { code: 'PrivateKeyInOutput', problem: containing(`'${at}'`) },
    ]);
  });

  test('PrivateKeyInOutput fires on a JWK in fields, on patches and on inputs of istioctl', () => {
    const holder = object('example.com/v1', 'Keys', 'a', { spec: { jwk } });
    const patches = [{ target: { version: 'v1', kind: 'Keys', name: 'a' }, patch: holder }];
    const layers = [layer('00-namespaces', [namespace('demo')], { patches })];
    const findings = outputFindings(environment('dev', layers, [holder]).render());
    expect(findings.map((finding) => finding.code)).toEqual([
      'PrivateKeyInOutput',
      'PrivateKeyInOutput',
    ]);
  });

  test.each(['data', 'stringData'])('PrivateKeyInOutput fires on a Secret with %s', (key) => {
    expect(findingsOf(object('v1', 'Secret', 'a', { [key]: { a: 'b' } }))).toMatchObject([
      { code: 'PrivateKeyInOutput', problem: containing(`'${key}'`) },
    ]);
  });

  test('PrivateKeyInOutput never shows the key', () => {
    const [finding] = findingsOf(configMap('a', { key: pem }));
    expect(JSON.stringify(finding)).not.toContain(pem.split('\n')[1]);
  });

  test('PrivateKeyInOutput is silent on certificates, public keys and the words', () => {
    const data = { key: published, text: 'the private key stays in SPIRE', d: '{"d": "short"}' };
    const jwks = JSON.stringify(publicKey.export({ format: 'jwk' }));
    expect(findingsOf(configMap('a', { ...data, jwks }))).toEqual([]);
  });
});

describe('fields of controllers', () => {
  const webhooks = [{ name: 'a', clientConfig: { caBundle: 'Zm9v' } }];

  test('ControllerFieldInOutput fires on a caBundle of a webhook', () => {
    const configuration = clusterObject(
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
      'a',
      { webhooks },
    );
    expect(findingsOf(configuration)).toMatchObject([
      {
        code: 'ControllerFieldInOutput',
        problem: containing("'webhooks[0].clientConfig.caBundle'"),
      },
    ]);
  });

  test('ControllerFieldInOutput fires on data of the trust bundle and of what says that it is filled', () => {
    const annotations = { 'mesh-trust/filled-by': 'trust-manager' };
    const filled = withMetadata({ annotations });
    expect(findingsOf(configMap('spire-bundle'), filled)).toMatchObject([
      { code: 'ControllerFieldInOutput', problem: containing('the SPIRE server') },
      { code: 'ControllerFieldInOutput', problem: containing('trust-manager') },
    ]);
  });

  test('ControllerFieldInOutput is silent on the caBundle of an issuer, and on a bundle without data', () => {
    const bundle = object('v1', 'ConfigMap', 'spire-bundle');
    const issuer = object('cert-manager.io/v1', 'Issuer', 'acme', {
      spec: { acme: { caBundle: 'Zm9v' } },
    });
    expect(findingsOf(bundle, issuer)).toEqual([]);
  });
});

describe('references', () => {
  const pod = (spec: object): KubernetesObject =>
    object('apps/v1', 'Deployment', 'a', { spec: { template: { spec } } });
  const container = (rest: object): KubernetesObject =>
    pod({ containers: [{ name: 'a', ...rest }] });
  const at = (path: string, got: string): string =>
    `'${path}' must refer to something in the output, got ${got}`;
  const binding = (kind: string, rest: object): KubernetesObject =>
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', {
      roleRef: { kind, name: 'missing' },
      ...rest,
    });
  const inPod = 'spec.template.spec';

  test.each([
    [
      'a namespace',
      { ...configMap('a'), metadata: { name: 'a', namespace: 'missing' } },
      at('metadata.namespace', 'Namespace missing'),
    ],
    [
      'a ServiceAccount',
      pod({ serviceAccountName: 'missing' }),
      at(`${inPod}.serviceAccountName`, 'ServiceAccount demo/missing'),
    ],
    [
      'a PriorityClass',
      pod({ priorityClassName: 'missing' }),
      at(`${inPod}.priorityClassName`, 'PriorityClass missing'),
    ],
    [
      'a Secret of a registry',
      pod({ imagePullSecrets: [{ name: 'missing' }] }),
      at(`${inPod}.imagePullSecrets`, 'Secret demo/missing'),
    ],
    [
      'a ConfigMap in a volume',
      pod({ volumes: [{ name: 'a', configMap: { name: 'missing' } }] }),
      at(`${inPod}.volumes[0]`, 'ConfigMap demo/missing'),
    ],
    [
      'a Secret in a volume',
      pod({ volumes: [{ name: 'a', secret: { secretName: 'missing' } }] }),
      at(`${inPod}.volumes[0]`, 'Secret demo/missing'),
    ],
    [
      'a projected ConfigMap',
      pod({
        volumes: [{ name: 'a', projected: { sources: [{ configMap: { name: 'missing' } }] } }],
      }),
      at(`${inPod}.volumes[0]`, 'ConfigMap demo/missing'),
    ],
    [
      'a claim',
      pod({ volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'missing' } }] }),
      at(`${inPod}.volumes[0]`, 'PersistentVolumeClaim demo/missing'),
    ],
    [
      'a CSI driver',
      pod({ volumes: [{ name: 'a', csi: { driver: 'csi.spiffe.io' } }] }),
      at(`${inPod}.volumes[0]`, 'CSIDriver csi.spiffe.io'),
    ],
    [
      'a Secret in a variable',
      container({
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'missing', key: 'a' } } }],
      }),
      at(`${inPod}.containers[0].env`, 'Secret demo/missing'),
    ],
    [
      'a ConfigMap in variables',
      container({ envFrom: [{ configMapRef: { name: 'missing' } }] }),
      at(`${inPod}.containers[0].envFrom`, 'ConfigMap demo/missing'),
    ],
    [
      'the Service of a StatefulSet',
      object('apps/v1', 'StatefulSet', 'a', { spec: { serviceName: 'missing' } }),
      at('spec.serviceName', 'Service demo/missing'),
    ],
    ['a Role', binding('Role', {}), at('roleRef', 'Role demo/missing')],
    ['a ClusterRole', binding('ClusterRole', {}), at('roleRef', 'ClusterRole missing')],
    [
      'a subject',
      binding('ClusterRole', {
        roleRef: { kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'missing', namespace: 'demo' }],
      }),
      at('subjects', 'ServiceAccount demo/missing'),
    ],
    [
      'the Service of a webhook',
      clusterObject('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'a', {
        webhooks: [{ clientConfig: { service: { name: 'missing', namespace: 'demo' } } }],
      }),
      at('webhooks[0].clientConfig.service', 'Service demo/missing'),
    ],
    [
      'an Issuer',
      object('cert-manager.io/v1', 'Certificate', 'a', {
        spec: { issuerRef: { name: 'missing' } },
      }),
      at('spec.issuerRef', 'Issuer demo/missing'),
    ],
    [
      'a ClusterIssuer',
      object('cert-manager.io/v1', 'Certificate', 'a', {
        spec: { issuerRef: { kind: 'ClusterIssuer', name: 'missing' } },
      }),
      at('spec.issuerRef', 'ClusterIssuer missing'),
    ],
    [
      'the Secret of an Issuer',
      object('cert-manager.io/v1', 'Issuer', 'a', { spec: { ca: { secretName: 'missing' } } }),
      at('spec.ca.secretName', 'Secret demo/missing'),
    ],
    [
      'the Secret of a ClusterIssuer',
      clusterObject('cert-manager.io/v1', 'ClusterIssuer', 'a', {
        spec: { ca: { secretName: 'missing' } },
      }),
      at('spec.ca.secretName', 'Secret missing'),
    ],
    [
      'a credential of a Gateway',
      object('networking.istio.io/v1', 'Gateway', 'a', {
        spec: { servers: [{ tls: { credentialName: 'missing' } }] },
      }),
      at('spec.servers[0].tls.credentialName', 'Secret missing'),
    ],
    [
      'a Gateway',
      object('networking.istio.io/v1', 'VirtualService', 'a', {
        spec: { gateways: ['mesh', 'missing'] },
      }),
      at('spec.gateways', 'Gateway demo/missing'),
    ],
    [
      'a federated trust domain',
      {
        apiVersion: 'spire.spiffe.io/v1alpha1',
        kind: 'ClusterSPIFFEID',
        metadata: { name: 'a' },
        spec: { federatesWith: ['west.example.com'] },
      },
      at('spec.federatesWith', 'ClusterFederatedTrustDomain west.example.com'),
    ],
  ])('ReferenceDangling fires on %s', (_, mentioning, problem) => {
    expect(findingsOf(mentioning)).toMatchObject([{ code: 'ReferenceDangling' }]);
    expect(problemsOf(mentioning)).toEqual([problem]);
  });

  test('ReferenceDangling is silent on what is in the output, and on the Secret of a Certificate', () => {
    const certificate = object('cert-manager.io/v1', 'Certificate', 'gateway', {
      spec: { secretName: 'made', issuerRef: { name: 'ca' } },
    });
    expect(
      findingsOf(
        configMap('settings'),
        certificate,
        object('cert-manager.io/v1', 'Issuer', 'ca', { spec: { ca: { secretName: 'made' } } }),
        object('networking.istio.io/v1', 'Gateway', 'front', {
          spec: { servers: [{ tls: { credentialName: 'made' } }] },
        }),
        object('networking.istio.io/v1', 'VirtualService', 'front', {
          spec: { gateways: ['front', 'demo/front'] },
        }),
        pod({
          volumes: [
            { name: 'a', configMap: { name: 'settings' } },
            { name: 'b', secret: { secretName: 'made' } },
          ],
        }),
      ),
    ).toEqual([]);
  });

  test('ReferenceDangling is silent on what every cluster has, and on what may be missing', () => {
    const subjects = [
      { kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' },
      { kind: 'Group', name: 'missing' },
    ];
    expect(
      findingsOf(
        pod({
          serviceAccountName: 'default',
          priorityClassName: 'system-node-critical',
          volumes: [
            { name: 'a', configMap: { name: 'kube-root-ca.crt' } },
            { name: 'b', secret: { secretName: 'missing', optional: true } },
          ],
        }),
        binding('ClusterRole', {
          roleRef: { kind: 'ClusterRole', name: 'system:auth-delegator' },
          subjects,
        }),
        { ...configMap('a'), metadata: { name: 'a', namespace: 'kube-system' } },
        object('cert-manager.io/v1', 'Certificate', 'a', {
          spec: { issuerRef: { group: 'example.com', kind: 'External', name: 'missing' } },
        }),
      ),
    ).toEqual([]);
  });

  test('ReferenceDangling is silent on what is named as a prerequisite', () => {
    const annotations = {
      'mesh-trust/prerequisites': 'Secret/datastore, Secret/other/far, PriorityClass/high',
    };
    const mentioning = pod({
      priorityClassName: 'high',
      volumes: [{ name: 'a', secret: { secretName: 'datastore' } }],
    });
    const { metadata } = mentioning;
    const far = object('networking.istio.io/v1', 'Gateway', 'a', {
      spec: { servers: [{ tls: { credentialName: 'far' } }] },
    });
    expect(findingsOf({ ...mentioning, metadata: { ...metadata, annotations } }, far)).toEqual([]);
  });

  test('says how to name a prerequisite', () => {
    expect(findingsOf(pod({ imagePullSecrets: [{ name: 'registry' }] }))).toMatchObject([
      { fix: containing('mesh-trust/prerequisites: Secret/demo/registry') },
    ]);
  });
});
