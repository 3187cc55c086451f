import {
  DATA_KEY,
  DNS_LABEL,
  DNS_SUBDOMAIN,
  LABEL_KEY,
  LABEL_VALUE,
  SERVICE_NAME,
} from '../../src/trust/names';

const of = (length: number): string => 'x'.repeat(length);

describe('the grammars of the API server', () => {
  it.each([
    ['a namespace', DNS_LABEL, ['a', '0a', 'a-b', of(63)], ['', 'A', 'a.b', '-a', 'a-', of(64)]],
    ['a Service', SERVICE_NAME, ['a', 'a-0', of(63)], ['', '0a', 'a.b', 'a-', of(64)]],
    ['an object', DNS_SUBDOMAIN, ['a', 'a.b-c', of(253)], ['', 'a..b', '.a', 'a_b', of(254)]],
    ['a label value', LABEL_VALUE, ['', 'A', 'a_b.c-d', of(63)], ['-a', 'a.', 'a/b', of(64)]],
    [
      'a label key',
      LABEL_KEY,
      ['a', 'example.com/a', 'app.kubernetes.io/part-of', of(63)],
      ['', '/a', 'a/', 'Example.com/a', 'a/b/c', of(64)],
    ],
    ['a data key', DATA_KEY, ['a', 'ca.crt', '_', '...'], ['', '.', '..', 'a/b', 'a b', of(254)]],
  ])('%s', (_, grammar, right, wrong) => {
    expect(right.filter((name) => !grammar.test(name))).toEqual([]);
    expect([...wrong, 'a\n', 'ä'].filter((name) => grammar.test(name))).toEqual([]);
  });
});
