import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { RULES } from '../../src/trust/rules/catalogue';

const ROOT = join(__dirname, '..', '..');
const CATALOGUE = join('src', 'trust', 'rules', 'catalogue.ts');
const CODES = Object.keys(RULES);

/** Every TypeScript file below `folder`, as one text. */
function sourceOf(folder: string, except: readonly string[]): string {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !except.includes(relative(ROOT, path)))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('the catalogue of rules', () => {
  const source = sourceOf('src', [CATALOGUE]);
  const tests = sourceOf('test', [relative(ROOT, __filename)]);

  it('has no rule that nothing raises', () => {
    expect(CODES.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });

  it('has every code that something raises', () => {
    const raised = [...source.matchAll(/\bcode: '(\w+)'/g)].map(([, code]) => code);
    expect(raised.filter((code) => !CODES.includes(code ?? ''))).toEqual([]);
  });

  it('has a test of each rule that fires', () => {
    expect(CODES.filter((code) => !titled(`${code} fires`))).toEqual([]);
  });

  it('has a test of each rule that is silent', () => {
    expect(CODES.filter((code) => !titled(`${code} is silent`))).toEqual([]);
  });

  it('says of each rule in a sentence what holds, why, and where upstream says so', () => {
    const isSentence = (text: string): boolean => /^[A-Za-z`][^]*\.$/.test(text);
    const wrong = Object.entries(RULES).filter(
      ([, { holds, because, see }]) =>
        !isSentence(holds) || !isSentence(because) || !/^https:\/\/\S+$/.test(see),
    );
    expect(wrong).toEqual([]);
  });

  it('has codes that are words in capitals', () => {
    expect(CODES.filter((code) => !/^([A-Z][a-z]*){2,}$/.test(code))).toEqual([]);
  });

  /** Whether a title begins so: the name of a test, or the first column of a table of them. */
  function titled(beginning: string): boolean {
    return new RegExp(`['"\`]${beginning}\\b`).test(tests);
  }
});
