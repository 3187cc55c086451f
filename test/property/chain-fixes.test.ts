import fc from 'fast-check';
import { Lifetime } from '../../src/trust/lifetime';
import { chainFindings } from '../../src/trust/rules/chain-rules';
import type { RuleCode } from '../../src/trust/rules/catalogue';
import { Ttl } from '../../src/trust/ttl';
import { exampleChain, type ChainChanges } from '../support/chains';
import { readTtlCode } from '../support/ttl-code';

const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;

/** Lifetimes of all sizes: round ones, which meet, and any number of seconds. */
const ttls = (min: number, max: number): fc.Arbitrary<Ttl> =>
  fc
    .oneof(
      fc.integer({ min, max: Math.min(max, 3 * HOUR) }),
      fc.integer({ min: Math.ceil(min / HOUR), max: Math.floor(max / HOUR) }).map((h) => h * HOUR),
      fc.integer({ min, max }),
    )
    .map((seconds) => Ttl.seconds(seconds));
const lifetimes = fc
  .tuple(ttls(HOUR, 10 * YEAR), fc.integer({ min: 9, max: 91 }))
  .map(([duration, percentage]) => {
    const { leftAtRenewal } = Lifetime.of(duration).renewBeforePercentage(percentage);
    return { duration, leftAtRenewal };
  });
const chains = fc.record<ChainChanges>({
  root: lifetimes,
  istiod: lifetimes,
  spire: ttls(60, YEAR).map((duration) => ({ duration, leftAtRenewal: duration.dividedBy(2) })),
  svids: ttls(10, 30 * 24 * HOUR).map((duration) => ({ duration })),
  workloads: fc.record({
    duration: ttls(60, YEAR),
    maxDuration: fc.option(ttls(60, YEAR), { nil: undefined }),
  }),
});

/** How each form of a fix is carried out. A form that is not here fails the test. */
const FORMS: Partial<
  Record<RuleCode, readonly (readonly [RegExp, (...ttls: readonly Ttl[]) => ChainChanges])[]>
> = {
  ChildOutlivesParent: [
    [/^renew certmanager-ca earlier: renewBefore\((.+)\) or more$/, renewRoot],
    [/^shorten 'duration' to (.+)$/, shortenIstiod],
    [
      /^give certmanager-ca Lifetime.of\((.+)\) or more, and shorten 'duration' to (.+)$/,
      (root, istiod) => ({ ...lengthenRoot(root), ...shortenIstiod(istiod) }),
    ],
  ],
  CaTtlOutlivesUpstream: [
    [/^write (.+) or less$/, (duration) => ({ spire: { duration } })],
    [/^renew certmanager-ca earlier: renewBefore\((.+)\) or more$/, renewRoot],
  ],
  SvidOutlivesCaRotation: [
    [/^write (.+) or less(?:, whatever .+)?$/, (duration) => ({ svids: { duration } })],
    [/^raise 'caTtl' to (\S+)$/, (duration) => ({ spire: { duration } })],
    [
      /^raise 'caTtl' to (\S+) and write (\S+)$/,
      (ca, svid) => ({ spire: { duration: ca }, svids: { duration: svid } }),
    ],
  ],
  WorkloadCertAboveMaximum: [
    [/^write (.+) or less$/, (duration) => ({ workloads: { duration } })],
    [/^raise 'maxWorkloadCertTtl' to (.+)$/, (maxDuration) => ({ workloads: { maxDuration } })],
  ],
};

describe('what a finding tells to write', () => {
  it.each(Object.keys(FORMS) as RuleCode[])('silences %s, each part of it by itself', (code) => {
    let tried = 0;
    fc.assert(
      fc.property(chains, (changes) => {
        const fix = fixOf(code, changes);
        for (const part of fix === undefined ? [] : partsOf(fix)) {
          tried += 1;
          expect({ part, then: fixOf(code, changed(changes, carriedOut(code, part))) }).toEqual({
            part,
            then: undefined,
          });
        }
      }),
      { numRuns: 1000 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('silences WorkloadCertOutlivesIstiodCa, and raises no WorkloadCertAboveMaximum', () => {
    let tried = 0;
    fc.assert(
      fc.property(chains, (changes) => {
        const fix = fixOf('WorkloadCertOutlivesIstiodCa', changes);
        const wasAbove = fixOf('WorkloadCertAboveMaximum', changes) !== undefined;
        for (const part of fix === undefined ? [] : partsOf(fix)) {
          tried += 1;
          const then = changed(changes, carriedOutForWorkloads(part, changes));
          const isAbove = fixOf('WorkloadCertAboveMaximum', then) !== undefined;
          expect(fixOf('WorkloadCertOutlivesIstiodCa', then)).toBeUndefined();
          expect(isAbove && !wasAbove).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('is something that cert-manager takes', () => {
    fc.assert(
      fc.property(chains, (changes) => {
        const parts = partsOf(fixOf('ChildOutlivesParent', changes) ?? '');
        for (const part of parts.filter((text) => text !== '')) {
          const { root, istiod } = changed(changes, carriedOut('ChildOutlivesParent', part));
          expect(lifetimeOf(root).leftAtRenewal).toEqual(root?.leftAtRenewal);
          expect(Lifetime.of(istiod?.duration ?? Ttl.seconds(1))).toBeInstanceOf(Lifetime);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function fixOf(code: RuleCode, changes: ChainChanges): string | undefined {
  return chainFindings(exampleChain(changes)).find((finding) => finding.code === code)?.fix;
}

function partsOf(fix: string): string[] {
  return fix.split(', or ');
}

function carriedOut(code: RuleCode, part: string): ChainChanges {
  for (const [form, change] of FORMS[code] ?? []) {
    const match = form.exec(part);
    if (match !== null) {
      return change(...match.slice(1).map(readTtlCode));
    }
  }
  throw new Error(`a fix of ${code} that nobody can carry out: ${part}`);
}

function carriedOutForWorkloads(part: string, { workloads }: ChainChanges): ChainChanges {
  const [, earlier] = /^renew istiod earlier: renewBefore\((.+)\) or more$/.exec(part) ?? [];
  if (earlier !== undefined) {
    return { istiod: { leftAtRenewal: readTtlCode(earlier) } };
  }
  const [, code, both] =
    /^write (\S+) or less( for 'maxWorkloadCertTtl' and 'workloadCertTtl')?$/.exec(part) ?? [];
  const ttl = readTtlCode(code ?? part);
  if (both !== undefined) {
    return { workloads: { duration: ttl, maxDuration: ttl } };
  }
  return {
    workloads: workloads?.maxDuration === undefined ? { duration: ttl } : { maxDuration: ttl },
  };
}

function changed(before: ChainChanges, change: ChainChanges): ChainChanges {
  return {
    root: { ...before.root, ...change.root },
    istiod: { ...before.istiod, ...change.istiod },
    spire: { ...before.spire, ...change.spire },
    svids: { ...before.svids, ...change.svids },
    workloads: { ...before.workloads, ...change.workloads },
  };
}

function renewRoot(leftAtRenewal: Ttl): ChainChanges {
  return { root: { leftAtRenewal } };
}

function lengthenRoot(duration: Ttl): ChainChanges {
  return { root: { duration, leftAtRenewal: Lifetime.of(duration).leftAtRenewal } };
}

function shortenIstiod(duration: Ttl): ChainChanges {
  return { istiod: { duration } };
}

function lifetimeOf(root: ChainChanges['root']): Lifetime {
  return Lifetime.of(root?.duration ?? Ttl.seconds(1)).renewBefore(
    root?.leftAtRenewal ?? Ttl.seconds(1),
  );
}
