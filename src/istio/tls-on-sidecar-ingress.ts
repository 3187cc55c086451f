import { refuse, refuseAny, type Finding } from '../trust/mesh-trust-error';
import { IstioExperiment } from './control-plane/istio-experiment';
import { IstioVersion } from './istio-version';

/** What of a control plane says whether its sidecars terminate TLS. */
export interface ExperimentalControlPlane {
  /** Experimental features that istiod has on. */
  readonly experiments?: readonly IstioExperiment[];
  /** Its release. @default IstioVersion.V1_30 */
  readonly version?: IstioVersion;
}

/** TlsOnSidecarIngressOff: the control plane has its sidecars terminate TLS. */
export function tlsOnSidecarIngressFindings(
  path: string,
  { experiments = [] }: ExperimentalControlPlane,
): Finding[] {
  return experiments.includes(IstioExperiment.TLS_ON_SIDECAR_INGRESS)
    ? []
    : [
        {
          code: 'TlsOnSidecarIngressOff',
          path,
          problem: `'experiments' of the control plane must have TLS_ON_SIDECAR_INGRESS for a sidecar that terminates TLS, got ${namesOf(experiments)}`,
          fix: 'write experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS]',
        },
      ];
}

/**
 * That the sidecars of a control plane terminate TLS of callers outside the mesh: who has one of these
 * has asked. A Sidecar with `tls` is made with it alone, since istiod passes over the setting in silence
 * where the feature is off, and the port then serves plain text to everybody.
 */
export class TlsOnSidecarIngress {
  /**
   * The control plane of the same model.
   *
   * @throws TlsOnSidecarIngressOff when it has the feature off
   */
  public static of(controlPlane: ExperimentalControlPlane): TlsOnSidecarIngress {
    refuseAny(tlsOnSidecarIngressFindings('TlsOnSidecarIngress.of', controlPlane));
    return new TlsOnSidecarIngress(controlPlane.version ?? IstioVersion.V1_30);
  }

  /**
   * A control plane that exists: its owner has seen `ENABLE_TLS_ON_SIDECAR_INGRESS=true` in the
   * environment of istiod, and Istio is of this version. From 1.26 on, which is the oldest that there
   * is here, certificates from files go together with SPIRE.
   *
   * @throws PropertyWrongType
   */
  public static ofExisting(version: IstioVersion): TlsOnSidecarIngress {
    if (!(version instanceof IstioVersion)) {
      refuse({
        code: 'PropertyWrongType',
        path: 'TlsOnSidecarIngress.ofExisting',
        problem: `'version' must be an IstioVersion, got ${JSON.stringify(version)}`,
        fix: 'write IstioVersion.V1_30',
      });
    }
    return new TlsOnSidecarIngress(version);
  }

  // Private, so that to the compiler nothing else that has a version is a proof.
  private constructor(private readonly release: IstioVersion) {}

  /** The release of that control plane. */
  public get version(): IstioVersion {
    return this.release;
  }
}

function namesOf(experiments: readonly IstioExperiment[]): string {
  return experiments.length === 0 ? 'none' : experiments.join(', ');
}
