import { importing } from '../written';
import type { WrongCase } from '../wrong-case';
import { certificate, ISSUER } from './ca-certificate';
import { applied } from './judge';
import { refusedByServer } from './spire-cases';

const topic = 'Lifetimes';
const judgedBy = 'webhook of cert-manager 1.21';

/** A Certificate of istiod's CA with these lifetimes. */
function living(...lines: readonly string[]): string {
  return certificate('isCA: true', 'commonName: istiod.istio-system.svc', ...lines, ISSUER);
}

function lifetime(expression: string): string {
  return `${importing(['Lifetime', 'Ttl'])}\n\nexport const lifetime = ${expression};`;
}

/** Lifetimes that cert-manager or SPIRE is asked about. */
export const LIFETIME_CASES: readonly WrongCase[] = [
  applied({
    id: 'duration-in-days',
    topic,
    mistake: 'A certificate lives `30d`.',
    written: lifetime("Lifetime.of(Ttl.parse('30d'))"),
    plain: living('duration: 30d'),
    judgedBy,
  }),
  applied({
    id: 'duration-under-an-hour',
    topic,
    mistake: 'A certificate lives half an hour.',
    written: lifetime('Lifetime.of(Ttl.minutes(30))'),
    plain: living('duration: 30m'),
    judgedBy,
  }),
  applied({
    id: 'renewal-longer-than-life',
    topic,
    mistake: 'Renewal begins before the certificate does: the two are mixed up.',
    written: lifetime('Lifetime.of(Ttl.hours(360)).renewBefore(Ttl.hours(1440))'),
    plain: living('duration: 360h', 'renewBefore: 1440h'),
    judgedBy,
  }),
  applied({
    id: 'renewal-without-duration',
    topic,
    mistake: 'Renewal is longer than the default life of 90 days, which nobody wrote down.',
    written: lifetime('Lifetime.of().renewBefore(Ttl.days(100))'),
    plain: living('renewBefore: 2400h'),
    judgedBy,
  }),
  applied({
    id: 'renewal-in-the-last-minute',
    topic,
    mistake: 'Renewal begins a minute before the end.',
    written: lifetime('Lifetime.of(Ttl.hours(24)).renewBefore(Ttl.minutes(1))'),
    plain: living('duration: 24h', 'renewBefore: 1m'),
    judgedBy,
  }),
  applied({
    id: 'renewal-at-a-hundred-percent',
    topic,
    mistake: 'Renewal begins when all of the life is left.',
    written: lifetime('Lifetime.of(Ttl.hours(24)).renewBeforePercentage(100)'),
    plain: living('duration: 24h', 'renewBeforePercentage: 100'),
    judgedBy,
  }),
  applied({
    id: 'renewal-said-twice',
    topic,
    mistake: 'Renewal is given as a time and as a percentage.',
    written: lifetime(
      'Lifetime.of(Ttl.hours(24), { renewBefore: Ttl.hours(8), renewBeforePercentage: 30 })',
    ),
    plain: living('duration: 24h', 'renewBefore: 8h', 'renewBeforePercentage: 30'),
    judgedBy,
  }),
  refusedByServer({
    id: 'ca-ttl-without-unit',
    topic,
    mistake: 'The CA of SPIRE lives a number of seconds.',
    written: [
      importing(['SpireOptions']),
      '',
      'export const spire: SpireOptions = { caTtl: 86400 };',
    ].join('\n'),
    changed: { server: { ca_ttl: '86400' } },
  }),
  refusedByServer({
    id: 'default-svid-ttl',
    topic,
    mistake: 'SVIDs are given a lifetime by the key of 2022, which SPIRE 1.6 removed.',
    written: [
      importing(['SpireOptions', 'Ttl']),
      '',
      'export const spire: SpireOptions = { defaultSvidTtl: Ttl.hours(1) };',
    ].join('\n'),
    changed: { server: { default_svid_ttl: '1h' } },
  }),
  refusedByServer({
    id: 'ca-ttl-misspelt',
    topic,
    mistake: 'The lifetime of the CA of SPIRE is given by a misspelt key.',
    written: [
      importing(['SpireOptions', 'Ttl']),
      '',
      'export const spire: SpireOptions = { caTtll: Ttl.hours(12) };',
    ].join('\n'),
    changed: { server: { ca_ttll: '12h' } },
  }),
];
