import { nodeSelectorCheck, tolerationsCheck } from '../../src/trust/placement';

describe('placement of Pods', () => {
  it('takes node selectors that the API server takes', () => {
    expect(nodeSelectorCheck.violations({ 'kubernetes.io/os': 'linux', pool: '' })).toEqual([]);
    expect(nodeSelectorCheck.violations({ 'kubernetes.io/os': true })).toMatchObject([
      { code: 'PropertyWrongType', at: "['kubernetes.io/os']" },
    ]);
  });

  it('takes tolerations with and without a key', () => {
    expect(
      tolerationsCheck.violations([
        { operator: 'Exists' },
        { key: 'dedicated', operator: 'Equal', value: 'mesh', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', tolerationSeconds: 300 },
      ]),
    ).toEqual([]);
  });

  it('refuses effects and operators that do not exist', () => {
    expect(
      tolerationsCheck.violations([{ effect: 'Never', operator: 'In', seconds: 1 }]),
    ).toMatchObject([
      { code: 'PropertyMalformed', at: '[0].operator' },
      { code: 'PropertyMalformed', at: '[0].effect' },
      { code: 'PropertyUnknown', at: '[0].seconds' },
    ]);
  });
});
