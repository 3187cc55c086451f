import { Ttl } from '../../src/trust/ttl';

/** The Ttl that the TypeScript of a fix makes, such as `Ttl.days(30)`. */
export function readTtlCode(code: string): Ttl {
  const [, unit, count] = /^Ttl\.(seconds|minutes|hours|days)\((\d+)\)$/.exec(code) ?? [];
  switch (unit) {
    case 'seconds':
      return Ttl.seconds(Number(count));
    case 'minutes':
      return Ttl.minutes(Number(count));
    case 'hours':
      return Ttl.hours(Number(count));
    case 'days':
      return Ttl.days(Number(count));
    default:
      throw new Error(`not the TypeScript of a Ttl: ${code}`);
  }
}
