import { integer, type Check } from './props';

/** Well above every chain that is used; OpenSSL verifies no more than 100 certificates. */
const MAX_PATH_LENGTH = 16;

/** The check of how many CAs a certificate allows below it: `pathlen`. */
export function pathLength(): Check {
  return integer(0, MAX_PATH_LENGTH);
}
