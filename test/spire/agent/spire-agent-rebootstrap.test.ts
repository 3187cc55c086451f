import { SpireAgentRebootstrap } from '../../../src/spire/agent/spire-agent-rebootstrap';
import { Ttl } from '../../../src/trust/ttl';
import { refusalOf } from '../../support/refusals';

describe('SpireAgentRebootstrap', () => {
  it('waits for the delay, or for ever', () => {
    expect(SpireAgentRebootstrap.after(Ttl.minutes(5)).delay?.toString()).toBe('5m');
    expect(SpireAgentRebootstrap.never().delay).toBeUndefined();
  });

  it('fails when the delay has no unit', () => {
    expect(refusalOf(() => SpireAgentRebootstrap.after(600 as never))).toMatchObject([
      { code: 'PropertyWrongType' },
    ]);
  });
});
