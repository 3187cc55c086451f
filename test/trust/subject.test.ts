import { Subject } from '../../src/trust/subject';
import { refusalOf } from '../support/refusals';

describe('Subject', () => {
  it('is a common name alone', () => {
    expect(Subject.of('mesh-root')).toMatchObject({
      commonName: 'mesh-root',
      organizations: [],
      countries: [],
    });
  });

  it('is written as openssl begins it', () => {
    const subject = Subject.of('mesh-root', { organizations: ['A', 'B'], countries: ['NL'] });
    expect(subject.toString()).toBe('CN=mesh-root, O=A, O=B, C=NL');
  });

  it.each(['', 'x'.repeat(65), 'a\nb', 'a\u0000'])(
    'SubjectMalformed fires for the common name %j',
    (commonName) => {
      expect(refusalOf(() => Subject.of(commonName))).toEqual([
        {
          code: 'SubjectMalformed',
          path: 'Subject.of',
          problem: `'commonName' must have 1 to 64 characters, got ${JSON.stringify(commonName)}`,
          fix: "write Subject.of('mesh-root', { organizations: ['Example'], countries: ['NL'] })",
        },
      ]);
    },
  );

  it('SubjectMalformed fires for an organization or a country that X.509 does not take', () => {
    expect(refusalOf(() => Subject.of('a', { organizations: ['b', ''] }))).toMatchObject([
      {
        code: 'SubjectMalformed',
        problem: '\'organizations\' must have 1 to 64 characters, got ""',
      },
    ]);
    expect(refusalOf(() => Subject.of('a', { countries: ['NLD'] }))).toMatchObject([
      {
        code: 'SubjectMalformed',
        problem: '\'countries\' must have two capital letters, got "NLD"',
      },
    ]);
  });

  it('SubjectMalformed fires for a text where a list belongs', () => {
    const text: unknown = 'Example';
    expect(
      refusalOf(() => Subject.of('a', { organizations: text as readonly string[] })),
    ).toMatchObject([{ code: 'SubjectMalformed' }]);
  });

  it('SubjectMalformed is silent about 64 characters of any alphabet', () => {
    expect(Subject.of('ü'.repeat(64)).commonName).toHaveLength(64);
    expect(Subject.of('x', { organizations: ['Müller & Søn, 東京'] }).organizations).toEqual([
      'Müller & Søn, 東京',
    ]);
  });
});
