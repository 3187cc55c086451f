import type { WrongCase } from '../wrong-case';
import { CERTIFICATE_TRIALS } from './edge-certificates';
import { ISSUER_TRIALS, NAMESPACE_CASES } from './edge-issuers';
import { TLS_TRIALS } from './edge-tls';
import { together } from './edge-trial';

/** Mistakes at the gateways and at their certificates. */
export const EDGE_CASES: readonly WrongCase[] = [
  ...NAMESPACE_CASES,
  ...together([...ISSUER_TRIALS, ...CERTIFICATE_TRIALS, ...TLS_TRIALS]),
];
