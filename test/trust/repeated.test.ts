import { repeatedIn } from '../../src/trust/repeated';

describe('repeatedIn', () => {
  it('says each item that a list has more than once, once and sorted', () => {
    expect(repeatedIn(['b', 'a', 'c', 'b', 'a', 'b'])).toEqual(['a', 'b']);
  });

  it('says nothing of a set', () => {
    expect(repeatedIn(['b', 'a'])).toEqual([]);
    expect(repeatedIn([])).toEqual([]);
  });
});
