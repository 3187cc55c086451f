import { refuseAny } from '../trust/mesh-trust-error';
import { DNS_LABEL } from '../trust/names';
import { checkProps, optional, port, text, type PropertyTable } from '../trust/props';

/** Where metrics are offered, and to whom. */
export interface PrometheusOptions {
  /** Port at which the server offers its metrics. @default 9988 */
  readonly port?: number;
  /** The one namespace from which they may be read. @default - every namespace of the cluster */
  readonly scrapedFrom?: string;
}

const PROMETHEUS_OPTIONS: PropertyTable<PrometheusOptions> = {
  port: optional(port()),
  scrapedFrom: optional(text(DNS_LABEL, 'the name of a namespace', 'monitoring')),
};

/**
 * How a component of SPIRE is measured.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/telemetry/telemetry_config.md
 */
export class Telemetry {
  /**
   * Metrics as Prometheus reads them; who may read them is for the NetworkPolicy.
   *
   * @throws PropertyWrongType, PropertyOutOfRange, PropertyMalformed, PropertyUnknown
   */
  public static prometheus(options: PrometheusOptions = {}): Telemetry {
    refuseAny(checkProps('Telemetry.prometheus', options, PROMETHEUS_OPTIONS));
    return new Telemetry(options.port ?? 9988, options.scrapedFrom);
  }

  /** No metrics at all. */
  public static none(): Telemetry {
    return new Telemetry(undefined, undefined);
  }

  private constructor(
    /** Port of the metrics, if there are any. */
    public readonly port: number | undefined,
    /** The one namespace from which they may be read, if it is one. */
    public readonly scrapedFrom: string | undefined,
  ) {}

  /** For findings. */
  public toString(): string {
    return this.port === undefined ? 'no metrics' : `Prometheus at port ${this.port}`;
  }
}
