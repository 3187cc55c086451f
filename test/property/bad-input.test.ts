import { RULES } from '../../src/trust/rules/catalogue';
import type { Finding } from '../../src/trust/mesh-trust-error';
import { signerSubjects } from '../cert-manager/signer-subjects';
import { certManagerSubjects } from '../cert-manager/subjects';
import { ingressSubjects } from '../ingress/subjects';
import { istioSubjects } from '../istio/subjects';
import { sampleSubjects } from '../samples/subjects';
import { spireAgentSubjects } from '../spire/agent-subjects';
import { federationSubjects } from '../spire/federation-subjects';
import { spireServerSubjects } from '../spire/server-subjects';
import { stackSubjects } from '../stack/subjects';
import { badInputsFor, type Subject } from '../support/bad-inputs';
import { refusalOf } from '../support/refusals';
import { CONTRADICTIONS } from './contradictions';
import { nestedSubjects, VALUES } from './value-subjects';

const SUBJECTS: readonly Subject[] = [
  ...certManagerSubjects,
  ...signerSubjects,
  ...spireServerSubjects,
  ...spireAgentSubjects,
  ...federationSubjects,
  ...istioSubjects,
  ...ingressSubjects,
  ...sampleSubjects,
  ...stackSubjects,
  ...nestedSubjects,
];

const UNKNOWN = 'noSuchProperty';
let tried = 0;
let refused = 0;

afterAll(() => {
  // Past jest's console, which would put a stack trace below it.
  process.stdout.write(`bad inputs tried: ${tried} (${refused} refused)\n`);
});

/** The findings of one bad input, counted; nothing when it was accepted. */
function tryBad(act: () => unknown): readonly Finding[] {
  tried += 1;
  const findings = refusalOf(act);
  refused += 1;
  return findings;
}

/** What is wrong with a refusal: nothing, or the words of it. */
function flawsOf(act: () => unknown, property?: string): string[] {
  try {
    const findings = tryBad(act);
    const names = new RegExp(`'[^']*\\b${property ?? ''}\\b`);
    return [
      ...(property === undefined || findings.some(({ problem }) => names.test(problem))
        ? []
        : [`does not name it: ${findings.map(({ problem }) => problem).join('; ')}`]),
      ...findings.filter(({ code }) => !(code in RULES)).map(({ code }) => `${code} is no rule`),
      ...findings.filter(({ fix }) => fix.trim() === '').map(({ code }) => `${code} has no fix`),
    ];
  } catch (error) {
    return [`was not refused: ${String(error)}`];
  }
}

function withoutProperty({ props }: Subject, property: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([name]) => name !== property));
}

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  const build = (props: unknown): unknown => subject.build(props as never);

  it('takes valid properties', () => {
    expect(() => build(subject.props)).not.toThrow();
  });

  it.each(Object.keys(subject.props))('refuses everything that is no %s', (property) => {
    const flaws = badInputsFor(subject.props[property]).flatMap(({ flaw, value }) =>
      flawsOf(() => build({ ...subject.props, [property]: value }), property).map(
        (words) => `${flaw} ${words}`,
      ),
    );
    expect(flaws).toEqual([]);
  });

  it('refuses what lacks a property, has one that nobody knows, or is no object of properties', () => {
    const flaws = [
      ...subject.required.flatMap((property) =>
        flawsOf(() => build(withoutProperty(subject, property)), property),
      ),
      ...flawsOf(() => build({ ...subject.props, [UNKNOWN]: 1 }), UNKNOWN),
      ...[null, 7, 'text', true, [1], new Date(0), () => undefined].flatMap((value) =>
        flawsOf(() => build(value)).map((words) => `${String(value)} ${words}`),
      ),
    ];
    expect(flaws).toEqual([]);
  });
});

describe.each(VALUES.map((value) => [value[0], value] as const))('%s', (_, value) => {
  const [, valid, build, butTaken = []] = value;
  it('takes a valid value and refuses everything else', () => {
    expect(() => build(valid as never)).not.toThrow();
    const bad = badInputsFor(valid).filter(({ flaw }) => !butTaken.includes(flaw));
    const flaws = bad.flatMap(({ flaw, value }) =>
      flawsOf(() => build(value as never)).map((words) => `${flaw} ${words}`),
    );
    expect(flaws).toEqual([]);
  });
});

describe('what contradicts itself', () => {
  it.each(CONTRADICTIONS)('%s is refused with %s', (_, code, act) => {
    const findings = tryBad(act);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(findings.filter(({ fix }) => fix.trim() === '')).toEqual([]);
  });
});
