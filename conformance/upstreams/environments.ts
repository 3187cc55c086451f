import { SpireInstallation } from '../../src/spire/spire-installation';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { UpstreamCa } from '../../src/spire/server/upstream/upstream-ca';
import { Telemetry } from '../../src/spire/telemetry';
import { Environment } from '../../src/stack/environment';
import type { SpireOptions } from '../../src/stack/environment-props';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import type { Components, Workload } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** Secret, in the namespace of the server, with a CA that cert-manager made. */
export const INTERMEDIATE = 'spire-upstream-ca';
/** How long it lives. */
export const INTERMEDIATE_LIFETIME = Lifetime.of(Ttl.days(90));

/** The SPIRE above the tried one. */
export const ABOVE_SERVER: Workload = {
  namespace: 'spire-above',
  kind: 'statefulset',
  name: 'spire-above-server',
};
export const ABOVE_AGENT: Workload = {
  namespace: 'spire-above-system',
  kind: 'daemonset',
  name: 'spire-above-agent',
};
/** Where its agent has its socket on the node. */
export const ABOVE_SOCKETS = '/run/spire/above-sockets';
const ABOVE_CA_TTL = Ttl.days(7);

/** SPIRE as a root of its own. */
export function withoutUpstream(components: Components): Environment {
  return tried(components, {
    upstream: UpstreamAuthority.none(),
    separateRootBecause: 'the suite shows what happens then',
  });
}

/** SPIRE below a CA in a Secret, which is below the root of the mesh. */
export function belowFiles(components: Components): Environment {
  const key = (name: string): SecretRef => SecretRef.of(INTERMEDIATE, name);
  return tried(components, {
    upstream: UpstreamAuthority.disk({
      certificate: key('tls.crt'),
      privateKey: key('tls.key'),
      bundle: key('ca.crt'),
      ca: UpstreamCa.belowRootOfMesh({
        subject: Subject.of(INTERMEDIATE),
        lifetime: INTERMEDIATE_LIFETIME,
        keyAtRenewal: 'new',
      }),
    }),
  });
}

/** SPIRE below another SPIRE, which is below the root of the mesh. */
export function nested(components: Components): Environment {
  const { trustDomain } = triedEnvironment(components).props;
  return tried(components, {
    upstream: UpstreamAuthority.spire({
      serverAddress: DnsName.ofService(SpireInstallation.SERVER, ABOVE_SERVER.namespace),
      trustDomain,
      csiDriver: 'upstream.csi.spiffe.io',
      caTtl: ABOVE_CA_TTL,
      below: 'the root of the mesh',
      registeredWith: `${ABOVE_SERVER.namespace}-mesh`,
    }),
  });
}

/** The other SPIRE: in namespaces and at ports of its own, and with a socket of its own. */
export function above(components: Components): Environment {
  const { props } = triedEnvironment(components);
  return new Environment('above', {
    ...props,
    samples: [],
    spire: {
      ...props.spire,
      serverNamespace: ABOVE_SERVER.namespace,
      agentNamespace: ABOVE_AGENT.namespace,
      socket: WorkloadSocket.failClosed({ folder: ABOVE_SOCKETS }),
      caTtl: ABOVE_CA_TTL,
      agent: {
        ...props.spire?.agent,
        healthPort: 9983,
        telemetry: Telemetry.prometheus({ port: 9989 }),
      },
    },
  });
}

function tried(components: Components, changed: SpireOptions): Environment {
  const { spire } = triedEnvironment(components).props;
  return triedEnvironment(components, { spire: { ...spire, ...changed } });
}
