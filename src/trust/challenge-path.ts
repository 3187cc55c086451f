/**
 * Where an ACME server fetches the token of an HTTP-01 challenge, over plain HTTP: nothing but the
 * solver may answer there.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8555#section-8.3
 */
export const CHALLENGE_PATH = '/.well-known/acme-challenge/';
