import { execute, succeeded } from './execute';

/** One end of a link between two network namespaces. */
export interface Linked {
  /** Name of the namespace. */
  readonly namespace: string;
  /** Which end it is. */
  readonly side: 1 | 2;
}

/** The link, as both ends have it; its addresses are of RFC 5737, and nobody else's. */
export const LINK = {
  device: 'clusters',
  /** The address of an end is its zeroth; the others are those of its load balancers. */
  addressOf: (side: Linked['side'], index = 0): string => `198.51.100.${side * 100 + index}`,
} as const;

/**
 * Links two clusters as the Internet does: no address of a Pod or a Service leads from one to the other,
 * since both have the same; those of load balancers do, and whoever asks has the address of the cluster.
 */
export async function link(one: Linked, other: Linked): Promise<void> {
  const { device } = LINK;
  const peer = ['type', 'veth', 'peer', 'name', device, 'netns', other.namespace];
  await ip('link', 'add', device, 'netns', one.namespace, ...peer);
  for (const { namespace, side } of [one, other]) {
    await ip('-n', namespace, 'addr', 'add', `${LINK.addressOf(side)}/24`, 'dev', device);
    await ip('-n', namespace, 'link', 'set', device, 'up');
    const rule = ['-t', 'nat', '-A', 'POSTROUTING', '-o', device, '-j', 'MASQUERADE'];
    const inside = [`--net=/run/netns/${namespace}`, 'iptables', '-w', ...rule];
    succeeded(rule.join(' '), await execute('nsenter', inside));
  }
}

async function ip(...args: readonly string[]): Promise<void> {
  succeeded(args.join(' '), await execute('ip', args));
}
