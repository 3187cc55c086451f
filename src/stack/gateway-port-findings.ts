import type { Gateway } from '../istio/gateway/gateway';
import type { Finding } from '../trust/mesh-trust-error';

/** The port of the Pods behind a port of the Service, where Istio's chart has both. */
const TARGET_PORTS = new Map([
  [80, 8080],
  [443, 8443],
]);

/** A gateway opens the ports on which something is to arrive; one without ports of its own has 80 and 443. */
export function gatewayPortFindings(
  path: string,
  { name, namespace, props: { ports } }: Gateway,
  wanted: readonly number[],
  what: string,
): Finding[] {
  const missing = wanted.filter((number) => ports?.every(({ port }) => port !== number));
  return missing.map((number) => ({
    code: 'PropertyOutOfRange',
    path,
    problem: `'ports' of the gateway ${namespace}/${name} must have ${number} for ${what}, got ${ports?.map(({ port }) => port).join(', ')}`,
    fix: `add { name: '${number === 443 ? 'https' : 'http2'}', port: ${number}, targetPort: ${TARGET_PORTS.get(number) ?? number} }, or leave 'ports' out`,
  }));
}
