import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { checkProps, instanceOf, text, type Check } from '../../trust/props';
import { ExternalIssuerKind } from './external-issuer-kind';
import type { IIssuer } from './issuer';

const TYPE = instanceOf(ExternalIssuerKind, 'ExternalIssuerKind.AWS_PCA');
const NAME = text(DNS_SUBDOMAIN, 'the name of an issuer', 'private-ca');

/**
 * An issuer of another controller than cert-manager, which is in the cluster. Nobody here knows what
 * it signs: it counts as one for leaves until its owner says that it signs CAs, and the type carries that.
 *
 * cert-manager approves its requests only where it may `approve` for the kind: the charts of such
 * controllers bring the ClusterRole.
 *
 * @see https://cert-manager.io/docs/configuration/issuers/
 */
export class ExternalIssuer<SignsCas extends boolean = boolean> implements IIssuer {
  /**
   * The issuer of this name that serves the whole cluster.
   *
   * @throws PropertyWrongType, PropertyMalformed
   */
  public static cluster(type: ExternalIssuerKind, name: string): ExternalIssuer<false> {
    refuseAny(
      checkProps(
        'ExternalIssuer.cluster',
        { type, name },
        { type: withKind('clusterKind', 'one with a kind for the whole cluster'), name: NAME },
      ),
    );
    return new ExternalIssuer(type.group, type.clusterKind ?? '', name, undefined, false);
  }

  /**
   * The issuer of this name that serves its own namespace.
   *
   * @throws PropertyWrongType, PropertyMalformed
   */
  public static namespaced(
    type: ExternalIssuerKind,
    namespace: string,
    name: string,
  ): ExternalIssuer<false> {
    refuseAny(
      checkProps(
        'ExternalIssuer.namespaced',
        { type, namespace, name },
        {
          type: withKind('namespacedKind', 'one with a kind for a namespace'),
          namespace: dnsLabel('istio-ingress'),
          name: NAME,
        },
      ),
    );
    return new ExternalIssuer(type.group, type.namespacedKind ?? '', name, namespace, false);
  }

  private constructor(
    /** API group of the kind. */
    public readonly group: string,
    /** Kind. */
    public readonly kind: string,
    /** `metadata.name`. */
    public readonly name: string,
    /** Namespace outside of which it signs nothing; left out for what serves the whole cluster. */
    public readonly namespace: string | undefined,
    /** Whether its owner says that it signs certificates of CAs. */
    public readonly signsCas: SignsCas,
  ) {}

  /**
   * The same, of which its owner says that it answers a request with `isCA` by a certificate with
   * CA:TRUE, for as long as it was asked, and with the certificate of its root as `ca`.
   */
  public thatSignsCas(): ExternalIssuer<true> {
    return new ExternalIssuer(this.group, this.kind, this.name, this.namespace, true);
  }

  /** Kind and name, with the namespace of one that has one: `AWSPCAClusterIssuer private-ca`. */
  public toString(): string {
    return this.namespace === undefined
      ? `${this.kind} ${this.name}`
      : `${this.kind} ${this.namespace}/${this.name}`;
  }
}

/** The check of a type of issuer that has this kind. */
function withKind(kind: 'clusterKind' | 'namespacedKind', described: string): Check {
  return {
    isOptional: false,
    violations: (value) => {
      const violations = TYPE.violations(value);
      return violations.length > 0 || (value as ExternalIssuerKind)[kind] !== undefined
        ? violations
        : [
            {
              at: '',
              code: 'PropertyMalformed',
              rule: `must be ${described}`,
              got: value,
              fix: `give it one: ExternalIssuerKind.of({ group, ${kind} })`,
            },
          ];
    },
  };
}
