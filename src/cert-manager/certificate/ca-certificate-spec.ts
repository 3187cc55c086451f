import * as certmanager from '../../../imports/cert-manager.io';
import type { KeyAlgorithm } from '../../trust/key-algorithm';
import type { Lifetime } from '../../trust/lifetime';
import type { RotationPolicy } from '../../trust/rotation-policy';
import type { Subject } from '../../trust/subject';
import { lifetimeFields } from './certificate-lifetime';
import { issuerReferenceTo, type IIssuer } from '../issuer/issuer';

/** What a root and an intermediate CA both have. */
export interface CaCertificateFacts {
  /** Secret that cert-manager fills with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
  /** By what its children name it. */
  readonly subject: Subject;
  /** How long it lives and when it is renewed. */
  readonly lifetime: Lifetime;
  /** Its private key. */
  readonly key: KeyAlgorithm;
  /** Whether that key stays at renewal. */
  readonly rotationPolicy: RotationPolicy;
  /** What its key may do. */
  readonly usages: readonly certmanager.CertificateSpecUsages[];
  /** Who signs it. */
  readonly issuer: IIssuer;
}

const { RSA, ECDSA } = certmanager.CertificateSpecPrivateKeyAlgorithm;
const { NEVER, ALWAYS } = certmanager.CertificateSpecPrivateKeyRotationPolicy;
/** How many past CertificateRequests cert-manager keeps: its own default since 1.18, none is dropped before. */
const REVISION_HISTORY_LIMIT = 1;

/**
 * The spec of the Certificate of a CA. cert-manager writes `CA:TRUE` without a path length, and has
 * no field for one: what hangs below is limited by lifetimes alone.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/util/pki/certificatetemplate.go
 */
export function caCertificateSpec(facts: CaCertificateFacts): certmanager.CertificateSpec {
  return {
    isCa: true,
    secretName: facts.secretName,
    commonName: facts.subject.commonName,
    subject: subjectFields(facts.subject),
    ...lifetimeFields(facts.lifetime),
    privateKey: {
      algorithm: facts.key.algorithm === 'RSA' ? RSA : ECDSA,
      size: facts.key.size,
      rotationPolicy: facts.rotationPolicy.keepsKey ? NEVER : ALWAYS,
    },
    usages: [...facts.usages],
    issuerRef: issuerReferenceTo(facts.issuer),
    revisionHistoryLimit: REVISION_HISTORY_LIMIT,
  };
}

// One relative name holds all organizations, and DER orders them: they are a set.
function subjectFields({
  organizations,
  countries,
}: Subject): certmanager.CertificateSpecSubject | undefined {
  if (organizations.length + countries.length === 0) {
    return undefined;
  }
  return {
    organizations: organizations.length === 0 ? undefined : [...organizations].sort(),
    countries: countries.length === 0 ? undefined : [...countries].sort(),
  };
}
