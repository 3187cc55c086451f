import { IstioCa, KeyAlgorithm, Lifetime, Ttl } from '../../src/index';
import type { Environment } from '../../src/stack/environment';
import type { Components } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** The namespace of the mesh in which the probers run. */
export const PROBED = 'rotation';

/**
 * `dev` with a CA of SPIRE so short that its rotation can be watched: the next one is prepared after
 * three minutes and signs after five. SVIDs live as long as a sixth of it, the most that is allowed.
 */
export function rotatedEnvironment(components: Components, istiodCa: Ttl): Environment {
  const { props } = triedEnvironment(components);
  return triedEnvironment(components, {
    namespaces: [PROBED],
    spire: {
      ...props.spire,
      caTtl: Ttl.minutes(6),
      x509SvidTtl: Ttl.minutes(1),
      jwtSvidTtl: Ttl.minutes(1),
      agentTtl: Ttl.minutes(1),
    },
    istio: {
      ...props.istio,
      accessLog: 'json',
      ca: IstioCa.certManager({
        lifetime: Lifetime.of(istiodCa).renewBefore(Ttl.hours(360)),
        key: KeyAlgorithm.RSA_2048,
      }),
    },
  });
}
