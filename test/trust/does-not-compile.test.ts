import { compile, type Snippet } from '../support/compile';

const IMPORTS = `
import { DnsName } from '../../src/trust/dns-name';
import { Image } from '../../src/trust/image';
import { KeyAlgorithm } from '../../src/trust/key-algorithm';
import { Lifetime } from '../../src/trust/lifetime';
import { RotationPolicy } from '../../src/trust/rotation-policy';
import { SecretRef } from '../../src/trust/secret-ref';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { Subject } from '../../src/trust/subject';
import { TrustChain } from '../../src/trust/trust-chain';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { Resources } from '../../src/trust/resources';
import { WorkloadSocket } from '../../src/trust/workload-socket';
const trustDomain = TrustDomain.of('example.org');
`;

/** What must not compile, by why, with the error that the compiler gives. */
const WRONG: Readonly<Record<string, readonly [code: string, error: string]>> = {
  'a TTL has no factory that takes a text': [`Ttl.of('30d');`, 'TS2339'],
  'a TTL of days is not a text': [`Ttl.days('30');`, 'TS2345'],
  'a TTL is made by its factories alone': ['new Ttl(3600);', 'TS2673'],
  'a lifetime is not a number of seconds': ['Lifetime.of(86400);', 'TS2345'],
  'a lifetime is not a Go duration': [`Lifetime.of('720h');`, 'TS2345'],
  'a renewal is not a number of days': ['Lifetime.of(Ttl.days(30)).renewBefore(15);', 'TS2345'],
  'an object with the members of a TTL is none': [
    'Lifetime.of({ inSeconds: 86400, toString: () => "24h" });',
    'TS2345',
  ],
  'the lifetime of a TTL does not change': ['Ttl.hours(1).inSeconds = 60;', 'TS2540'],
  'a trust domain is not a text': [
    `SpiffeId.forServiceAccount('example.org', 'shop', 'cart');`,
    'TS2345',
  ],
  'a trust domain is not a DNS name': [
    `SpiffeId.forServiceAccount(DnsName.of('example.org'), 'shop', 'cart');`,
    'TS2345',
  ],
  'a SPIFFE ID is not made of loose parts': [`new SpiffeId(trustDomain, '/any');`, 'TS2673'],
  'a key algorithm that Envoy does not verify does not exist': ['KeyAlgorithm.ED25519;', 'TS2339'],
  'a key algorithm is not made up': [`new KeyAlgorithm('RSA', 512);`, 'TS2673'],
  'a rotation policy is not a text': [`const policy: RotationPolicy = 'Never'; policy;`, 'TS2322'],
  'a secret is a reference and not its value': [`SecretRef.of('hunter2');`, 'TS2554'],
  'an image names its version': [`Image.of('ghcr.io/spiffe/spire-server');`, 'TS2554'],
  'a subject has a common name': ['Subject.of();', 'TS2554'],
  'an amount that Kubernetes does not know is no resource': [
    `Resources.of({ gpus: '1' }, {});`,
    'TS2353',
  ],
  'a socket is not a path': [
    `const socket: WorkloadSocket = '/run/spire/agent.sock'; socket;`,
    'TS2322',
  ],
  'a chain has a trust domain that is more than a text': [
    `TrustChain.of('example.org', []);`,
    'TS2345',
  ],
};

/** What must compile, so that the imports above are known to be in order. */
const RIGHT = `
Lifetime.of(Ttl.days(30)).renewBefore(Ttl.days(15));
SpiffeId.forServiceAccount(trustDomain, 'shop', 'cart');
SecretRef.of('spire-datastore', 'connection-string');
TrustChain.of(trustDomain, []);
[DnsName, Image, KeyAlgorithm, RotationPolicy, Subject, Resources, WorkloadSocket];
`;

describe('the types of the vocabulary', () => {
  const snippets: readonly Snippet[] = [
    { title: 'right', code: IMPORTS + RIGHT, folder: 'test/trust' },
    ...Object.entries(WRONG).map(([title, [code]]) => ({
      title,
      code: IMPORTS + code,
      folder: 'test/trust',
    })),
  ];
  const said = compile(snippets);

  it('let pass what is right', () => {
    expect(said.get('right')).toEqual([]);
  });

  it.each(Object.keys(WRONG))('say no: %s', (title) => {
    const [, error] = WRONG[title] ?? [];
    expect(said.get(title)).toEqual([expect.stringContaining(`${error}: `)]);
  });
});
