import { Lifetime } from '../../trust/lifetime';
import { refuseAny } from '../../trust/mesh-trust-error';
import type { Prerequisite } from '../../trust/prerequisite';
import { checkProps, instanceOf, oneOf, type PropertyTable } from '../../trust/props';
import { Subject } from '../../trust/subject';
import type { Authority, Leaf } from '../../trust/trust-chain';
import { CaFiles } from './ca-files';
import { ISTIOD_NAMESPACE, ISTIOD_TLS } from './istio-ca-names';
import {
  ISTIOD_SERVING,
  type IIstioCa,
  type IstioCaContext,
  type IstioCaSettings,
} from './istio-ca-source';

/** Certificates that somebody else puts into Secrets, and the facts of the authority that signs them. */
export interface MountedFilesProps {
  /** Distinguished name of the root in all of the Secrets. */
  readonly subject: Subject;
  /** How long that root lives and when its owner renews it. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** How long the certificates of workloads, gateways and istiod live, and when their owner renews them. */
  readonly leafLifetime: Lifetime;
}

/** One check for each property. */
export const MOUNTED_FILES_PROPERTIES: PropertyTable<MountedFilesProps> = {
  subject: instanceOf(Subject, "Subject.of('corporate-root')"),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(3650))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  leafLifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(30))'),
};

/** `id` in the chain of who signs. */
const SIGNER = 'files';

/**
 * No CA that anybody asks: each proxy has its certificate from the Secret `istio.<service account>` of
 * its namespace (`cert-chain.pem`, `key.pem`, `root-cert.pem`), mounted at `/etc/certs`, and istiod its
 * own from `istiod-tls` (`tls.crt`, `tls.key`, `ca.crt`).
 *
 * @see https://github.com/istio/istio/blob/1.30.3/architecture/security/istio-agent.md
 */
export class MountedFilesCa implements IIstioCa {
  /** The Secret that a proxy of this ServiceAccount mounts. */
  public static secretOf(serviceAccount: string, namespace: string, readBy: string): Prerequisite {
    return {
      kind: 'Secret',
      namespace,
      name: `istio.${serviceAccount}`,
      keys: ['cert-chain.pem', 'key.pem', 'root-cert.pem'],
      readBy,
      purpose: `certificate of ${serviceAccount} in the mesh`,
    };
  }

  /**
   * Certificates with these facts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: MountedFilesProps): MountedFilesCa {
    refuseAny(checkProps('IstioCa.mountedFiles', props, MOUNTED_FILES_PROPERTIES));
    return new MountedFilesCa(props);
  }

  /** Nobody is asked. */
  public readonly signer = 'files';
  /** istiod would serve without TLS otherwise, and does not look again. */
  public readonly neededSecrets = [{ name: ISTIOD_TLS, keys: CaFiles.TLS.all }];
  /** The root is in the Secrets. */
  public readonly isBelowRoot = false;
  /**
   * istiod signs nothing, and proxies mount their files. They ask no CA where one is missing, but stay
   * unready: without `FILE_MOUNTED_CERTS` they would turn to istiod.
   */
  public readonly settings: IstioCaSettings = {
    pilotEnv: { ENABLE_CA_SERVER: 'false' },
    global: { mountMtlsCerts: true, pilotCertProvider: 'custom' },
    proxyMetadata: { FILE_MOUNTED_CERTS: 'true' },
  };

  private constructor(private readonly facts: MountedFilesProps) {}

  /** The root in the Secrets, with what its owner states. */
  public authorities({ caPath, workloads }: IstioCaContext): readonly Authority[] {
    const { subject, lifetime, keyAtRenewal } = this.facts;
    return [
      {
        kind: 'authority',
        id: SIGNER,
        title: subject.commonName,
        path: caPath,
        lifetimeProperty: 'lifetime',
        duration: lifetime.duration,
        leftAtRenewal: lifetime.leftAtRenewal,
        keyAtRenewal,
        keyIn: 'with its owner',
        bundleIn: ['every Secret with a certificate below it'],
        verifiedBy: [workloads, 'proxies that connect to istiod'],
      },
    ];
  }

  /** The root in the Secrets signs for proxies. */
  public workloadIssuer(): string {
    return SIGNER;
  }

  /** What proxies have, whatever they would ask for. */
  public get workloadLeaf(): Pick<Leaf, 'duration' | 'leftAtRenewal' | 'keyIn'> {
    const { duration, leftAtRenewal } = this.facts.leafLifetime;
    return { duration, leftAtRenewal, keyIn: 'Secret istio.<service account> of its namespace' };
  }

  /** The serving certificate of istiod. */
  public leaves({ caPath }: IstioCaContext): readonly Leaf[] {
    const { duration, leftAtRenewal } = this.facts.leafLifetime;
    return [
      {
        ...ISTIOD_SERVING,
        issuer: SIGNER,
        path: caPath,
        lifetimeProperty: 'leafLifetime',
        duration,
        leftAtRenewal,
        keyIn: `Secret ${ISTIOD_NAMESPACE}/${ISTIOD_TLS}`,
        secret: { namespace: ISTIOD_NAMESPACE, readIn: ISTIOD_NAMESPACE },
      },
    ];
  }
}
