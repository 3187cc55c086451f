import type * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { Ttl } from '../../trust/ttl';
import type { GatedProperty } from '../gated-property';
import { EmittedIssuer, type IssuerPrerequisite } from './emitted-issuer';
import { VenafiIssuer } from './venafi-issuer';
import { VenafiPlatform } from './venafi-platform';

/** Properties of a policy zone. */
export interface VenafiZoneProps {
  /** Name of the ClusterIssuer, a DNS label. */
  readonly name: string;
  /** The zone, as the platform writes it: `DevOps\\Mesh`, or `Application\\Template`. */
  readonly zone: string;
  /** Where it is. */
  readonly platform: VenafiPlatform;
  /** The longest that its policy lets a certificate live. @default - not known */
  readonly maxTtl?: Ttl;
}

/** One check for each property of a policy zone. */
export const VENAFI_ZONE_PROPERTIES: PropertyTable<VenafiZoneProps> = {
  name: dnsLabel('venafi'),
  zone: text(/^[^\p{Cc}]{1,256}$/u, 'the name of a zone', 'DevOps\\\\Mesh'),
  platform: instanceOf(VenafiPlatform, 'VenafiPlatform.cloud({ apiToken })'),
  maxTtl: optional(instanceOf(Ttl, 'Ttl.days(90)')),
};

/**
 * A policy zone of CyberArk Certificate Manager, Venafi until 2025: what one ClusterIssuer asks for
 * leaves. What its policy demands of a subject or a key is its owner's to know.
 *
 * @see https://cert-manager.io/docs/configuration/venafi/
 */
export class VenafiZone extends EmittedIssuer {
  /**
   * The zone with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static of(props: VenafiZoneProps): VenafiZone {
    refuseAny(checkProps('VenafiZone.of', props, VENAFI_ZONE_PROPERTIES));
    return new VenafiZone(props);
  }

  private constructor(private readonly props: VenafiZoneProps) {
    super(props.name, props.maxTtl, undefined);
  }

  /** The ClusterIssuer, for those who ask it for certificates. */
  public get issuer(): VenafiIssuer {
    return VenafiIssuer.cluster(this.name);
  }

  /** `spec` of the ClusterIssuer. */
  public get spec(): certmanager.ClusterIssuerSpec {
    return { venafi: { zone: this.props.zone, ...this.props.platform.spec } };
  }

  /** What must exist in the cluster resource namespace. */
  public get prerequisites(): readonly IssuerPrerequisite[] {
    return this.props.platform.prerequisites;
  }

  /** What of it not every release of cert-manager knows. */
  public get gates(): readonly GatedProperty[] {
    return this.props.platform.gates;
  }

  /** Host of the platform. */
  public get host(): string {
    return this.props.platform.host;
  }
}
