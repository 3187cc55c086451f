import { refuse } from '../../trust/mesh-trust-error';
import { Ttl } from '../../trust/ttl';

/**
 * What a SPIRE agent does when its server no longer has a certificate that it trusts: when it was
 * away for longer than the CA lived, or when the server was installed anew.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_agent.md#rebootstrapping
 */
export class SpireAgentRebootstrap {
  /** Stays away until somebody restarts its Pod. */
  public static never(): SpireAgentRebootstrap {
    return new SpireAgentRebootstrap(undefined);
  }

  /**
   * Reads the published trust bundle again and attests itself anew, when the server was not to be
   * trusted for this long. Longer keeps agents calm under a server that somebody imitates; shorter
   * brings them back sooner.
   *
   * @throws PropertyWrongType
   */
  public static after(delay: Ttl): SpireAgentRebootstrap {
    if (!(delay instanceof Ttl)) {
      refuse({
        code: 'PropertyWrongType',
        path: 'SpireAgentRebootstrap.after',
        problem: `'delay' must be a Ttl, got ${JSON.stringify(delay)}`,
        fix: 'write SpireAgentRebootstrap.after(Ttl.minutes(10))',
      });
    }
    return new SpireAgentRebootstrap(delay);
  }

  private constructor(
    /** How long it waits before it starts over, if it ever does. */
    public readonly delay: Ttl | undefined,
  ) {}
}
