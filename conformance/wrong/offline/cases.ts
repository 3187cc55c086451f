import type { WrongCase } from '../wrong-case';
import { CERTIFICATE_CASES } from './certificates';
import { EDGE_CERTIFICATE_CASES } from './edge-certificates';
import { EDGE_TLS_CASES } from './edge-tls';
import { GATEWAY_CASES } from './gateways';
import { IDENTITY_CASES } from './identity';
import { ISTIO_CASES } from './istio';
import { LIFETIME_CASES } from './lifetimes';
import { OBJECT_CASES } from './objects';
import { OUTPUT_CASES } from './output';
import { SERVER_CASES } from './servers';

/** Mistakes that validators, and programs that run alone, see. */
export const OFFLINE_CASES: readonly WrongCase[] = [
  ...IDENTITY_CASES,
  ...SERVER_CASES,
  ...LIFETIME_CASES,
  ...CERTIFICATE_CASES,
  ...ISTIO_CASES,
  ...GATEWAY_CASES,
  ...EDGE_CERTIFICATE_CASES,
  ...EDGE_TLS_CASES,
  ...OBJECT_CASES,
  ...OUTPUT_CASES,
];
