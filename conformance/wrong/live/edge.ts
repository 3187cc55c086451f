import type { WrongCase } from '../wrong-case';
import { CERTIFICATE_TRIALS } from './edge-certificates';
import { ISSUER_TRIALS, NAMESPACE_CASES } from './edge-issuers';
import { OUTSIDE_CASES, OUTSIDE_TRIALS } from './edge-outside';
import { ROUTE_TRIALS } from './edge-routes';
import { GATEWAY_TRIALS, SOLVER_TRIALS } from './edge-solvers';
import { TLS_TRIALS } from './edge-tls';
import { together } from './edge-trial';

/** Mistakes at the gateways and at their certificates. */
export const EDGE_CASES: readonly WrongCase[] = [
  ...NAMESPACE_CASES,
  ...OUTSIDE_CASES,
  ...together([
    ...ISSUER_TRIALS,
    ...SOLVER_TRIALS,
    ...CERTIFICATE_TRIALS,
    ...TLS_TRIALS,
    ...ROUTE_TRIALS,
    ...OUTSIDE_TRIALS,
    ...GATEWAY_TRIALS,
  ]),
];
