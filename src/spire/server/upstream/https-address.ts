import { text, type Check } from '../../../trust/props';

/** Address of a server, which is https to the compiler, too: credentials go there. */
export type HttpsAddress = `https://${string}`;

// https-URI = "https://" host [ ":" port ] [ "/" ], of RFC 9110 section 4.2.2: no user, no path, no query
const HTTPS_ADDRESS =
  /^https:\/\/(?=[-a-z0-9.]{1,253}(?:[:/]|$))[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}))?\/?$/;

const DEFAULT_PORT = 443;

/** Check of such an address. */
export function httpsAddress(example: HttpsAddress): Check {
  return text(HTTPS_ADDRESS, 'an https address of host and port alone', example);
}

/** The TCP port behind it. */
export function portOf(address: HttpsAddress): number {
  const { port } = new URL(address);
  return port === '' ? DEFAULT_PORT : Number(port);
}
