import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { answered, listed, normalised } from './trial';

/** A namespace that a mistake has to itself. */
export const PKI = 'wrong-pki';

/** The ClusterIssuer of the root of the environment. */
export const MESH_ROOT = { kind: 'ClusterIssuer', name: 'selfsigned-ca' };

/** The issuer by which roots in that namespace sign themselves. */
export const SELF_SIGNED = { kind: 'Issuer', name: 'wrong-selfsigned' };

/** The namespace, and the issuer by which roots sign themselves in it. */
export const OWN_PKI: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: PKI } },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: SELF_SIGNED.kind,
    metadata: { name: SELF_SIGNED.name, namespace: PKI },
    spec: { selfSigned: {} },
  },
];

/** The Secret that cert-manager fills, decoded. */
export interface Issued {
  readonly certificate: string;
  readonly ca: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface Conditioned {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** A Certificate, with whatever this changes. */
export function certificate(
  name: string,
  issuer: { readonly kind: string; readonly name: string },
  spec: Readonly<Record<string, unknown>> = {},
  place = PKI,
): KubernetesObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: place },
    spec: {
      secretName: name,
      commonName: name,
      isCA: true,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: { group: 'cert-manager.io', ...issuer },
      ...spec,
    },
  };
}

/** An issuer that signs with the key of a Secret. */
export function caIssuer(
  kind: 'ClusterIssuer' | 'Issuer',
  name: string,
  secretName: string,
  place = PKI,
): KubernetesObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name, ...(kind === 'Issuer' ? { namespace: place } : {}) },
    spec: { ca: { secretName } },
  };
}

/** What cert-manager put into the Secret of a Certificate, once that is another than this one. */
export function issued(
  mesh: MeshUnderTest,
  name: string,
  { place = PKI, before = '' }: { readonly place?: string; readonly before?: string } = {},
): Promise<Issued> {
  return answered(`the Secret ${name} is filled anew`, async () => {
    const asked = ['get', '-n', place, 'secret', name, '--ignore-not-found', '-o', 'json'];
    const { stdout } = await mesh.components.run('kubectl', asked);
    const { data = {} } = (stdout === '' ? {} : JSON.parse(stdout)) as {
      readonly data?: Readonly<Record<string, string>>;
    };
    const pem = decoded(data['tls.crt']);
    return pem === '' || pem === before
      ? undefined
      : { certificate: pem, ca: decoded(data['ca.crt']) };
  });
}

/** The reason and message of a condition of an object, or of the first of these, once it is this. */
export function condition(
  mesh: MeshUnderTest,
  type: string,
  status: string,
  ...asked: readonly string[]
): Promise<string> {
  return answered(`${asked.join(' ')}: ${type} is ${status}`, async () => {
    const found = (await conditionsOf(mesh, asked)).find(
      (each) => each.type === type && each.status === status,
    );
    return found && wordsOf(found);
  });
}

/** The reason and message of the condition of an object that says this, once there is one. */
export function conditionWith(
  mesh: MeshUnderTest,
  words: RegExp,
  ...asked: readonly string[]
): Promise<string> {
  return answered(`${asked.join(' ')}: ${String(words)}`, async () =>
    (await conditionsOf(mesh, asked)).map(wordsOf).find((said) => words.test(said)),
  );
}

async function conditionsOf(
  mesh: MeshUnderTest,
  asked: readonly string[],
): Promise<readonly Condition[]> {
  return (await listed<Conditioned>(mesh, ...asked)).flatMap(
    ({ status: { conditions = [] } = {} }) => conditions,
  );
}

function wordsOf({ reason, message }: Condition): string {
  return normalised(`${reason}: ${message}`);
}

function decoded(value = ''): string {
  return Buffer.from(value, 'base64').toString('utf8');
}
