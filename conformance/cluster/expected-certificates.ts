import { edgeCertificatesOf } from '../../src/stack/edge-certificates';
import type { Environment } from '../../src/stack/environment';
import { partsOf } from '../../src/stack/environment-parts';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import type { ChainNode, TrustChain } from '../../src/trust/trust-chain';

/** What a Secret has to hold, as the model says it. */
export interface ExpectedCertificate {
  /** Its `id` in the chain. */
  readonly id: string;
  readonly secret: SecretPlace;
  /** Whether it signs itself. */
  readonly isRoot: boolean;
  /** The Secret with the certificate of who signs it: its own for a root. */
  readonly issuerSecret: SecretPlace;
  /** The Secret with the certificate that everybody trusts in the end. */
  readonly rootSecret: SecretPlace;
  readonly seconds: number;
  readonly key: string;
  readonly names: ExpectedNames;
}

/** Where a Secret is. */
export interface SecretPlace {
  readonly namespace: string;
  readonly name: string;
}

/** What the certificate itself says. */
export interface ExpectedNames {
  /** Its relative names, sorted. */
  readonly subject: readonly string[];
  readonly issuer: readonly string[];
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly keyUsages: readonly string[];
  readonly extendedKeyUsages: readonly string[];
}

/** What the properties of an environment say of a certificate, beside the chain. */
interface Said {
  readonly subject: string;
  readonly key: KeyAlgorithm;
  readonly dnsNames: readonly string[];
}

interface CertificateSpec {
  readonly secretName: string;
  readonly usages: readonly string[];
}

/** cert-manager adds it to the usages of every CA. */
const OF_EVERY_CA = 'cert sign';
const EXTENDED: readonly string[] = ['client auth', 'server auth'];

/** Every certificate of an environment that cert-manager signs itself, and keeps in a Secret. */
export function expectedCertificates(environment: Environment): readonly ExpectedCertificate[] {
  const { chain } = environment;
  return chain.nodes
    .filter((node) => node.keyIn.startsWith('Secret '))
    .filter((node) => chain.outsideIssuerOf(node) === undefined)
    .map((node): ExpectedCertificate => {
      const issuer = chain.issuerOf(node) ?? node;
      const secret = placeOf(node);
      return {
        id: node.id,
        secret,
        isRoot: issuer === node,
        issuerSecret: placeOf(issuer),
        rootSecret: placeOf(rootOf(chain, node)),
        seconds: node.duration.inSeconds,
        key: `${saidOf(environment, node).key}`,
        names: namesOf(environment, node, issuer),
      };
    });
}

function namesOf(environment: Environment, node: ChainNode, issuer: ChainNode): ExpectedNames {
  const { subject, dnsNames } = saidOf(environment, node);
  const usages = [
    ...usagesOf(environment, placeOf(node)),
    ...(node.kind === 'authority' ? [OF_EVERY_CA] : []),
  ];
  const isExtended = (usage: string): boolean => EXTENDED.includes(usage);
  return {
    subject: relativeNames(subject),
    issuer: relativeNames(saidOf(environment, issuer).subject),
    isCa: node.kind === 'authority',
    pathLength: node.kind === 'authority' ? node.maxPathLength : undefined,
    dnsNames,
    uris: [],
    keyUsages: [...new Set(usages.filter((usage) => !isExtended(usage)))].sort(),
    extendedKeyUsages: usages.filter(isExtended).sort(),
  };
}

/** The Certificates that an environment writes. */
export function writtenCertificates(environment: Environment): readonly KubernetesObject[] {
  return environment
    .render()
    .layers.flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'Certificate');
}

/** The relative names of a distinguished name: in which order they are encoded is not compared. */
export function relativeNames(name: string): readonly string[] {
  return name.split(', ').sort();
}

function saidOf({ props }: Environment, node: ChainNode): Said {
  const selfSignedRoot = props.root.selfSignedRoot;
  if (node.id === 'root' && selfSignedRoot !== undefined) {
    const { subject, key } = selfSignedRoot;
    return { subject: `${subject}`, key, dnsNames: [] };
  }
  const { certificate } = props.istio.ca;
  if (node.id === 'istiod' && certificate !== undefined) {
    const { subject, key, dnsNames } = certificate;
    return { subject: `${subject}`, key, dnsNames: dnsNames.map(String) };
  }
  const place = placeOf(node);
  const edge = edgeCertificatesOf(props, partsOf(props)).find(
    ({ leaf: { name, namespace, secretName = name } }) =>
      namespace === place.namespace && secretName === place.name,
  );
  if (edge === undefined) {
    throw new Error(`nothing is said of ${node.id}`);
  }
  const { key = KeyAlgorithm.ECDSA_P256, dnsNames } = edge.leaf;
  return { subject: '', key, dnsNames: dnsNames.map(String).sort() };
}

function rootOf(chain: TrustChain, node: ChainNode): ChainNode {
  const issuer = chain.issuerOf(node);
  return issuer === undefined ? node : rootOf(chain, issuer);
}

function placeOf({ id, keyIn }: ChainNode): SecretPlace {
  const [, namespace, name] = /^Secret ([^/]+)\/(\S+)$/.exec(keyIn) ?? [];
  if (namespace === undefined || name === undefined) {
    throw new Error(`the key of ${id} is in ${keyIn}`);
  }
  return { namespace, name };
}

function usagesOf(environment: Environment, { namespace, name }: SecretPlace): readonly string[] {
  const specs = writtenCertificates(environment)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map((certificate) => certificate['spec'] as CertificateSpec)
    .filter(({ secretName }) => secretName === name);
  const [spec] = specs;
  if (spec === undefined || specs.length > 1) {
    throw new Error(`${specs.length} Certificates fill the Secret ${namespace}/${name}, not one`);
  }
  return spec.usages;
}
