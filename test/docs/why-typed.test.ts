import { readFileSync } from 'node:fs';
import { TOPICS, WRONG_CASES } from '../../conformance/wrong/all-cases';
import { recorded } from '../../conformance/wrong/observed';
import { packageSays } from '../../conformance/wrong/package-says';
import { RULES } from '../../src/trust/rules/catalogue';

const PAGE = readFileSync('docs/explanation/why-typed.md', 'utf8');

/** What the compiler says of a slip in the snippet itself: syntax, a name or a module that is not there. */
const SLIPS = /^TS(1\d{3}|2304|2305|2307|2552|2614|2724)$/;

const records = recorded();
const answers = packageSays(WRONG_CASES);

/** The numbers of a row of the table of counts. */
function counts(title: string): number[] {
  const row = PAGE.split('\n').find((line) => line.startsWith(`| ${title} | `)) ?? '';
  return row
    .split('|')
    .slice(2, -1)
    .map((cell) => Number(cell.replaceAll('*', '')));
}

describe('the mistakes of docs/explanation/why-typed.md', () => {
  it('are at least forty, each with an ID of its own', () => {
    const ids = WRONG_CASES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(40);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it.each(WRONG_CASES.map(({ id }) => [id]))(
    '%s is refused by the compiler or by a rule, for what it is',
    (id) => {
      const codes = answers.get(id)?.objections.map(({ code }) => code) ?? [];
      expect(codes).not.toEqual([]);
      const known = [...Object.keys(RULES), ...codes.filter((code) => /^TS\d{4}$/.test(code))];
      expect(known).toEqual(expect.arrayContaining(codes));
      expect(codes.filter((code) => SLIPS.test(code))).toEqual([]);
    },
  );

  it('have each a record of what the real component says, and no record is left over', () => {
    expect(Object.keys(records).sort()).toEqual(WRONG_CASES.map(({ id }) => id).sort());
  });

  it('are recorded in words that a second run gives, too', () => {
    const passing =
      /\d{4}-\d\d-\d\dT\d\d:|\/tmp\/wrong-|\/tmp\/mt\d|\b10\.244\.\d+\.\d+|BEGIN [A-Z ]*KEY/;
    const odd = Object.entries(records).filter(
      ([, { said }]) => said.trim() === '' || passing.test(said),
    );
    expect(odd).toEqual([]);
  });
});

describe('the counts of docs/explanation/why-typed.md', () => {
  it.each([...TOPICS, '**all**'])('add up: %s', (title) => {
    const [mistakes, compiler = 0, synth = 0, refused = 0, later = 0, silent = 0] = counts(title);
    expect(compiler + synth).toBe(mistakes);
    expect(refused + later + silent).toBe(mistakes);
  });

  it('are those of the mistakes', () => {
    const byTopic = TOPICS.map(
      (topic) => WRONG_CASES.filter((each) => each.topic === topic).length,
    );
    expect(TOPICS.map((topic) => counts(topic)[0])).toEqual(byTopic);
    expect(counts('**all**')[0]).toBe(WRONG_CASES.length);
    expect(counts('**all**')[1]).toBe(
      [...answers.values()].filter(({ when }) => when === 'compile time').length,
    );
    expect(counts('**all**')[5]).toBe(
      Object.values(records).filter(({ verdict }) => verdict === 'silently wrong').length,
    );
  });
});
