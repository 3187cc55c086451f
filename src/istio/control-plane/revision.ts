import { text } from '../../trust/props';
import type { IstioVersion } from '../istio-version';

// It stands in the name of a Service, behind "istiod-".
const REVISION = /^[a-z0-9]([-a-z0-9]{0,54}[a-z0-9])?$/;

/** Check of the name of a control plane. */
export const revisionCheck = text(REVISION, 'a DNS label of at most 56 characters', '1-30');

/** A name made of a version, as Istio's own guides write it: `1-30-3`. */
export function revisionOfVersion(version: IstioVersion): string {
  return version.toString().replaceAll('.', '-');
}
