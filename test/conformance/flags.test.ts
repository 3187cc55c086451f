import type { Outcome } from '../../conformance/components/execute';
import { flagsOf } from '../../conformance/components/flags';

const ARGS = ['--v=2', '--cluster-resource-namespace=$(POD_NAMESPACE)', '--controllers=*,-some'];
const WORKLOAD = { namespace: 'pki', kind: 'deployment', name: 'cert-manager' } as const;

function components(containers: readonly object[]): { run: () => Promise<Outcome> } {
  const stdout = JSON.stringify({ spec: { template: { spec: { containers } } } });
  return { run: () => Promise.resolve({ code: 0, stdout, stderr: '' }) };
}

describe('flags of a workload', () => {
  it.each([
    ['flag', '  -cluster-resource-namespace string\n  -v value\n    \tlevel'],
    ['pflag', '      --cluster-resource-namespace string   where\n  -v, --v Level   level'],
  ])(
    'are those that a program knows, which uses %s, with its namespace in them',
    async (_, usage) => {
      expect(await flagsOf(components([{ args: ARGS }]), WORKLOAD, usage)).toEqual({
        taken: ['--v=2', '--cluster-resource-namespace=pki'],
        left: ['--controllers=*,-some'],
      });
    },
  );

  it('are none where its container has none', async () => {
    expect(await flagsOf(components([{}]), WORKLOAD, '  -v value')).toEqual({
      taken: [],
      left: [],
    });
  });
});
