import type { Environment } from '../../src/stack/environment';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { KeyAlgorithm } from '../../src/trust/key-algorithm';
import type { Subject } from '../../src/trust/subject';
import type { Authority, TrustChain } from '../../src/trust/trust-chain';

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

/** What the properties of an environment say of an authority, beside the chain. */
interface Said {
  readonly subject: Subject;
  readonly key: KeyAlgorithm;
  readonly dnsNames: readonly string[];
}

interface CertificateSpec {
  readonly secretName: string;
  readonly usages: readonly string[];
}

/** cert-manager adds it to the usages of every CA. */
const OF_EVERY_CA = 'cert sign';

/** Every certificate of an environment that cert-manager keeps in a Secret. */
export function expectedCertificates(environment: Environment): readonly ExpectedCertificate[] {
  const { chain } = environment;
  return chain.authorities
    .filter(({ keyIn }) => keyIn.startsWith('Secret '))
    .map((authority): ExpectedCertificate => {
      const issuer = chain.issuerOf(authority) ?? authority;
      const { subject, key, dnsNames } = saidOf(environment, authority);
      const secret = placeOf(authority);
      return {
        id: authority.id,
        secret,
        isRoot: issuer === authority,
        issuerSecret: placeOf(issuer),
        rootSecret: placeOf(rootOf(chain, authority)),
        seconds: authority.duration.inSeconds,
        key: `${key}`,
        names: {
          subject: relativeNames(`${subject}`),
          issuer: relativeNames(`${saidOf(environment, issuer).subject}`),
          isCa: true,
          pathLength: authority.maxPathLength,
          dnsNames,
          uris: [],
          keyUsages: [...new Set([...usagesOf(environment, secret), OF_EVERY_CA])].sort(),
          extendedKeyUsages: [],
        },
      };
    });
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

function saidOf({ props }: Environment, { id }: Authority): Said {
  const { selfSignedRoot } = props.root;
  if (id === 'root' && selfSignedRoot !== undefined) {
    const { subject, key } = selfSignedRoot;
    return { subject, key, dnsNames: [] };
  }
  if (id === 'istiod') {
    const { subject, key, dnsNames } = props.istio.ca;
    return { subject, key, dnsNames: dnsNames.map(String) };
  }
  throw new Error(`nothing is said of the authority ${id}`);
}

function rootOf(chain: TrustChain, authority: Authority): Authority {
  const issuer = chain.issuerOf(authority);
  return issuer === undefined ? authority : rootOf(chain, issuer);
}

function placeOf({ id, keyIn }: Authority): SecretPlace {
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
