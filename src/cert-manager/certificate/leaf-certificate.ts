import { Construct } from 'constructs';
import * as certmanager from '../../../imports/cert-manager.io';
import { DnsName } from '../../trust/dns-name';
import { KeyAlgorithm } from '../../trust/key-algorithm';
import { Lifetime } from '../../trust/lifetime';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  integer,
  listOf,
  oneOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Ttl } from '../../trust/ttl';
import { ACME_RENEW_BEFORE_PERCENTAGE } from '../acme/acme-account';
import { AcmeIssuer } from '../acme/acme-issuer';
import { lifetimeFields, type LifetimeFields } from './certificate-lifetime';
import { type ILeafIssuer, issuerReferenceTo } from '../issuer/issuer';
import { leafCertificateRules } from './leaf-certificate-rules';
import { leafIssuer } from '../issuer/leaf-issuer';
import { LEAF_USAGES, leafUsages, type LeafUsages } from './leaf-usages';

/** Properties of a certificate that signs nothing. */
export interface LeafCertificateProps {
  /** Name of the Certificate. */
  readonly name: string;
  /** Namespace of Certificate and Secret: that of the Pods that read the Secret, such as a gateway's. */
  readonly namespace: string;
  /** Name of the Secret with `tls.crt` and `tls.key`. @default - the Certificate's name */
  readonly secretName?: string;
  /** For which names, at least one. */
  readonly dnsNames: readonly DnsName[];
  /** For what it is. */
  readonly usages: LeafUsages;
  /** Who signs it. An Issuer must be in the same namespace. */
  readonly issuer: ILeafIssuer;
  /**
   * How long it lives and when it is renewed; not with an ACME issuer, whose server decides that.
   *
   * @default - 90 days, renewed when a third is left
   */
  readonly lifetime?: Lifetime;
  /**
   * The share that is left when it is renewed, in per cent; with an ACME issuer alone, since
   * `lifetime` says it elsewhere.
   *
   * @default 33
   */
  readonly renewBeforePercentage?: number;
  /** Its private key, a new one at every renewal. @default KeyAlgorithm.ECDSA_P256 */
  readonly key?: KeyAlgorithm;
  /** CN of its subject, which nothing verifies; with an ACME issuer one of `dnsNames`. @default - none */
  readonly commonName?: string;
}

const NAME = text(DNS_SUBDOMAIN, 'a DNS subdomain of at most 253 characters', 'shop-tls');

/** One check for each property of a certificate that signs nothing. */
export const LEAF_CERTIFICATE_PROPERTIES: PropertyTable<LeafCertificateProps> = {
  name: NAME,
  namespace: dnsLabel('istio-ingress'),
  secretName: optional(NAME),
  dnsNames: listOf(instanceOf(DnsName, "DnsName.of('shop.example.com')"), { min: 1, max: 100 }),
  usages: oneOf(LEAF_USAGES),
  issuer: leafIssuer(),
  lifetime: optional(instanceOf(Lifetime, 'Lifetime.of(Ttl.days(90))')),
  renewBeforePercentage: optional(integer(1, 99)),
  key: optional(instanceOf(KeyAlgorithm, 'KeyAlgorithm.ECDSA_P256')),
  commonName: optional(text(/^[^\p{Cc}]{1,64}$/u, '1 to 64 characters', 'shop.example.com')),
};

/** Everything that is wrong with the properties of a certificate that signs nothing. */
export function leafCertificateFindings(path: string, props: LeafCertificateProps): Finding[] {
  const findings = checkProps(path, props, LEAF_CERTIFICATE_PROPERTIES);
  return findings.length > 0 ? findings : leafCertificateRules(path, props);
}

/** How long a leaf lives, and when it is renewed, unless it says otherwise or its issuer is ACME. */
export const LEAF_LIFETIME = Lifetime.of(Ttl.days(90));
const { RSA, ECDSA } = certmanager.CertificateSpecPrivateKeyAlgorithm;
const { ALWAYS } = certmanager.CertificateSpecPrivateKeyRotationPolicy;
/** How many past CertificateRequests cert-manager keeps. */
const REVISION_HISTORY_LIMIT = 1;

/**
 * A certificate that signs nothing: the end of a chain, by which a gateway or a sidecar serves TLS,
 * or calls with it. Emits the Certificate by which cert-manager makes the key and keeps the Secret
 * filled. An ACME server leaves `ca.crt` of that Secret empty.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class LeafCertificate extends Construct {
  /** Name of the Secret that cert-manager fills. */
  public readonly secretName: string;

  /**
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws IssuerOutOfReach, LifetimeMisplaced, NamesClash
   */
  public constructor(scope: Construct, id: string, props: LeafCertificateProps) {
    super(scope, id);
    refuseAny(leafCertificateFindings(this.node.path, props));
    this.secretName = props.secretName ?? props.name;
    const key = props.key ?? KeyAlgorithm.ECDSA_P256;

    new certmanager.Certificate(this, 'Resource', {
      metadata: {
        name: props.name,
        namespace: props.namespace,
        labels: {
          'app.kubernetes.io/name': 'leaf-certificate',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: {
        secretName: this.secretName,
        commonName: props.commonName,
        dnsNames: props.dnsNames.map(String).sort(),
        ...renewal(props),
        privateKey: {
          algorithm: key.algorithm === 'RSA' ? RSA : ECDSA,
          size: key.size,
          rotationPolicy: ALWAYS,
        },
        usages: leafUsages(props.usages, key),
        issuerRef: issuerReferenceTo(props.issuer),
        revisionHistoryLimit: REVISION_HISTORY_LIMIT,
      },
    });
  }
}

/** A share holds however long the ACME server lets a certificate live, also when it changes that. */
function renewal({
  issuer,
  lifetime,
  renewBeforePercentage,
}: LeafCertificateProps): LifetimeFields {
  return issuer instanceof AcmeIssuer
    ? { renewBeforePercentage: renewBeforePercentage ?? ACME_RENEW_BEFORE_PERCENTAGE }
    : lifetimeFields(lifetime ?? LEAF_LIFETIME);
}
