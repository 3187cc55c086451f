import { compile } from '../../support/compile';

/** A federation as a user writes it. */
const HEAD = `
import {
  AcmeIssuer, BundleEndpoint, CaIssuer, DnsName, EndpointCertificate, Environment, Federation, FederationMember,
  IstioCa, Lifetime, SpiffeBundle, TrustDomain, TrustRoot, Ttl,
} from 'cdk8s-mesh-trust';
const host = DnsName.of('spire.east.example.com');
const endpoint = BundleEndpoint.httpsSpiffe({ host });
const bundle = SpiffeBundle.parse('{ "keys": [] }');
const trustDomain = TrustDomain.of('east.example.com');
const east = FederationMember.of({ trustDomain, endpoint, bundle });
const root = TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) });
const istio = { ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }) };
export const used = [AcmeIssuer, CaIssuer, EndpointCertificate, Environment, Federation, east, root, istio];
`;

const RIGHT = `
const certificate = EndpointCertificate.issuedBy(AcmeIssuer.cluster('letsencrypt'));
const web = BundleEndpoint.httpsWeb({ host, certificate, port: 8443, refreshHint: Ttl.minutes(5) });
const west = FederationMember.of({ trustDomain: TrustDomain.of('west.example.com'), endpoint: web, bundle });
const federation = Federation.between(east, west);
new Environment('east', { trustDomain, clusterName: 'east', federation, root, istio });
`;

const WRONG: readonly (readonly [title: string, code: string, said: string])[] = [
  [
    'a member without its bundle, which SPIRE needs before the first registration',
    'FederationMember.of({ trustDomain, endpoint });',
    "Property 'bundle' is missing",
  ],
  [
    'a bundle that is a text, which nobody looked at',
    "FederationMember.of({ trustDomain, endpoint, bundle: '{}' });",
    "Type 'string' is not assignable to type 'SpiffeBundle'",
  ],
  ['a federation of one', 'Federation.between(east);', 'Expected at least 2 arguments, but got 1'],
  [
    'a federation of names',
    "Federation.between('east.example.com', 'west.example.com');",
    "'string' is not assignable to parameter of type 'FederationMember'",
  ],
  [
    'an identity of the endpoint that is told apart from its trust domain',
    "BundleEndpoint.httpsSpiffe({ host, endpointSpiffeId: 'spiffe://west/spire/server' });",
    "'endpointSpiffeId' does not exist",
  ],
  [
    'the profile of the public CAs without a certificate',
    'BundleEndpoint.httpsWeb({ host });',
    "Property 'certificate' is missing",
  ],
  [
    'a certificate where the SVID is shown',
    "BundleEndpoint.httpsSpiffe({ host, certificate: EndpointCertificate.existing('web') });",
    "'certificate' does not exist",
  ],
  [
    'a certificate of a CA that the other side does not know',
    "EndpointCertificate.issuedBy(CaIssuer.cluster('mesh-root'));",
    "'signsCas' are incompatible",
  ],
  [
    'the federated trust domains said a second time',
    `new Environment('east', {
      trustDomain, clusterName: 'east', root, istio: { ...istio, federatedTrustDomains: [trustDomain] },
    });`,
    "'federatedTrustDomains' does not exist",
  ],
];

describe('the types of a federation', () => {
  const said = compile([
    { title: 'right', code: HEAD + RIGHT },
    ...WRONG.map(([title, code]) => ({ title, code: HEAD + code })),
  ]);

  it('let pass what is right', () => {
    expect(said.get('right')).toEqual([]);
  });

  it.each(WRONG)('say no to %s', (title, _, words) => {
    expect(said.get(title)).toEqual([expect.stringContaining(words)]);
  });
});
