import type { WrongCase } from '../wrong-case';
import { ATTESTATION_CASES } from './attestation';
import { CERTIFICATE_CASES } from './certificates';
import { EDGE_CASES } from './edge';
import { EDGE_CALL_CASES } from './edge-calls';
import { SIDECAR_FILE_CASES, SIDECAR_TLS_CASES } from './edge-sidecar';
import { IDENTITY_CASES } from './identities';
import { INJECTION_CASES } from './injection';
import { ISTIOD_CASES } from './istiod-ca';
import { SOCKET_CASES } from './sockets';
import { UPSTREAM_CASES } from './upstream';

/** Mistakes whose consequence shows only when components run. */
export const LIVE_CASES: readonly WrongCase[] = [
  ...CERTIFICATE_CASES,
  ...UPSTREAM_CASES,
  ...ATTESTATION_CASES,
  ...INJECTION_CASES,
  ...SOCKET_CASES,
  ...IDENTITY_CASES,
  ...EDGE_CASES,
  ...SIDECAR_TLS_CASES,
  ...EDGE_CALL_CASES,
  ...SIDECAR_FILE_CASES,
  ...ISTIOD_CASES,
];
