import { exceptionsFromHardening } from '../../src/trust/hardening-exceptions';

describe('exceptionsFromHardening', () => {
  it('tells kube-score which checks to leave out, and gives a reason for each', () => {
    expect(exceptionsFromHardening({ b: 'why b', a: 'why a' }, { c: 'why c' })).toEqual({
      'kube-score/ignore': 'a,b',
      'mesh-trust/reason-a': 'why a',
      'mesh-trust/reason-b': 'why b',
      'mesh-trust/reason-c': 'why c',
    });
  });

  it('leaves kube-score alone where it finds no fault', () => {
    expect(exceptionsFromHardening({}, { c: 'why c' })).toEqual({ 'mesh-trust/reason-c': 'why c' });
  });
});
