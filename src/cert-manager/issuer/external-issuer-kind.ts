import { refuse, refuseAny } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, optional, text, type PropertyTable } from '../../trust/props';

/** Which kinds a controller brings that serves requests of cert-manager. */
export interface ExternalIssuerKindProps {
  /** Their API group. */
  readonly group: string;
  /** The kind that serves the whole cluster. @default - there is none */
  readonly clusterKind?: string;
  /** The kind that serves its own namespace. @default - there is none */
  readonly namespacedKind?: string;
}

const KIND = text(/^[A-Z][A-Za-z0-9]{0,62}$/, 'a kind', 'StepClusterIssuer');

/** One check for each property of the kinds of an external issuer. */
export const EXTERNAL_ISSUER_KIND_PROPERTIES: PropertyTable<ExternalIssuerKindProps> = {
  group: text(DNS_SUBDOMAIN, 'an API group', 'certmanager.step.sm'),
  clusterKind: optional(KIND),
  namespacedKind: optional(KIND),
};

/**
 * The kinds of an external issuer: those of a controller that is installed beside cert-manager, and
 * that knows how to reach who signs.
 *
 * @see https://cert-manager.io/docs/configuration/issuers/
 */
export class ExternalIssuerKind {
  /**
   * AWS Private CA. For `isCA` it takes a template with a path length of 0.
   *
   * @see https://github.com/cert-manager/aws-privateca-issuer
   */
  public static readonly AWS_PCA = new ExternalIssuerKind(
    'awspca.cert-manager.io',
    'AWSPCAClusterIssuer',
    'AWSPCAIssuer',
  );
  /**
   * Google Certificate Authority Service. Whether it signs CAs, a certificate template or the pool decides.
   *
   * @see https://github.com/cert-manager/google-cas-issuer
   */
  public static readonly GOOGLE_CAS = new ExternalIssuerKind(
    'cas-issuer.jetstack.io',
    'GoogleCASClusterIssuer',
    'GoogleCASIssuer',
  );
  /**
   * step-ca. Whether it signs CAs, the template of its provisioner decides.
   *
   * @see https://github.com/smallstep/step-issuer
   */
  public static readonly STEP = new ExternalIssuerKind(
    'certmanager.step.sm',
    'StepClusterIssuer',
    'StepIssuer',
  );

  /**
   * Any other, by its API group and at least one kind.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: ExternalIssuerKindProps): ExternalIssuerKind {
    const path = 'ExternalIssuerKind.of';
    refuseAny(checkProps(path, props, EXTERNAL_ISSUER_KIND_PROPERTIES));
    const { group, clusterKind, namespacedKind } = props;
    if (group === 'cert-manager.io') {
      refuse({
        code: 'PropertyMalformed',
        path,
        problem: `'group' must be that of another controller than cert-manager, got ${group}`,
        fix: "write CaIssuer.cluster('mesh-root'), or VaultIssuer or VenafiIssuer",
      });
    }
    if (clusterKind === undefined && namespacedKind === undefined) {
      refuse({
        code: 'PropertyMissing',
        path,
        problem: "'clusterKind' or 'namespacedKind' must be given, got neither",
        fix: "write clusterKind: 'StepClusterIssuer'",
      });
    }
    return new ExternalIssuerKind(group, clusterKind, namespacedKind);
  }

  private constructor(
    /** API group. */
    public readonly group: string,
    /** The kind that serves the whole cluster. */
    public readonly clusterKind: string | undefined,
    /** The kind that serves its own namespace. */
    public readonly namespacedKind: string | undefined,
  ) {}

  /** The group, for findings. */
  public toString(): string {
    return this.group;
  }
}
