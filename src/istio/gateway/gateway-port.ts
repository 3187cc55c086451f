import { dnsLabel } from '../../trust/name-checks';
import { integer, oneOf, optional, port, record } from '../../trust/props';

/** A port that a gateway opens. */
export interface GatewayPort {
  /** Its name, beginning with its protocol: `http2`, `https`, `tls-shop`. */
  readonly name: string;
  /** Port of the Service, which clients and Gateway objects name. */
  readonly port: number;
  /** Port of the Pod; the proxy is not root, so that it is above 1024. */
  readonly targetPort: number;
  /** Port of every node. @default - chosen by the cluster */
  readonly nodePort?: number;
  /** Transport. @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** First port that a process needs no privilege for, as istioctl counts. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** Check of a port of a gateway. */
export const gatewayPortCheck = record<GatewayPort>({
  name: dnsLabel('https'),
  port: port(),
  targetPort: integer(FIRST_UNPRIVILEGED_PORT, 65535),
  nodePort: optional(integer(1, 65535)),
  protocol: optional(oneOf(['TCP', 'UDP'])),
});
