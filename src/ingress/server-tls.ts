import { refuseAny } from '../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, type PropertyTable } from '../trust/props';
import { ClientCa } from './client-ca';
import { GatewayCertificate } from './gateway-certificate';
import { TlsVersion } from './tls-version';

/** How a gateway speaks TLS, besides its certificate. */
export interface ServerTlsOptions {
  /** The oldest version that clients may speak. @default TlsVersion.V1_2 */
  readonly minimumVersion?: TlsVersion;
}

/** One check for each option. */
export const SERVER_TLS_OPTIONS: PropertyTable<ServerTlsOptions> = {
  minimumVersion: optional(instanceOf(TlsVersion, 'TlsVersion.V1_2')),
};

const CERTIFICATE = instanceOf(
  GatewayCertificate,
  "GatewayCertificate.of({ name: 'shop', hosts, issuer })",
);
const CLIENT_CA = instanceOf(ClientCa, "ClientCa.inSecret(SecretRef.of('clients', 'ca.crt'))");

/**
 * How a gateway ends the TLS of its clients: with which certificate, and whether they must show one.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode
 */
export class ServerTls {
  /**
   * The gateway shows its certificate, and asks for none.
   *
   * @throws PropertyWrongType, PropertyUnknown
   */
  public static simple(certificate: GatewayCertificate, options: ServerTlsOptions = {}): ServerTls {
    return ServerTls.of('SIMPLE', certificate, undefined, options);
  }

  /**
   * The gateway asks for a certificate, and refuses who has none of the CA of the clients.
   *
   * @throws PropertyWrongType, PropertyUnknown
   */
  public static mutual(
    certificate: GatewayCertificate,
    clientCa: ClientCa,
    options: ServerTlsOptions = {},
  ): ServerTls {
    refuseAny(checkProps('ServerTls.mutual', { clientCa }, { clientCa: CLIENT_CA }));
    return ServerTls.of('MUTUAL', certificate, clientCa, options);
  }

  /**
   * The gateway asks for a certificate and refuses a false one, but lets in who shows none: the
   * workloads behind it must tell the two apart.
   *
   * @throws PropertyWrongType, PropertyUnknown
   */
  public static optionalMutual(
    certificate: GatewayCertificate,
    clientCa: ClientCa,
    options: ServerTlsOptions = {},
  ): ServerTls {
    refuseAny(checkProps('ServerTls.optionalMutual', { clientCa }, { clientCa: CLIENT_CA }));
    return ServerTls.of('OPTIONAL_MUTUAL', certificate, clientCa, options);
  }

  private static of(
    mode: ServerTls['mode'],
    certificate: GatewayCertificate,
    clientCa: ClientCa | undefined,
    options: ServerTlsOptions,
  ): ServerTls {
    const path = `ServerTls.${FACTORIES[mode]}`;
    refuseAny([
      ...checkProps(path, { certificate }, { certificate: CERTIFICATE }),
      ...checkProps(path, options, SERVER_TLS_OPTIONS),
    ]);
    return new ServerTls(mode, certificate, clientCa, options.minimumVersion ?? TlsVersion.V1_2);
  }

  private constructor(
    /** `tls.mode` of a Gateway. */
    public readonly mode: 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL',
    /** What the gateway shows. */
    public readonly certificate: GatewayCertificate,
    /** By which the gateway knows its clients, where it asks who they are. */
    public readonly clientCa: ClientCa | undefined,
    /** The oldest version that clients may speak. */
    public readonly minimumVersion: TlsVersion,
  ) {}

  /** Whether clients are verified by `ca.crt` of the certificate's own Secret, which an ACME server leaves empty. */
  public get trustsCertificateIssuer(): boolean {
    return this.clientCa !== undefined && this.clientCa.secret === undefined;
  }

  /** `caCertCredentialName` of a Gateway, where Istio must be told; Istio 1.28 has it first. */
  public get caCertCredentialName(): string | undefined {
    return this.clientCa?.credentialNameBeside(this.certificate.secretName);
  }

  /** Mode and Secret, for findings. */
  public toString(): string {
    return `${this.mode} with ${this.certificate.toString()}`;
  }
}

const FACTORIES = {
  SIMPLE: 'simple',
  MUTUAL: 'mutual',
  OPTIONAL_MUTUAL: 'optionalMutual',
} as const;
