import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  objectWith,
  oneOf,
  optional,
  record,
  text,
  type Check,
  type PropertyTable,
} from '../../trust/props';
import { BuiltInIssuer } from './built-in-issuer';
import type { IIssuer } from './issuer';

/**
 * An issuer that signs certificates of CAs: the only kind that may stand above istiod or SPIRE. An
 * external issuer that can is such an object, too; its owner says so by `signsCas: true`.
 */
export interface ICaCapableIssuer extends IIssuer {
  /** What those that sign only leaves cannot say. */
  readonly signsCas: true;
}

/**
 * An issuer that signs with a key and certificate from a Secret (`spec.ca`). Whatever a request
 * asks for it signs, and for as long: it does not shorten what outlives its own certificate, and
 * sets no path length.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class CaIssuer extends BuiltInIssuer implements ICaCapableIssuer {
  /**
   * The ClusterIssuer of this name, whose Secret is in the cluster resource namespace.
   *
   * @throws NameMalformed
   */
  public static cluster(name: string): CaIssuer {
    return new CaIssuer('ClusterIssuer', name);
  }

  /**
   * The Issuer of this name, which has its Secret and all that it signs in its own namespace.
   *
   * @throws NameMalformed
   */
  public static namespaced(namespace: string, name: string): CaIssuer {
    return new CaIssuer('Issuer', name, namespace);
  }

  /** It signs whatever `isCA` asks for. */
  public readonly signsCas = true;
}

/** The check of a property that takes an issuer for CAs, also where TypeScript did not look. */
export function caCapableIssuer(): Check {
  const isIssuer = objectWith(['kind', 'name', 'group', 'signsCas'], EXAMPLE);
  return {
    isOptional: false,
    violations: (value) => {
      const violations = isIssuer.violations(value);
      return violations.length > 0 ? violations : factsOf(value as ICaCapableIssuer);
    },
  };
}

const EXAMPLE = "CaIssuer.cluster('mesh-root')";
const SIGNS_CAS: Check = {
  isOptional: false,
  violations: (got) =>
    got === true
      ? []
      : [
          {
            at: '',
            code: 'PropertyWrongType',
            rule: 'must be true: the issuer stands above a CA',
            got,
            fix: `write an issuer that signs CAs: ${EXAMPLE}`,
          },
        ],
};

/** Only what an issuer is: one that is a construct has more members. */
function factsOf({
  kind,
  name,
  group,
  namespace,
  signsCas,
}: ICaCapableIssuer): ReturnType<Check['violations']> {
  const isBuiltIn = group === 'cert-manager.io';
  const place = dnsLabel('istio-system');
  const table: PropertyTable<ICaCapableIssuer> = {
    // The webhook of cert-manager knows the kinds of its own group, and no others.
    kind: isBuiltIn
      ? oneOf(['Issuer', 'ClusterIssuer'])
      : text(/^[A-Z][A-Za-z0-9]{0,62}$/, 'a kind', 'AWSPCAClusterIssuer'),
    name: text(DNS_SUBDOMAIN, 'the name of an issuer', 'mesh-root'),
    group: text(DNS_SUBDOMAIN, 'an API group', 'cert-manager.io'),
    namespace: isBuiltIn && kind === 'Issuer' ? place : optional(place),
    signsCas: SIGNS_CAS,
  };
  return record(table).violations({ kind, name, group, namespace, signsCas });
}
