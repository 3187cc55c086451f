import fc from 'fast-check';
import { DnsName } from '../../src/trust/dns-name';
import { Lifetime } from '../../src/trust/lifetime';
import { MeshTrustError } from '../../src/trust/mesh-trust-error';
import { amountOf, Resources } from '../../src/trust/resources';
import { SecretRef } from '../../src/trust/secret-ref';
import { SpiffeId } from '../../src/trust/spiffe-id';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { readTtlCode } from '../support/ttl-code';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const LETTERS = LOWER + LOWER.toUpperCase();
const MAX_SECONDS = 9_223_372_036;

/** Whether it is taken; an error of any other class is a failure of the test. */
function takes(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof MeshTrustError) {
      return false;
    }
    throw error;
  }
}

const isOf = (characters: string, text: string): boolean =>
  Array.from(text).every((character) => characters.includes(character));
const textOf = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength });

/** Any text, valid ones, and valid ones with one character more, less or changed. */
function around(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const strange = fc.constantFrom(
    ...Array.from('.-_/:%@*~ \n\t'),
    'A',
    'Z',
    '0',
    'd',
    'h',
    'é',
    '٣',
    '\u0000',
    '',
  );
  const mutated = fc
    .tuple(valid, fc.nat(), strange, fc.nat(1))
    .map(([text, at, character, removed]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + character + text.slice(index + removed);
    });
  return fc.oneof(fc.string({ unit: 'binary' }), valid, { arbitrary: mutated, weight: 3 });
}

/** The law that `take` and `oracle` agree, whatever the text. */
function agrees(
  valid: fc.Arbitrary<string>,
  take: (text: string) => unknown,
  oracle: (text: string) => boolean,
): void {
  fc.assert(
    fc.property(around(valid), (text) => takes(() => take(text)) === oracle(text)),
    { numRuns: 2000 },
  );
}

const trustDomains = textOf(`${LOWER}${DIGITS}.-_`, 1, 255);
const isTrustDomain = (text: string): boolean =>
  text.length >= 1 && text.length <= 255 && isOf(`${LOWER}${DIGITS}.-_`, text);

const segments = textOf(`${LETTERS}${DIGITS}.-_`, 1, 40).filter(
  (segment) => segment !== '.' && segment !== '..',
);
const isSegment = (text: string): boolean =>
  text !== '' && text !== '.' && text !== '..' && isOf(`${LETTERS}${DIGITS}.-_`, text);
const spiffeIds = fc
  .tuple(trustDomains, fc.array(segments, { maxLength: 6 }))
  .map(([domain, path]) => ['spiffe:/', domain, ...path].join('/'));

const labels = fc
  .tuple(
    textOf(LOWER + DIGITS, 1, 1),
    fc.option(fc.tuple(textOf(`${LOWER}${DIGITS}-`, 0, 61), textOf(LOWER + DIGITS, 1, 1))),
  )
  .map(([first, rest]) => first + (rest ?? []).join(''));
const isLabel = (text: string): boolean =>
  text.length >= 1 &&
  text.length <= 63 &&
  isOf(`${LOWER}${DIGITS}-`, text) &&
  !text.startsWith('-') &&
  !text.endsWith('-');
const dnsNames = fc
  .tuple(fc.constantFrom('', '*.'), fc.array(labels, { minLength: 1, maxLength: 3 }))
  .map(([wildcard, parts]) => wildcard + parts.join('.'));

/** Reads a Go duration of whole seconds character by character. */
function secondsOf(text: string): number | undefined {
  let [rest, seconds] = [text, 0];
  for (const [unit, each] of [
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    let digits = '';
    while (
      rest !== '' &&
      DIGITS.includes(rest.charAt(digits.length)) &&
      digits.length < rest.length
    ) {
      digits += rest.charAt(digits.length);
    }
    if (digits !== '' && rest.charAt(digits.length) === unit) {
      seconds += Number(digits) * each;
      rest = rest.slice(digits.length + 1);
    }
  }
  return rest === '' && seconds >= 1 && seconds <= MAX_SECONDS ? seconds : undefined;
}
const goDurations = fc
  .tuple(fc.option(fc.nat(3_000_000)), fc.option(fc.nat(200)), fc.option(fc.nat(200)))
  .map(([hours, minutes, seconds]) =>
    [
      [hours, 'h'],
      [minutes, 'm'],
      [seconds, 's'],
    ]
      .filter(([count]) => count !== null)
      .flat()
      .join(''),
  );

const ttls = fc
  .oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: MAX_SECONDS }))
  .map((seconds) => Ttl.seconds(seconds));

describe('TrustDomain', () => {
  it('takes exactly the names of the SPIFFE grammar, and gives them back', () => {
    agrees(trustDomains, (text) => TrustDomain.of(text), isTrustDomain);
    fc.assert(fc.property(trustDomains, (name) => TrustDomain.of(name).toString() === name));
  });

  it('is the value of a label exactly when the API server takes it for one', () => {
    fc.assert(
      fc.property(textOf(`${LOWER}${DIGITS}.-_`, 1, 70), (name) => {
        const ends = name.charAt(0) + name.charAt(name.length - 1);
        const isLabelValue = name.length <= 63 && isOf(LOWER + DIGITS, ends);
        return TrustDomain.of(name).isLabelValue === isLabelValue;
      }),
    );
  });
});

describe('SpiffeId', () => {
  const isSpiffeId = (text: string): boolean => {
    const [scheme, empty, domain, ...path] = text.split('/');
    return (
      scheme === 'spiffe:' &&
      empty === '' &&
      isTrustDomain(domain ?? '') &&
      path.every(isSegment) &&
      Buffer.byteLength(text) <= 2048
    );
  };

  it('takes exactly the URIs of the SPIFFE grammar', () => {
    agrees(spiffeIds, (text) => SpiffeId.parse(text), isSpiffeId);
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(spiffeIds, (text) => {
        const id = SpiffeId.parse(text);
        return id.toString() === text && SpiffeId.parse(id.toString()).equals(id);
      }),
    );
  });

  it('has the form of the mesh for every account that it takes, and belongs to its trust domain', () => {
    fc.assert(
      fc.property(trustDomains, around(labels), around(labels), (domain, namespace, account) => {
        const trustDomain = TrustDomain.of(domain);
        const make = (): SpiffeId => SpiffeId.forServiceAccount(trustDomain, namespace, account);
        fc.pre(takes(make));
        const path = make().path.split('/');
        expect(path).toEqual(['', 'ns', namespace, 'sa', account]);
        expect(make().isIn(trustDomain)).toBe(true);
      }),
    );
  });
});

describe('Ttl', () => {
  it('takes exactly the Go durations of whole seconds', () => {
    agrees(
      goDurations,
      (text) => Ttl.parse(text),
      (text) => secondsOf(text) !== undefined,
    );
    fc.assert(
      fc.property(goDurations, (text) => {
        const seconds = secondsOf(text);
        fc.pre(seconds !== undefined);
        return Ttl.parse(text).inSeconds === seconds;
      }),
    );
  });

  it('is read back as it was written, in one form for each length', () => {
    fc.assert(
      fc.property(ttls, (ttl) => {
        expect(Ttl.parse(ttl.toString()).equals(ttl)).toBe(true);
        expect(Ttl.parse(`${ttl.inSeconds}s`).toString()).toBe(ttl.toString());
      }),
    );
  });

  it('is as long in TypeScript as it is', () => {
    fc.assert(fc.property(ttls, (ttl) => readTtlCode(ttl.toCode()).equals(ttl)));
  });

  it('is ordered: of two, one outlives the other or both are equal', () => {
    fc.assert(
      fc.property(ttls, ttls, (one, other) => {
        const holds = [one.outlives(other), other.outlives(one), one.equals(other)];
        expect(holds.filter(Boolean)).toHaveLength(1);
        expect(Ttl.min(one, other).outlives(Ttl.max(one, other))).toBe(false);
      }),
    );
  });

  it('is divided to what fits so many times, and no second more would', () => {
    fc.assert(
      fc.property(ttls, fc.integer({ min: 1, max: 50 }), (ttl, parts) => {
        fc.pre(ttl.inSeconds >= parts);
        const part = ttl.dividedBy(parts);
        expect(part.times(parts).outlives(ttl)).toBe(false);
        expect((part.inSeconds + 1) * parts).toBeGreaterThan(ttl.inSeconds);
      }),
    );
  });

  it('is whole again when what was taken away is added', () => {
    fc.assert(
      fc.property(ttls, ttls, (one, other) => {
        const left = one.minus(other);
        expect(left === undefined).toBe(!one.outlives(other));
        expect((left?.inSeconds ?? 0) + other.inSeconds).toBe(
          Math.max(one.inSeconds, other.inSeconds),
        );
      }),
    );
  });
});

describe('Lifetime', () => {
  const fiveMinutes = 300;
  const isInOrder = ({ duration, leftAtRenewal, inUse }: Lifetime): boolean =>
    leftAtRenewal.inSeconds >= fiveMinutes &&
    duration.outlives(leftAtRenewal) &&
    inUse.inSeconds + leftAtRenewal.inSeconds === duration.inSeconds;

  it('is taken from an hour on, and then renewed between five minutes and the whole of it', () => {
    fc.assert(
      fc.property(ttls, (duration) => {
        const isTaken = takes(() => Lifetime.of(duration));
        expect(isTaken).toBe(duration.inSeconds >= 3600);
        expect(!isTaken || isInOrder(Lifetime.of(duration))).toBe(true);
      }),
    );
  });

  it('takes exactly the renewals between five minutes and the whole of it', () => {
    fc.assert(
      fc.property(ttls, ttls, (duration, left) => {
        fc.pre(duration.inSeconds >= 3600);
        const renewed = (): Lifetime => Lifetime.of(duration).renewBefore(left);
        const isRight = left.inSeconds >= fiveMinutes && left.inSeconds < duration.inSeconds;
        expect(takes(renewed)).toBe(isRight);
        expect(!isRight || isInOrder(renewed())).toBe(true);
      }),
    );
  });

  it('takes exactly the shares that leave five minutes on both sides', () => {
    fc.assert(
      fc.property(ttls, fc.integer({ min: -5, max: 105 }), (duration, percentage) => {
        fc.pre(duration.inSeconds >= 3600);
        const renewed = (): Lifetime => Lifetime.of(duration).renewBeforePercentage(percentage);
        // In whole numbers: five minutes are 30,000 hundredths of a second.
        const shares = [percentage, 100 - percentage].map((share) => duration.inSeconds * share);
        const isRight =
          percentage >= 1 && percentage <= 99 && shares.every((share) => share >= 30_000);
        expect(takes(renewed)).toBe(isRight);
        expect(!isRight || isInOrder(renewed())).toBe(true);
      }),
    );
  });
});

describe('names and places', () => {
  it('DnsName takes exactly the names of RFC 1123, possibly with a wildcard', () => {
    const isDnsName = (text: string): boolean =>
      text.length <= 253 &&
      (text.startsWith('*.') ? text.slice(2) : text).split('.').every(isLabel);
    agrees(dnsNames, (text) => DnsName.of(text), isDnsName);
    fc.assert(fc.property(dnsNames, (name) => DnsName.of(name).toString() === name));
  });

  it('SecretRef takes exactly what the API server takes, and gives it back', () => {
    const names = fc.array(labels, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
    const isSubdomain = (text: string): boolean =>
      text.length <= 253 &&
      text
        .split('.')
        .every(
          (part) =>
            isLabel(part.length > 63 ? part.slice(0, 1) + part.slice(-1) : part) &&
            isOf(`${LOWER}${DIGITS}-`, part),
        );
    agrees(names, (text) => SecretRef.of(text, 'key'), isSubdomain);
    const isKey = (text: string): boolean => text.length <= 253 && isSegment(text);
    agrees(segments, (text) => SecretRef.of('name', text), isKey);
    fc.assert(
      fc.property(names, segments, (name, key) => {
        expect(SecretRef.of(name, key)).toMatchObject({ name, key });
      }),
    );
  });

  it('WorkloadSocket takes exactly absolute folders and bare file names', () => {
    const folders = fc
      .array(segments, { minLength: 1, maxLength: 4 })
      .map((path) => ['', ...path].join('/'));
    const isFolder = (text: string): boolean => {
      const [first, ...path] = text.split('/');
      return first === '' && path.length > 0 && path.every(isSegment);
    };
    agrees(folders, (folder) => WorkloadSocket.failClosed({ folder }), isFolder);
    const isFile = (text: string): boolean =>
      isSegment(text) && text.length <= 64 && text !== 'socket';
    agrees(segments, (file) => WorkloadSocket.failClosed({ file }), isFile);
  });
});

describe('Resources', () => {
  const units = ['', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti'];
  const quantities = fc
    .tuple(fc.nat(5000), fc.option(fc.nat(99)), fc.constantFrom(...units))
    .map(([whole, part, unit]) => `${whole}${part === null ? '' : `.${part}`}${unit}`);

  it('takes exactly digits, possibly a fraction, and a unit', () => {
    const isQuantity = (text: string): boolean => {
      const unit = [...units].sort((a, b) => b.length - a.length).find((end) => text.endsWith(end));
      const number = text.slice(0, text.length - (unit ?? '').length).split('.');
      return number.length <= 2 && number.every((part) => part !== '' && isOf(DIGITS, part));
    };
    agrees(quantities, (cpu) => Resources.of({ cpu }, {}), isQuantity);
  });

  it('takes a limit exactly when it is no less than the request', () => {
    fc.assert(
      fc.property(quantities, quantities, (request, limit) => {
        const isEnough = (amountOf(limit) ?? 0) >= (amountOf(request) ?? 0);
        return takes(() => Resources.of({ memory: request }, { memory: limit })) === isEnough;
      }),
    );
  });
});
