import type { ILeafIssuer } from '../cert-manager/issuer/issuer';
import { DnsName } from '../trust/dns-name';
import { KeyAlgorithm } from '../trust/key-algorithm';
import { Lifetime } from '../trust/lifetime';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../trust/names';
import {
  checkProps,
  instanceOf,
  integer,
  listOf,
  objectWith,
  optional,
  text,
  type PropertyTable,
} from '../trust/props';

/** What a certificate of a gateway is made of. */
export interface GatewayCertificateProps {
  /** Name of the Certificate and of its Secret. */
  readonly name: string;
  /** The names that it is for: one, so that no other is issued anew when it changes, or several. */
  readonly hosts: readonly DnsName[];
  /** Who signs it. An Issuer must be in the gateway's namespace. */
  readonly issuer: ILeafIssuer;
  /**
   * How long it lives and when it is renewed; not with an ACME issuer, whose server decides that.
   *
   * @default - 90 days, renewed when a third is left
   */
  readonly lifetime?: Lifetime;
  /** The share that is left when it is renewed, in per cent; with an ACME issuer alone. @default 33 */
  readonly renewBeforePercentage?: number;
  /** Its private key. @default KeyAlgorithm.ECDSA_P256 */
  readonly key?: KeyAlgorithm;
}

/** Where a certificate is that nobody here makes. */
export interface ExistingGatewayCertificateProps {
  /** Name of the Secret in the gateway's namespace, with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** The names that the certificate is for. */
  readonly hosts: readonly DnsName[];
}

const SECRET_NAME = text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'shop-tls');
// An ACME server takes no more names in one order, as Let's Encrypt says.
const HOSTS = listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1, max: 100 });

/** One check for each property of a certificate. */
export const GATEWAY_CERTIFICATE_PROPERTIES: PropertyTable<GatewayCertificateProps> = {
  name: SECRET_NAME,
  hosts: HOSTS,
  issuer: objectWith(['kind', 'name', 'group', 'signsCas'], "AcmeIssuer.cluster('letsencrypt')"),
  lifetime: optional(instanceOf(Lifetime, 'Lifetime.of(Ttl.days(90))')),
  renewBeforePercentage: optional(integer(1, 99)),
  key: optional(instanceOf(KeyAlgorithm, 'KeyAlgorithm.ECDSA_P256')),
};

/** One check for each property of an existing certificate. */
export const EXISTING_GATEWAY_CERTIFICATE_PROPERTIES: PropertyTable<ExistingGatewayCertificateProps> =
  { secretName: SECRET_NAME, hosts: HOSTS };

/**
 * The certificate that a gateway shows to its clients, as a value: the Certificate of it is made in the
 * namespace of the gateway's Pods, the only one in which the gateway looks for the Secret.
 *
 * @see https://istio.io/latest/docs/ops/integrations/certmanager/
 */
export class GatewayCertificate {
  /**
   * A certificate that cert-manager makes and renews.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws NamesClash for a host that is listed twice
   */
  public static of(props: GatewayCertificateProps): GatewayCertificate {
    const path = 'GatewayCertificate.of';
    const findings = checkProps(path, props, GATEWAY_CERTIFICATE_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : hostFindings(path, props.hosts));
    return new GatewayCertificate(props.name, sorted(props.hosts), props);
  }

  /**
   * A certificate that lies in a Secret already, whoever renews it.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws NamesClash for a host that is listed twice
   */
  public static existing(props: ExistingGatewayCertificateProps): GatewayCertificate {
    const path = 'GatewayCertificate.existing';
    const findings = checkProps(path, props, EXISTING_GATEWAY_CERTIFICATE_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : hostFindings(path, props.hosts));
    return new GatewayCertificate(props.secretName, sorted(props.hosts), undefined);
  }

  private constructor(
    /** Name of the Secret, `credentialName` of a Gateway. */
    public readonly secretName: string,
    /** The names that it is for, sorted. */
    public readonly hosts: readonly DnsName[],
    /** What it is made of; nothing for one that exists. */
    public readonly request: GatewayCertificateProps | undefined,
  ) {}

  /**
   * Whether a client that asks for this host takes the certificate: by the name itself, or by a wildcard
   * one label above it.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9525#section-6.3
   */
  public covers(host: DnsName): boolean {
    const name = host.toString();
    const names = this.hosts.map(String);
    return names.includes(name) || (!host.isWildcard && names.includes(wildcardAbove(name)));
  }

  /** Name of the Secret, for findings. */
  public toString(): string {
    return this.secretName;
  }
}

function wildcardAbove(name: string): string {
  return `*${name.slice(name.indexOf('.'))}`;
}

function sorted(hosts: readonly DnsName[]): DnsName[] {
  return [...hosts].sort((one, other) => (one.toString() < other.toString() ? -1 : 1));
}

function hostFindings(path: string, hosts: readonly DnsName[]): Finding[] {
  const names = hosts.map(String);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => ({
    code: 'NamesClash',
    path,
    problem: `'hosts' must list each host once, got ${name} twice`,
    fix: `leave one out: hosts: [DnsName.of('${name}')]`,
  }));
}
