import type { AcmeAccount } from '../cert-manager/acme/acme-account';
import type { EmittedIssuer } from '../cert-manager/issuer/emitted-issuer';
import type { IIssuer } from '../cert-manager/issuer/issuer';
import { LEAF_LIFETIME } from '../cert-manager/certificate/leaf-certificate';
import type { Leaf, OutsideAuthority } from '../trust/trust-chain';
import { Ttl } from '../trust/ttl';
import {
  accountOf,
  acmeLayerOf,
  edgeCertificateIdOf,
  edgeCertificatesOf,
  emittedIssuerOf,
  isRootIssuer,
  type EdgeCertificate,
} from './edge-certificates';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** What the chain has of the edge. */
export interface EdgeChain {
  /** Certificates of gateways, sidecars and their callers. */
  readonly leaves: readonly Leaf[];
  /** Who signs them, but for the root of the mesh. */
  readonly outside: readonly OutsideAuthority[];
}

/** The certificates at the edge and who signs them, in the order of their names. */
export function edgeChain(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): EdgeChain {
  const certificates = edgeCertificatesOf(props, parts);
  const signers = new Map(
    certificates
      .filter(({ leaf }) => !isRootIssuer(leaf.issuer, props))
      .map(({ leaf }) => [signerOf(leaf.issuer, props), leaf.issuer] as const),
  );
  return {
    leaves: certificates.map((certificate) => leafOf(environment, props, certificate)),
    outside: [...signers]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, issuer]) => {
        const account = accountOf(props, issuer);
        const signer = emittedIssuerOf(props, issuer);
        if (account !== undefined) {
          return accountOutside(acmePathOf(environment, account, parts), id, account);
        }
        return signer === undefined
          ? issuerOutside(environment, id, issuer)
          : signerOutside(`${environment}/30-roots/${signerIdOf(signer)}`, id, signer);
      }),
  };
}

/** The `id` of who signs: the root, an account, or an issuer that somebody else keeps. */
function signerOf(issuer: IIssuer, props: AnyEnvironmentProps): string {
  const { kind, name, namespace } = issuer;
  if (isRootIssuer(issuer, props)) {
    return 'root';
  }
  return accountOf(props, issuer) === undefined
    ? [kind, namespace, name].filter((part) => part !== undefined).join(' ')
    : `acme ${name}`;
}

function leafOf(
  environment: string,
  props: AnyEnvironmentProps,
  certificate: EdgeCertificate,
): Leaf {
  const { holder, layer, leaf, readIn, verifiedBy } = certificate;
  const { name, namespace, dnsNames, issuer, lifetime, renewBeforePercentage } = leaf;
  const { duration, leftAtRenewal } =
    accountOf(props, issuer)?.lifetime ?? lifetime ?? LEAF_LIFETIME;
  return {
    kind: 'leaf',
    id: `${holder} ${namespace} ${name}`,
    title: `${name} of a ${holder}`,
    issuer: signerOf(issuer, props),
    path: `${environment}/${layer}/${edgeCertificateIdOf(certificate)}`,
    lifetimeProperty: 'lifetime',
    duration,
    leftAtRenewal:
      renewBeforePercentage === undefined ? leftAtRenewal : share(duration, renewBeforePercentage),
    keyIn: `Secret ${namespace}/${leaf.secretName ?? name}`,
    verifiedBy: [verifiedBy],
    identities: dnsNames.map(String).sort().join(', '),
    names: { dnsNames: dnsNames.map(String).sort() },
    secret: { namespace, readIn },
  };
}

function issuerOutside(
  path: string,
  id: string,
  { kind, name, namespace }: IIssuer,
): OutsideAuthority {
  const place = namespace === undefined ? '' : `${namespace}/`;
  return {
    id,
    title: `${kind} ${place}${name}`,
    path,
    signsFor: LEAF_LIFETIME.duration,
    bundleIn: ['whoever trusts it'],
  };
}

function accountOutside(
  path: string,
  id: string,
  { name, directory, lifetime, isStaging }: AcmeAccount,
): OutsideAuthority {
  return {
    id,
    title: `${name} at ${new URL(directory.server).hostname}`,
    path,
    signsFor: lifetime.duration,
    bundleIn: [isStaging ? 'nobody, since it is for tests' : 'callers outside the mesh'],
  };
}

function signerOutside(path: string, id: string, signer: EmittedIssuer): OutsideAuthority {
  return {
    id,
    title: `${signer.name} at ${signer.host}`,
    path,
    signsFor: signer.maxTtl ?? LEAF_LIFETIME.duration,
    bundleIn: ['whoever trusts it'],
  };
}

/** Where the ClusterIssuer of an account stands in the model. */
export function acmeIdOf({ name }: AcmeAccount): string {
  return `AcmeClusterIssuer-${name}`;
}

/** The same, as a path. */
export function acmePathOf(
  environment: string,
  account: AcmeAccount,
  parts: EnvironmentParts,
): string {
  return `${environment}/${acmeLayerOf(account, parts)}/${acmeIdOf(account)}`;
}

/** Where the ClusterIssuer of a signer outside the cluster stands in the model. */
export function signerIdOf({ name }: EmittedIssuer): string {
  return `ClusterIssuer-${name}`;
}

function share(duration: Ttl, percentage: number): Ttl {
  return Ttl.seconds(Math.floor((duration.inSeconds * percentage) / 100));
}
