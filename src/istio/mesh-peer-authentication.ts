import { Construct } from 'constructs';

import * as security from '../../imports/security.istio.io';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { checkProps, instanceOf, optional, type PropertyTable } from '../trust/props';
import { MtlsMode } from './mtls-mode';

/** Which connections are taken, and where. */
export interface MeshPeerAuthenticationProps {
  /** Which connections workloads take. @default MtlsMode.STRICT */
  readonly mode?: MtlsMode;
  /**
   * For which namespace it holds; that of istiod, the root namespace of the mesh, is for all.
   *
   * @default 'istio-system'
   */
  readonly namespace?: string;
}

/** One check for each property. */
export const MESH_PEER_AUTHENTICATION_PROPERTIES: PropertyTable<MeshPeerAuthenticationProps> = {
  mode: optional(instanceOf(MtlsMode, 'MtlsMode.STRICT')),
  namespace: optional(dnsLabel('istio-system')),
};

/** Everything that is wrong with the properties. */
export function meshPeerAuthenticationFindings(
  path: string,
  props: MeshPeerAuthenticationProps,
): Finding[] {
  return checkProps(path, props, MESH_PEER_AUTHENTICATION_PROPERTIES);
}

/**
 * Whether plain text is taken at all: the point at which the chain of trust begins to hold. Emits
 * one PeerAuthentication `default` without a selector.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class MeshPeerAuthentication extends Construct {
  /**
   * Defines the PeerAuthentication.
   *
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public constructor(scope: Construct, id: string, props: MeshPeerAuthenticationProps = {}) {
    refuseAny(meshPeerAuthenticationFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { mode = MtlsMode.STRICT, namespace = 'istio-system' } = props;
    new security.PeerAuthentication(this, 'Resource', {
      metadata: {
        name: 'default',
        namespace,
        labels: {
          'app.kubernetes.io/name': 'peer-authentication',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: { mtls: { mode: security.PeerAuthenticationSpecMtlsMode[mode.toString()] } },
    });
  }
}
