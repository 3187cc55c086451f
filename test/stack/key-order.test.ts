import { inKeyOrder } from '../../src/stack/key-order';

describe('inKeyOrder', () => {
  const object = {
    spec: { b: [{ d: 1, c: 2 }], a: null },
    data: {},
    kind: 'Thing',
    metadata: { namespace: 'shop', name: 'one' },
    apiVersion: 'v1',
  };

  it('begins with what the object is, and goes on by name at every level', () => {
    expect(JSON.stringify(inKeyOrder(object))).toBe(
      '{"apiVersion":"v1","kind":"Thing","metadata":{"name":"one","namespace":"shop"},"data":{},"spec":{"a":null,"b":[{"c":2,"d":1}]}}',
    );
  });

  it('changes nothing else, the order of lists least of all', () => {
    expect(inKeyOrder(object)).toEqual(object);
    const list = { ...object, items: ['b', 'a'] };
    expect(inKeyOrder(list)['items']).toEqual(['b', 'a']);
  });
});
