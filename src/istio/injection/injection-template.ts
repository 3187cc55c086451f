import { refuse, refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, type PropertyTable } from '../../trust/props';
import { WorkloadSocket } from '../../trust/workload-socket';
import { ISTIO_GATES } from '../../trust/gates/istio-gates';
import { IstioVersion } from '../istio-version';
import {
  workloadSocketEnv,
  workloadSocketMount,
  workloadSocketVolume,
} from './workload-socket-fields';

/** What the template depends on. */
export interface InjectionTemplateProps {
  /** Release of istiod, which runs the template. @default IstioVersion.V1_30 */
  readonly version?: IstioVersion;
  /** The socket that proxies open. @default WorkloadSocket.failClosed() */
  readonly socket?: WorkloadSocket;
}

/** One check for each property of a template. */
export const INJECTION_TEMPLATE_PROPERTIES: PropertyTable<InjectionTemplateProps> = {
  version: optional(instanceOf(IstioVersion, 'IstioVersion.V1_30')),
  socket: optional(instanceOf(WorkloadSocket, 'WorkloadSocket.failClosed()')),
};

const ANNOTATION = 'inject.istio.io/templates';
/** The template of Istio's that every other is laid over. */
const OWN = 'sidecar';
const NATIVE_ANNOTATION = 'sidecar.istio.io/nativeSidecar';

/**
 * A template that istiod lays over its own when it puts a proxy into a Pod: it gives the proxy the
 * socket of the SPIRE agent, and with it its identity; without SPIRE it is Istio's own. A Pod asks for it by `annotations`, so that a
 * template that does not exist cannot be named.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#custom-templates-experimental
 */
export class InjectionTemplate {
  /**
   * The template `spire`. The proxy is an init container where Istio makes it one (native sidecars)
   * and a container otherwise, and always a container in gateways: a container in the wrong list is
   * a second one without image, and the API server refuses the Pod.
   *
   * @throws PropertyUnknown, PropertyWrongType
   */
  public static spire(props: InjectionTemplateProps = {}): InjectionTemplate {
    refuseAny(checkProps('InjectionTemplate.spire', props, INJECTION_TEMPLATE_PROPERTIES));
    const { version = IstioVersion.V1_30, socket = WorkloadSocket.failClosed() } = props;
    return new InjectionTemplate('spire', version, textOf(version, socket));
  }

  /**
   * Istio's own template, in a mesh without SPIRE: proxies take their identity from whoever signs for
   * Istio, and nothing is laid over it.
   */
  public static istio(): InjectionTemplate {
    return new InjectionTemplate(OWN, IstioVersion.V1_30, undefined);
  }

  private constructor(
    /** Key in `sidecarInjectorWebhook.templates`. */
    public readonly name: string,
    private readonly version: IstioVersion,
    /** A Go template that gives a part of a Pod; nothing for Istio's own. */
    public readonly text: string | undefined,
  ) {}

  /** Templates of a Pod with a sidecar, in the order in which they are laid over each other. */
  public get sidecarTemplates(): readonly string[] {
    return this.name === OWN ? [OWN] : [OWN, this.name];
  }

  /** Annotations of a Pod whose sidecar takes its identity from here, whatever istiod does by default. */
  public get annotations(): Readonly<Record<string, string>> {
    return { [ANNOTATION]: this.sidecarTemplates.join(',') };
  }

  /**
   * Annotations of a Pod that is a gateway by injection, and takes its identity from here.
   *
   * @throws FeatureNeedsVersion before Istio 1.27, whose `gateway` template sets the volume to another kind
   */
  public get gatewayAnnotations(): Readonly<Record<string, string>> {
    if (this.name === OWN) {
      return { [ANNOTATION]: 'gateway' };
    }
    if (!this.version.has(ISTIO_GATES.injectedGatewayTakesSocket)) {
      refuse({
        code: 'FeatureNeedsVersion',
        path: 'InjectionTemplate.gatewayAnnotations',
        problem: `'version' must be at least 1.27 for injected gateways with SPIRE, got ${this.version}`,
        fix: 'write version: IstioVersion.V1_27 or newer, or Gateway.ingress(), which needs no injection',
      });
    }
    return { [ANNOTATION]: `gateway,${this.name}` };
  }
}

/** `sidecar` is the one template of Istio that makes the proxy an init container. */
function textOf(version: IstioVersion, socket: WorkloadSocket): string {
  const env = workloadSocketEnv(socket).map(
    ({ name, value }) => `    - name: ${name}\n      value: "${value}"`,
  );
  const mount = workloadSocketMount();
  const volume = workloadSocketVolume();
  return [
    `{{- $requested := splitList "," (nospace (annotation .ObjectMeta \`${ANNOTATION}\` "sidecar")) }}`,
    `{{- $native := ${nativeSidecarCondition(version)} }}`,
    'spec:',
    '  {{ if and $native (has "sidecar" $requested) }}initContainers{{ else }}containers{{ end }}:',
    '  - name: istio-proxy',
    ...(env.length === 0 ? [] : ['    env:', ...env]),
    '    volumeMounts:',
    `    - name: ${mount.name}`,
    `      mountPath: ${mount.mountPath}`,
    `      readOnly: ${mount.readOnly}`,
    '  volumes:',
    `  - name: ${volume.name}`,
    '    csi:',
    `      driver: ${volume.csi.driver}`,
    `      readOnly: ${volume.csi.readOnly}`,
    '',
  ].join('\n');
}

/** Whether Istio makes this Pod's proxy a native sidecar: the annotation, and else what istiod found out. */
function nativeSidecarCondition(version: IstioVersion): string {
  return version.has(ISTIO_GATES.nativeSidecarsByThemselves)
    ? `ne (annotation .ObjectMeta \`${NATIVE_ANNOTATION}\` "" | default (toString .NativeSidecars)) "false"`
    : `eq (annotation .ObjectMeta \`${NATIVE_ANNOTATION}\` (env "ENABLE_NATIVE_SIDECARS" "false")) "true"`;
}
