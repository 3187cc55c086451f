import { refuseAny } from '../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, type PropertyTable } from '../trust/props';
import { GatewayApiVersion } from './gateway-api-version';

/** A release of the Gateway API whose CRDs the environment installs. */
export interface GatewayApiReleaseProps {
  /** Which release. @default GatewayApiVersion.V1_6 */
  readonly version?: GatewayApiVersion;
}

/** One check for each property of a release. */
export const GATEWAY_API_RELEASE_PROPERTIES: PropertyTable<GatewayApiReleaseProps> = {
  version: optional(instanceOf(GatewayApiVersion, 'GatewayApiVersion.V1_6')),
};

const RELEASES = 'https://github.com/kubernetes-sigs/gateway-api/releases/download';

/**
 * How the CRDs of the Gateway API come into the cluster: Kubernetes itself has none. istiod takes notice
 * of them whenever they come; cert-manager with `--enable-gateway-api` ends at once, and is started again,
 * until they are there.
 */
export class GatewayApi {
  /**
   * The CRDs of the standard channel of a release, fetched by kustomize. From 1.5 on the release brings a
   * ValidatingAdmissionPolicy, which refuses an older release or the experimental channel in its place.
   *
   * @throws PropertyUnknown, PropertyWrongType
   * @see https://gateway-api.sigs.k8s.io/guides/getting-started/#install-standard-channel
   */
  public static release(props: GatewayApiReleaseProps = {}): GatewayApi {
    refuseAny(checkProps('GatewayApi.release', props, GATEWAY_API_RELEASE_PROPERTIES));
    const version = props.version ?? GatewayApiVersion.V1_6;
    return new GatewayApi([`${RELEASES}/v${version}/standard-install.yaml`]);
  }

  /**
   * CRDs that somebody else installed and keeps, as GKE and OpenShift do: nothing of them is emitted. They
   * are of 1.4 or newer.
   */
  public static alreadyInstalled(): GatewayApi {
    return new GatewayApi([]);
  }

  private constructor(
    /** Address of the CRDs; none when they are there already. */
    public readonly remoteResources: readonly string[],
  ) {}
}
