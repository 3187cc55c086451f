import { orderedTolerations } from '../../src/spire/ordered-tolerations';

describe('orderedTolerations', () => {
  it('gives one order, whatever the order of tolerations and of their properties', () => {
    const ordered = [
      { key: 'a', operator: 'Exists' },
      { key: 'b', operator: 'Equal', value: 'c' },
    ] as const;
    expect(
      orderedTolerations([
        { value: 'c', operator: 'Equal', key: 'b' },
        { operator: 'Exists', key: 'a' },
      ]),
    ).toEqual(ordered);
    expect(orderedTolerations(ordered)).toEqual(ordered);
  });
});
