import { lifetimeFields } from '../../../src/cert-manager/certificate/certificate-lifetime';
import { Lifetime } from '../../../src/trust/lifetime';
import { Ttl } from '../../../src/trust/ttl';

test('the default renewal of cert-manager is written out: when a third is left', () => {
  expect(lifetimeFields(Lifetime.of(Ttl.hours(21600)))).toEqual({
    duration: '21600h',
    renewBefore: '7200h',
  });
});

test('what is left at renewal is written as it was said', () => {
  const lifetime = Lifetime.of(Ttl.hours(1440)).renewBefore(Ttl.minutes(90));
  expect(lifetimeFields(lifetime)).toEqual({ duration: '1440h', renewBefore: '1h30m' });
});

test('a share takes the place of renewBefore, since cert-manager takes one of them', () => {
  const lifetime = Lifetime.of(Ttl.days(30)).renewBeforePercentage(40);
  expect(lifetimeFields(lifetime)).toEqual({ duration: '720h', renewBeforePercentage: 40 });
});
