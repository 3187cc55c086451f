import { Construct } from 'constructs';
import * as spire from '../../../../imports/spire.spiffe.io';
import type { Ttl } from '../../../trust/ttl';
import type { SpireVersion } from '../../spire-version';
import { SERVER_LABELS, SERVER_SELECTOR } from '../spire-server-ports';
import { SPIRE_GATES } from '../../../trust/gates/spire-gates';

/** Of which server, and with whom. */
export interface DownstreamRegistrationProps {
  /** Namespace of the server. */
  readonly namespace: string;
  /** Class of the controller manager of the SPIRE above. */
  readonly className: string;
  /** Release of SPIRE, here and above. */
  readonly version: SpireVersion;
  /** Lifetime of the CA that the server asks for. */
  readonly caTtl: Ttl;
}

/** The one form of identity of the mesh, also for a server. */
const IDENTITY =
  'spiffe://{{ .TrustDomain }}/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}';

/**
 * The registration of a server with the SPIRE above it. Whoever has it gets a CA: it is for the Pods of
 * the server alone.
 *
 * Emits a ClusterSPIFFEID of the class of the controller manager there.
 *
 * @see https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/clusterspiffeid-crd.md
 */
export class DownstreamRegistration extends Construct {
  /** Name of the ClusterSPIFFEID. */
  public static readonly NAME = 'spire-server-downstream';

  public constructor(scope: Construct, id: string, props: DownstreamRegistrationProps) {
    super(scope, id);
    new spire.ClusterSpiffeid(this, 'Resource', {
      metadata: { name: DownstreamRegistration.NAME, labels: SERVER_LABELS },
      spec: {
        className: props.className,
        spiffeIdTemplate: IDENTITY,
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': props.namespace } },
        podSelector: { matchLabels: SERVER_SELECTOR },
        downstream: true,
        ttl: props.version.has(SPIRE_GATES.downstreamAsksForLifetime)
          ? undefined
          : props.caTtl.toString(),
      },
    });
  }
}
