import { Telemetry } from '../../src/spire/telemetry';
import { refusalOf } from '../support/refusals';

describe('Telemetry', () => {
  it('offers metrics at 9988 to the whole cluster unless told otherwise', () => {
    expect(Telemetry.prometheus()).toMatchObject({ port: 9988, scrapedFrom: undefined });
  });

  it('offers none where none are wanted', () => {
    expect(Telemetry.none().port).toBeUndefined();
  });

  it('fails for a port that is none', () => {
    expect(refusalOf(() => Telemetry.prometheus({ port: 0 }))).toMatchObject([
      { code: 'PropertyOutOfRange', path: 'Telemetry.prometheus' },
    ]);
  });
});
