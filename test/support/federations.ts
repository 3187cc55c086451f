import { BundleEndpoint } from '../../src/spire/federation/bundle-endpoint';
import { Federation } from '../../src/spire/federation/federation';
import { FederationMember } from '../../src/spire/federation/federation-member';
import { SpiffeBundle } from '../../src/spire/federation/spiffe-bundle';
import { DnsName } from '../../src/trust/dns-name';
import { TrustDomain } from '../../src/trust/trust-domain';

// Certificates of roots whose keys nobody has: a root that is made anew at every run would be waited for.
const EAST_ROOT = `
MIIBtDCCAVmgAwIBAgIUf4YnQ/ucSJj5FkpMywzPr5w139QwCgYIKoZIzj0EAwIw
JjEQMA4GA1UECgwHRXhhbXBsZTESMBAGA1UEAwwJbWVzaC1yb290MCAXDTI2MTEy
ODE2MjI0MFoYDzIxMjYxMTA0MTYyMjQwWjAmMRAwDgYDVQQKDAdFeGFtcGxlMRIw
EAYDVQQDDAltZXNoLXJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATorkRU
NCfmmKAuH+sZwTuumpT7A8PW7Prfs/6fnz2LI+3Q4atkiRF8Ca9VO0TwqCQvE7UR
vXWAQk6SeNf+9KC6o2MwYTAdBgNVHQ4EFgQUJ1F3cc2AMPncN0B1AiW4Mvi3HSow
HwYDVR0jBBgwFoAUJ1F3cc2AMPncN0B1AiW4Mvi3HSowDwYDVR0TAQH/BAUwAwEB
/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSQAwRgIhAPX0rihcsisVb5/E
GRbEYXqywA46N9son/czJYyc4YRzAiEApSDhaTCncpFgrsq+SyjjBdn8WAIca/Bk
kP+kHPRJEwc=
`;
const WEST_ROOT = `
MIIBszCCAVmgAwIBAgIURsuEbjhcwHfG4N/XZFnbgxV5WdgwCgYIKoZIzj0EAwIw
JjEQMA4GA1UECgwHRXhhbXBsZTESMBAGA1UEAwwJbWVzaC1yb290MCAXDTI2MTEy
ODE2MjI0MFoYDzIxMjYxMTA0MTYyMjQwWjAmMRAwDgYDVQQKDAdFeGFtcGxlMRIw
EAYDVQQDDAltZXNoLXJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT82HSN
Zh0AZRQnLO7JwZZmJIq2IhHhkxTRA5p3vZ9xNq24u5cTqd9Z9ekyDXYda2GE+z/V
Pjifvc9+DBbp8RB6o2MwYTAdBgNVHQ4EFgQUfO+ma8Qd4LywoQne1C8o1AWbA9ww
HwYDVR0jBBgwFoAUfO+ma8Qd4LywoQne1C8o1AWbA9wwDwYDVR0TAQH/BAUwAwEB
/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSAAwRQIgeLth3Abiry97dR/M
yqwNoZo8tgomtWc+99txrx0T+EsCIQCAWxQxXviO68SgyXW0sijnntIcQahKdyMI
hDBrFvvJIA==
`;
const NORTH_ROOT = `
MIIBszCCAVmgAwIBAgIUdbFwUqwbzrqwZPUcCgetLQzhmM4wCgYIKoZIzj0EAwIw
JjEQMA4GA1UECgwHRXhhbXBsZTESMBAGA1UEAwwJbWVzaC1yb290MCAXDTI2MTEy
ODE2MjI0MFoYDzIxMjYxMTA0MTYyMjQwWjAmMRAwDgYDVQQKDAdFeGFtcGxlMRIw
EAYDVQQDDAltZXNoLXJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS+E3B3
lL9ZRTWHJvrHfiAPUYITcI+lhFs/2frzvLzXxv/8LUj2AXK3om9CXn0qtuqaY+s4
Tdor52UUQloIqCrwo2MwYTAdBgNVHQ4EFgQUoRGUfsbG8Cf4dfJvTxP6HuCbHskw
HwYDVR0jBBgwFoAUoRGUfsbG8Cf4dfJvTxP6HuCbHskwDwYDVR0TAQH/BAUwAwEB
/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSAAwRQIhAM3wiPhhoCK65Icg
ul8E3CngV7hEVe60s/dCKKxiGzMWAiAcRIaa2DPdYpwpxZ8jOqOPXpUHErfzeBPl
1CkPahyXVg==
`;

/** A bundle with these certificates as its roots, as SPIRE prints it. */
export function bundleText(...certificates: readonly string[]): string {
  const keys = certificates.map((certificate) => ({
    use: 'x509-svid',
    x5c: [certificate.replaceAll('\n', '')],
  }));
  return JSON.stringify({ keys, spiffe_sequence: 1 });
}

/** Certificates of different roots, base64. */
export const ROOTS: readonly string[] = [EAST_ROOT, WEST_ROOT, NORTH_ROOT];

function memberOf(name: string, root: string): FederationMember {
  return FederationMember.of({
    trustDomain: TrustDomain.of(`${name}.example.com`),
    endpoint: BundleEndpoint.httpsSpiffe({ host: DnsName.of(`spire.${name}.example.com`) }),
    bundle: SpiffeBundle.parse(bundleText(root)),
  });
}

/** The trust domain of `MINIMAL_ENVIRONMENT`. */
export const MESH_MEMBER = memberOf('mesh', EAST_ROOT);
/** Two others. */
export const WEST_MEMBER = memberOf('west', WEST_ROOT);
export const NORTH_MEMBER = memberOf('north', NORTH_ROOT);

/** The mesh of the tests, and another one. */
export const FEDERATION = Federation.between(MESH_MEMBER, WEST_MEMBER);
