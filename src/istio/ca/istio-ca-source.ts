import type { Authority, Leaf } from '../../trust/trust-chain';
import type { EnvironmentVariable } from '../operator/kubernetes-resources';
import type { MeshCertificateData } from '../operator/mesh-config';
import type { GlobalValues } from '../operator/global-values';
import type { IstioVersion } from '../istio-version';
import { ISTIOD_NAMESPACE } from './istio-ca-names';

/** Who signs for proxies without SPIRE: istiod with a key of its own, or somebody whom it, or they, ask. */
export type IstioSigner = 'istiod' | 'istio-csr' | 'kubernetes' | 'files';

/** What the place of a CA in the chain depends on, besides the CA itself. */
export interface IstioCaContext {
  /** Path of what the CA is made of. */
  readonly caPath: string;
  /** Path of the control plane. */
  readonly path: string;
  /** The `id` of who signs the CA, where the model has it. */
  readonly issuer: string;
  /** Release of istiod. */
  readonly version: IstioVersion;
  /** Name of this control plane among several. @default - the only one */
  readonly revision?: string;
  /** Where those who verify find the root. */
  readonly bundleIn: string;
  /** How to call those whose certificates it signs. */
  readonly workloads: string;
}

/** What istiod and the proxies are told of the CA. */
export interface IstioCaSettings {
  /** Environment of istiod. @default - nothing */
  readonly pilotEnv?: Readonly<Record<string, string>>;
  /** Environment of istiod that takes the place of what its chart says. @default - nothing */
  readonly istiodEnv?: readonly EnvironmentVariable[];
  /** Values of every chart. @default - nothing */
  readonly global?: Pick<
    GlobalValues,
    'caAddress' | 'certSigners' | 'mountMtlsCerts' | 'pilotCertProvider'
  >;
  /** Environment of proxies. @default - nothing */
  readonly proxyMetadata?: Readonly<Record<string, string>>;
  /** Roots by who signs below them. @default - istiod knows its own */
  readonly caCertificates?: readonly MeshCertificateData[];
}

/** A Secret that somebody else makes. */
export interface NeededSecret {
  /** `metadata.name`. */
  readonly name: string;
  /** Keys under its `data` that are read. */
  readonly keys: readonly string[];
}

/** Where the certificates of the control plane, and of proxies without SPIRE, come from. */
export interface IIstioCa {
  /** Who signs for proxies without SPIRE. */
  readonly signer: IstioSigner;
  /** What istiod and the proxies are told. */
  readonly settings: IstioCaSettings;
  /** Secrets that must be in the namespace of istiod before it starts. */
  readonly neededSecrets: readonly NeededSecret[];
  /** Whether it hangs below the root of the environment. */
  readonly isBelowRoot: boolean;
  /** The authorities that it adds to the chain. */
  authorities(context: IstioCaContext): readonly Authority[];
  /** The `id` of who signs for proxies. */
  workloadIssuer(context: IstioCaContext): string;
  /** What is otherwise with certificates that proxies do not ask for. @default - they ask */
  readonly workloadLeaf?: Pick<Leaf, 'duration' | 'leftAtRenewal' | 'keyIn'>;
  /** The serving certificate of istiod, and of whoever signs for proxies in its place. */
  leaves(context: IstioCaContext): readonly Leaf[];
}

/** What every serving certificate of istiod has. */
export const ISTIOD_SERVING = {
  kind: 'leaf',
  id: 'istiod-serving',
  title: "istiod's serving certificate",
  identities: `istiod.${ISTIOD_NAMESPACE}.svc`,
  verifiedBy: ['proxies', 'kube-apiserver, which calls its webhooks'],
} as const;
