import fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml } from '../../src/delivery/yaml';

const READERS = ['1.1', '1.2'] as const;

describe('toYaml', () => {
  test('keeps the order of keys and indents lists below their key', () => {
    expect(
      toYaml({ kind: 'A', apiVersion: 'v1', list: [{ name: 'x', port: 1 }, 'y', ['z']] }),
    ).toBe(
      [
        'kind: A',
        'apiVersion: v1',
        'list:',
        '  - name: x',
        '    port: 1',
        '  - "y"',
        '  - - z',
        '',
      ].join('\n'),
    );
  });

  test('writes what is empty, and leaves out what is undefined', () => {
    const written = toYaml({
      map: {},
      list: [],
      nothing: null,
      text: '',
      gone: undefined,
      inner: { gone: undefined },
    });
    expect(written).toBe('map: {}\nlist: []\nnothing: null\ntext: ""\ninner: {}\n');
  });

  test.each([
    'on',
    'No',
    'y',
    '0755',
    '0o7',
    '0O7',
    '66E_-4',
    '1_000',
    '12:30:45',
    '2026-11-23',
    '=',
    '~',
    '.inf',
  ])('quotes %s, which some reader takes for something else', (text) => {
    expect(toYaml({ key: text })).toBe(`key: "${text}"\n`);
  });

  test.each([
    '720h',
    '24h0m0s',
    '10m',
    '1Gi',
    'spire-server',
    'ghcr.io/spiffe/spire-server:1.15.3',
    'spiffe://mesh.example.com/ns/a',
    '/run/spire',
    'a sentence of words',
  ])('leaves %s as it is', (text) => {
    expect(toYaml({ key: text })).toBe(`key: ${text}\n`);
  });

  test('writes texts of several lines as literal blocks', () => {
    expect(toYaml({ a: 'one\n\n  two\n', b: ['one\ntwo'] })).toBe(
      'a: |\n  one\n\n    two\nb:\n  - |-\n    one\n    two\n',
    );
  });

  test.each(['\n', 'a\n\n', ' a\nb', 'a\r\nb', 'a\u0000\nb', 'a\u0085b\nc'])(
    'quotes %j, which a literal block would change',
    (text) => {
      expect(toYaml({ text })).toMatch(/^text: "/);
      expect(parse(toYaml({ text }))).toEqual({ text });
    },
  );

  test.each(READERS)('is read back as it was by a reader of YAML %s', (version) => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom(...Array.from('0123456789abeExXoO_+-.: \n#\'"<=~tTyYnN')),
      }),
    );
    // A merge key is no key of any manifest, and the library does not quote it.
    const key = text.filter((each) => each !== '<<');
    const json = fc.dictionary(
      key,
      fc.letrec((tie) => ({
        value: fc.oneof(
          { depthSize: 'small' },
          text,
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.array(tie('value')),
          fc.dictionary(key, tie('value')),
        ),
      })).value,
    );
    fc.assert(
      fc.property(json, (document) => {
        const plain: unknown = JSON.parse(JSON.stringify({ document }));
        expect(parse(toYaml({ document }), { version, uniqueKeys: false, merge: false })).toEqual(
          plain,
        );
      }),
      { numRuns: 500 },
    );
  });
});
