import { DnsName } from '../../trust/dns-name';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { LABEL_KEY } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  mapOf,
  oneOf,
  optional,
  port,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Ttl } from '../../trust/ttl';
import { EndpointCertificate } from './endpoint-certificate';

/** Where the SPIRE servers of a trust domain hand out its bundle. */
export interface BundleEndpointProps {
  /** The name under which the servers of the other trust domains reach it. */
  readonly host: DnsName;
  /** The port of that name. @default 443 */
  readonly port?: number;
  /** How often others should ask for the bundle: from one minute to a day. @default Ttl.minutes(5) */
  readonly refreshHint?: Ttl;
  /** How `host` leads to it: by an address of its own, or by something else that leads to its Service. @default 'LoadBalancer' */
  readonly serviceType?: 'LoadBalancer' | 'ClusterIP';
  /** Annotations of its Service, which clouds and external-dns read. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}

/** The same, where it shows a certificate that the roots of the system vouch for. */
export interface WebBundleEndpointProps extends BundleEndpointProps {
  /** The certificate that it shows. */
  readonly certificate: EndpointCertificate;
}

/** How servers of other trust domains know that they ask the right one. */
export type BundleEndpointProfile = 'https_spiffe' | 'https_web';

const DEFAULT_PORT = 443;
const MIN_REFRESH_HINT = Ttl.minutes(1);
const MAX_REFRESH_HINT = Ttl.days(1);

/** One check for each property of an endpoint. */
export const BUNDLE_ENDPOINT_PROPERTIES: PropertyTable<BundleEndpointProps> = {
  host: instanceOf(DnsName, "DnsName.of('spire.east.example.com')"),
  port: optional(port()),
  refreshHint: optional(instanceOf(Ttl, 'Ttl.minutes(5)')),
  serviceType: optional(oneOf(['LoadBalancer', 'ClusterIP'])),
  serviceAnnotations: optional(
    mapOf(LABEL_KEY, 'annotation keys', text(/^[^\p{Cc}]*$/u, 'one line of text', 'internal')),
  ),
};

/** One check for each property of an endpoint with a certificate of its own. */
export const WEB_BUNDLE_ENDPOINT_PROPERTIES: PropertyTable<WebBundleEndpointProps> = {
  ...BUNDLE_ENDPOINT_PROPERTIES,
  certificate: instanceOf(
    EndpointCertificate,
    "EndpointCertificate.issuedBy(AcmeIssuer.cluster('letsencrypt'))",
  ),
};

/**
 * Where a trust domain hands out its bundle, as its members and all others of a federation know it:
 * one value says what its servers serve and what theirs ask.
 *
 * @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md#5-serving-and-consuming-a-spiffe-bundle-endpoint
 */
export class BundleEndpoint {
  /** Port at which the servers themselves listen; `port` is that of their Service. */
  public static readonly SERVER_PORT = 8443;

  /**
   * An endpoint that shows the SVID of the SPIRE server: nothing else is needed, and no public CA can
   * make another one.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static httpsSpiffe(props: BundleEndpointProps): BundleEndpoint {
    const path = 'BundleEndpoint.httpsSpiffe';
    const findings = checkProps(path, props, BUNDLE_ENDPOINT_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : endpointFindings(path, props));
    return new BundleEndpoint('https_spiffe', props, undefined);
  }

  /**
   * An endpoint that shows a certificate of a public CA, for those who know no SPIFFE.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public static httpsWeb(props: WebBundleEndpointProps): BundleEndpoint {
    const path = 'BundleEndpoint.httpsWeb';
    const findings = checkProps(path, props, WEB_BUNDLE_ENDPOINT_PROPERTIES);
    refuseAny(findings.length > 0 ? findings : endpointFindings(path, props));
    return new BundleEndpoint('https_web', props, props.certificate);
  }

  /** The name under which others reach it. */
  public readonly host: DnsName;
  /** The port of that name, and of the Service. */
  public readonly port: number;
  /** How often others should ask. */
  public readonly refreshHint: Ttl;
  /** Type of the Service. */
  public readonly serviceType: 'LoadBalancer' | 'ClusterIP';
  /** Annotations of the Service. */
  public readonly serviceAnnotations: Readonly<Record<string, string>>;

  private constructor(
    /** How others know that they ask the right one. */
    public readonly profile: BundleEndpointProfile,
    props: BundleEndpointProps,
    /** The certificate that it shows; none where that is the SVID of the server. */
    public readonly certificate: EndpointCertificate | undefined,
  ) {
    this.host = props.host;
    this.port = props.port ?? DEFAULT_PORT;
    this.refreshHint = props.refreshHint ?? Ttl.minutes(5);
    this.serviceType = props.serviceType ?? 'LoadBalancer';
    this.serviceAnnotations = { ...props.serviceAnnotations };
  }

  /** Its address: SPIRE hands out the bundle at the root of it, and nowhere else. */
  public get url(): string {
    return this.port === DEFAULT_PORT
      ? `https://${this.host}`
      : `https://${this.host}:${this.port}`;
  }

  /** Its address, for findings. */
  public toString(): string {
    return this.url;
  }
}

function endpointFindings(
  path: string,
  { host, refreshHint = MIN_REFRESH_HINT }: BundleEndpointProps,
): Finding[] {
  return [
    ...(host.isWildcard
      ? [
          {
            code: 'PropertyMalformed' as const,
            path,
            problem: `'host' must be a name that leads somewhere, got ${host}`,
            fix: `write DnsName.of('spire.${host.toString().slice(2)}')`,
          },
        ]
      : []),
    ...(MIN_REFRESH_HINT.outlives(refreshHint) || refreshHint.outlives(MAX_REFRESH_HINT)
      ? [
          {
            code: 'PropertyOutOfRange' as const,
            path,
            problem: `'refreshHint' must be from ${MIN_REFRESH_HINT}, below which no server asks, to ${MAX_REFRESH_HINT}, after which a new root comes too late, got ${refreshHint}`,
            fix: 'write Ttl.minutes(5)',
          },
        ]
      : []),
  ];
}
