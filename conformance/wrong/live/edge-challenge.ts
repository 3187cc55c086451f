import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen } from '../wrong-case';
import { conditionWith } from './cert-manager-objects';
import { GATEWAY_NAMESPACE, hostOf } from './edge-objects';
import { answered, listed, normalised } from './trial';

interface Challenge {
  readonly spec: { readonly dnsName: string };
  readonly status?: { readonly reason?: string };
}

/** What cert-manager says of a challenge that comes to nothing. */
export async function challenged(mesh: MeshUnderTest, name: string, wanted: RegExp): Promise<Seen> {
  const said = await answered(`the challenge of ${name}: ${String(wanted)}`, async () => {
    const challenges = await listed<Challenge>(mesh, '-n', GATEWAY_NAMESPACE, 'challenges');
    const own = challenges.find(({ spec }) => spec.dnsName === hostOf(name));
    const { reason = '' } = own?.status ?? {};
    return wanted.test(reason) ? reason : undefined;
  });
  const words = normalised(
    said
      .replace(/acme-challenge\/[\w-]+/g, 'acme-challenge/<token>')
      .replace(/challenge istio-system\/\S+:/, 'challenge <challenge>:'),
  );
  return { verdict: 'fails later', said: words.replaceAll(hostOf(name), 'shop.example.com') };
}

/** What there is of a certificate for which no challenge is made. */
export async function neverChallenged(
  mesh: MeshUnderTest,
  name: string,
  host = hostOf(name),
): Promise<Seen> {
  const said = await requestSays(mesh, name, /order/);
  const challenges = await listed<Challenge>(mesh, '-n', GATEWAY_NAMESPACE, 'challenges');
  const own = challenges.filter(({ spec }) => spec.dnsName === host);
  if (own.length > 0) {
    throw new Error(`it has a challenge: ${JSON.stringify(own)}`);
  }
  const order = said.replace(/order \S+: /, 'order <order>: ');
  return { verdict: 'fails later', said: `${order}, and there is no Challenge` };
}

/** What cert-manager says of its request for a certificate, once it says this. */
export function requestSays(mesh: MeshUnderTest, name: string, words: RegExp): Promise<string> {
  const request = ['-n', GATEWAY_NAMESPACE, 'certificaterequest', `${name}-1`];
  return conditionWith(mesh, words, ...request);
}
