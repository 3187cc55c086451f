import { Gateway } from '../../src/istio/gateway/gateway';
import { IstioExperiment } from '../../src/istio/control-plane/istio-experiment';
import { Sample } from '../../src/samples/sample';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { Finding } from '../../src/trust/mesh-trust-error';
import { LETS_ENCRYPT, MINIMAL_ENVIRONMENT, siteOf } from '../stack/subjects';
import { environmentWith } from './rendered';

/** Istio with these gateways. */
export function istioWith(...gateways: readonly Gateway[]): EnvironmentProps['istio'] {
  return {
    ...MINIMAL_ENVIRONMENT.istio,
    gateways,
    experiments: [IstioExperiment.TLS_ON_SIDECAR_INGRESS],
  };
}

/** One site of helloworld at the one ingress gateway, certified by Let's Encrypt. */
export const ONE_SITE: Partial<EnvironmentProps> = {
  istio: istioWith(Gateway.ingress()),
  samples: [Sample.helloworld()],
  acme: [LETS_ENCRYPT],
  sites: [siteOf('hello.example.com')],
};

/** What is wrong with that, when it is changed so. */
export function edgeFindingsWith(changed: Partial<EnvironmentProps> = {}): readonly Finding[] {
  return environmentWith({ ...ONE_SITE, ...changed }).findings();
}
