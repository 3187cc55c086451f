import type * as certmanager from '../../../imports/cert-manager.io';
import type { Lifetime } from '../../trust/lifetime';

/** The fields of a Certificate that say how long it lives and when it is renewed. */
export type LifetimeFields = Pick<
  certmanager.CertificateSpec,
  'duration' | 'renewBefore' | 'renewBeforePercentage'
>;

/**
 * A lifetime as a Certificate writes it: the renewal is always written, as a share where it was
 * given as one, since cert-manager takes one of the two fields and no more.
 *
 * @see https://cert-manager.io/docs/usage/certificate/#renewal
 */
export function lifetimeFields(lifetime: Lifetime): LifetimeFields {
  const duration = lifetime.duration.toString();
  return lifetime.percentage === undefined
    ? { duration, renewBefore: lifetime.leftAtRenewal.toString() }
    : { duration, renewBeforePercentage: lifetime.percentage };
}
