import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AllowRule,
  Authorization,
  BundleEndpoint,
  DnsName,
  Environment,
  Federation,
  FederationMember,
  IstioCa,
  Lifetime,
  Sample,
  SpiffeBundle,
  SpiffeId,
  synthesize,
  TrustDomain,
  TrustRoot,
  Ttl,
} from '../../src/index';

/** A cluster as the other one knows it; its bundle is what its own SPIRE server prints. */
function member(name: string): FederationMember {
  return FederationMember.of({
    trustDomain: TrustDomain.of(`${name}.example.com`),
    endpoint: BundleEndpoint.httpsSpiffe({ host: DnsName.of(`spire.${name}.example.com`) }),
    bundle: SpiffeBundle.parse(readFileSync(join(__dirname, `${name}.bundle.json`), 'utf8')),
  });
}

const [east, west] = [member('east'), member('west')];
const federation = Federation.between(east, west);

/** What both clusters say alike; each has a root of its own. */
const common = {
  federation,
  namespaces: ['shop'],
  root: TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) }),
  istio: { ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }) },
};

/** helloworld in the east takes the cart of the west, and nobody else: not even the cart of the east. */
const callers = [SpiffeId.forServiceAccount(west.trustDomain, 'shop', 'cart')];
const rules = [AllowRule.from({ callers })];
export const environments = [
  new Environment('east', {
    ...common,
    trustDomain: east.trustDomain,
    clusterName: 'east',
    samples: [Sample.helloworld()],
    authorization: [Authorization.allow({ name: 'cart', namespace: 'helloworld', rules })],
  }),
  new Environment('west', { ...common, trustDomain: west.trustDomain, clusterName: 'west' }),
];

if (require.main === module) {
  synthesize(environments, { outdir: join(__dirname, 'dist') });
}
