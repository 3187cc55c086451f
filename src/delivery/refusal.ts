import { MeshTrustError } from '../trust/mesh-trust-error';

/** What a refusal says; undefined for every other error, which is a defect of ours. */
export function refusalIn(error: unknown): string | undefined {
  return error instanceof MeshTrustError ? error.message : undefined;
}
