import { refuseAny } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import type { Authority } from '../../trust/trust-chain';
import { CaIssuer } from '../issuer/ca-issuer';
import { OfflineRoot } from './offline-root';
import type { IRoot, RootContext } from './root';
import { STATED_CA_PROPERTIES, statedAuthority, type StatedCaProps } from './stated-ca';

/** A root whose certificate and key are in a Secret already. */
export interface SecretRootProps extends StatedCaProps {
  /** Name of the Secret with `tls.crt` and `tls.key`, in the cluster resource namespace. */
  readonly secretName: string;
  /** Name of the ClusterIssuer that signs with it. @default - the name of the Secret */
  readonly name?: string;
}

/** An intermediate whose certificate and key are in a Secret already, below a root that is not. */
export interface OfflineTrustRootProps extends SecretRootProps {
  /** The root that signed it. Its certificate stands in `tls.crt`, too, behind that of the intermediate. */
  readonly root: OfflineRoot;
}

/** One check for each property of a root in a Secret. */
export const SECRET_ROOT_PROPERTIES: PropertyTable<SecretRootProps> = {
  secretName: text(DNS_SUBDOMAIN, 'the name of a Secret', 'mesh-root'),
  name: optional(text(DNS_SUBDOMAIN, 'the name of a ClusterIssuer', 'mesh-root')),
  ...STATED_CA_PROPERTIES,
};

/** One check for each property of an intermediate in a Secret. */
export const OFFLINE_TRUST_ROOT_PROPERTIES: PropertyTable<OfflineTrustRootProps> = {
  ...SECRET_ROOT_PROPERTIES,
  root: instanceOf(
    OfflineRoot,
    "OfflineRoot.of({ subject: Subject.of('Example Root'), lifetime: Lifetime.of(Ttl.days(7300)) })",
  ),
};

/**
 * A CA whose Secret somebody else puts into the cluster: what `RootIssuer` makes a ClusterIssuer of.
 * Its owner renews it; what he states here is held against the chain.
 *
 * An intermediate has the certificate of its root behind its own in `tls.crt`: cert-manager takes
 * the `ca.crt` of everything below from there, and would answer with the intermediate otherwise. Go
 * verifies against that, OpenSSL does not, and nobody would trust the next intermediate.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class SecretRoot implements IRoot {
  /**
   * A root in a Secret.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(props: SecretRootProps): SecretRoot {
    refuseAny(checkProps('TrustRoot.inSecret', props, SECRET_ROOT_PROPERTIES));
    return new SecretRoot(props, undefined);
  }

  /**
   * An intermediate in a Secret, below an offline root.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static below(props: OfflineTrustRootProps): SecretRoot {
    refuseAny(checkProps('TrustRoot.offline', props, OFFLINE_TRUST_ROOT_PROPERTIES));
    return new SecretRoot(props, props.root);
  }

  private constructor(
    private readonly facts: SecretRootProps,
    /** The root above it, where it is an intermediate. */
    public readonly offlineRoot: OfflineRoot | undefined,
  ) {}

  /** Name of the Secret with its certificate and key. */
  public get secretName(): string {
    return this.facts.secretName;
  }

  /** The ClusterIssuer that signs with its key. */
  public get issuer(): CaIssuer {
    return CaIssuer.cluster(this.facts.name ?? this.secretName);
  }

  /** What it is in the chain. */
  public authority(context: RootContext): Authority {
    const namespace = context.certManager.clusterResourceNamespace;
    const { name } = this.issuer;
    return {
      ...statedAuthority(this.facts, context, this.offlineRoot),
      title: this.facts.subject?.commonName ?? name,
      keyIn: `Secret ${namespace}/${this.secretName}`,
      servedBy: {
        kind: 'ClusterIssuer',
        name,
        secretNamespace: namespace,
        secretExpectedIn: namespace,
      },
    };
  }
}
