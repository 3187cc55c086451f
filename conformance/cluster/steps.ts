import type { Environment } from '../../src/stack/environment';
import type { LayerName } from '../../src/stack/rendered-environment';

/** The removal of the webhook of the controller manager, which does not run in this stage. */
export const WEBHOOK_REMOVED = 'without the webhook of the controller manager';
/** What istioctl renders. */
export const ISTIO = 'istio';

/** Something that is done with an API server, once, and in its turn. */
export type Step = LayerName | typeof ISTIO | typeof WEBHOOK_REMOVED;

/** What an environment applies, in order, with what has to be done between its layers. */
export function stepsOf(environment: Environment): readonly Step[] {
  const before: Partial<Record<LayerName, Step>> = {
    '70-identities': WEBHOOK_REMOVED,
    '80-istio': ISTIO,
  };
  return environment.render().layers.flatMap(({ name }): Step[] => {
    const first = before[name];
    return first === undefined ? [name] : [first, name];
  });
}

/** Something that an API server refuses before a step, and takes after it in its own turn. */
export interface TooEarly {
  readonly step: Step;
  /** What is tried before that step, with all steps before it done. */
  readonly tried: LayerName | typeof ISTIO;
  /** Of which kind one object is tried. */
  readonly kind: string;
  /** How the API server refuses it; where kinds are learnt first, kubectl does. */
  readonly words: RegExp;
}

/** Why the steps are in this order: what each is needed for. */
export const TOO_EARLY: readonly TooEarly[] = [
  needs('00-namespaces', '40-istiod-ca', 'Certificate', 'istio-system'),
  needs('00-namespaces', '50-spire-server', 'StatefulSet', 'spire-server'),
  needs('00-namespaces', '60-spire-agent', 'DaemonSet', 'spire-system'),
  needs('00-namespaces', ISTIO, 'Deployment', 'istio-system'),
  needs('00-namespaces', '95-workloads', 'Deployment', 'bookinfo'),
  lacks('10-crds', '70-identities', 'ClusterSPIFFEID'),
  needs('20-cert-manager', '30-roots', 'Certificate', 'cert-manager'),
  {
    step: WEBHOOK_REMOVED,
    tried: '70-identities',
    kind: 'ClusterSPIFFEID',
    words: /failed calling webhook "vclusterspiffeid\.kb\.io"/,
  },
  lacks(ISTIO, '80-istio', 'PeerAuthentication'),
  lacks(ISTIO, '90-ingress', 'Gateway'),
];

/** It lies in a namespace that the step makes; its kind may come after that, too. */
function needs(step: Step, tried: TooEarly['tried'], kind: string, namespace: string): TooEarly {
  const words = new RegExp(`namespaces "${namespace}" not found|${noKind(kind)}`);
  return { step, tried, kind, words };
}

/** Its kind comes with the step. */
function lacks(step: Step, tried: TooEarly['tried'], kind: string): TooEarly {
  return { step, tried, kind, words: new RegExp(noKind(kind)) };
}

// With server-side apply kubectl asks by the name in the plural.
function noKind(kind: string): string {
  return `no matches for kind "${kind}"|could not find the requested resource \\(patch ${kind.toLowerCase()}s\\.`;
}
