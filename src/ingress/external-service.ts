import type { Construct } from 'constructs';

import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, type PropertyTable } from '../trust/props';
import { TlsOrigination, tlsOriginationFindings } from './tls-origination';
import {
  TLS_ORIGINATION_PROPERTIES,
  type EgressGateway,
  type TlsOriginationProps,
} from './tls-origination-props';

/** What a server outside the mesh is made of. */
export type ExternalServiceProps = Omit<TlsOriginationProps, 'gateway' | 'clusterDomain'>;

const { gateway, clusterDomain, ...properties } = TLS_ORIGINATION_PROPERTIES;

/** One check for each property of a server outside the mesh. */
export const EXTERNAL_SERVICE_PROPERTIES: PropertyTable<ExternalServiceProps> = properties;

/** Where calls to it leave the mesh. */
export type WayOut = Pick<TlsOriginationProps, 'gateway' | 'clusterDomain'>;

/** Any gateway: which one it is decides the environment. */
const SOME_GATEWAY: EgressGateway = { name: 'any', namespace: 'any', podLabels: { any: 'any' } };

/**
 * A server outside the mesh that workloads call over plain HTTP and the egress gateway over TLS, as a value:
 * an environment lists them.
 */
export class ExternalService {
  /**
   * A server with these properties.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws PortsClash for calls on the port on which the server speaks TLS
   */
  public static of(props: ExternalServiceProps): ExternalService {
    const path = 'ExternalService.of';
    const findings = checkProps(path, props, EXTERNAL_SERVICE_PROPERTIES);
    refuseAny(
      findings.length > 0
        ? findings
        : tlsOriginationFindings(path, { ...props, gateway: SOME_GATEWAY }),
    );
    return new ExternalService(props);
  }

  private constructor(
    /** What it is made of. */
    public readonly props: ExternalServiceProps,
  ) {}

  /** Its name, that of its objects. */
  public get name(): string {
    return this.props.name;
  }

  /** The host that workloads call. */
  public get host(): string {
    return this.props.host.toString();
  }

  /** The Secret that the gateway reads, which nobody here makes. */
  public get secretName(): string | undefined {
    return this.props.tls.credentialName;
  }

  /** Everything that keeps calls from leaving this way. */
  public findingsAt(path: string, way: WayOut): Finding[] {
    return tlsOriginationFindings(path, { ...this.props, ...way });
  }

  /** Defines its objects. */
  public defineAt(scope: Construct, id: string, way: WayOut): TlsOrigination {
    return new TlsOrigination(scope, id, { ...this.props, ...way });
  }

  /** Its host, for findings. */
  public toString(): string {
    return this.host;
  }
}
