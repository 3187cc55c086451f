import { badInputsFor } from '../support/bad-inputs';
import { refusalOf } from '../support/refusals';
import { spireAgentSubjects } from './agent-subjects';

describe.each(spireAgentSubjects)('bad input for $name', ({ props, required, build }) => {
  const tryWith = (input: Readonly<Record<string, unknown>>) =>
    refusalOf(() => build(input as never));

  it('is accepted with a valid value of every property', () => {
    expect(() => build(props as never)).not.toThrow();
  });

  it.each(
    Object.keys(props).flatMap((property) =>
      badInputsFor(props[property]).map(({ flaw, value }) => ({ property, flaw, value })),
    ),
  )('is refused: $flaw as $property', ({ property, value }) => {
    const [finding] = tryWith({ ...props, [property]: value });
    expect(finding?.problem).toContain(property);
    expect(finding?.fix).not.toBe('');
  });

  it('is refused without a required property, and with an unknown one', () => {
    for (const property of required) {
      expect(tryWith({ ...props, [property]: undefined })).toMatchObject([
        { code: 'PropertyMissing' },
      ]);
    }
    expect(tryWith({ ...props, enabeld: true })).toMatchObject([{ code: 'PropertyUnknown' }]);
  });
});
