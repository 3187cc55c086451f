import { MeshTrustError, type Finding } from '../../src/trust/mesh-trust-error';

/** The findings with which `act` is refused; fails when it is not, or with any other error. */
export function refusalOf(act: () => unknown): readonly Finding[] {
  try {
    act();
  } catch (error) {
    if (error instanceof MeshTrustError) {
      return error.findings;
    }
    throw error;
  }
  throw new Error('was accepted');
}
