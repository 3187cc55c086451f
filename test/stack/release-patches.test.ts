import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { Approval } from '../../src/cert-manager/approval/approval';
import { CertManager } from '../../src/cert-manager/cert-manager';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { WHOLE_ENVIRONMENT } from './subjects';

const gateway = { name: 'acme-challenges', namespace: 'istio-system' };
const THROUGH_THE_GATEWAY_API = AcmeAccount.of({
  name: 'letsencrypt',
  directory: AcmeDirectory.letsEncrypt(),
  solvers: [AcmeSolver.http01GatewayRoute({ gateway })],
});
const THROUGH_INGRESSES = AcmeAccount.of({
  name: 'letsencrypt',
  directory: AcmeDirectory.letsEncrypt(),
  solvers: [AcmeSolver.http01Ingress()],
});

function rendered(props: Partial<EnvironmentProps>) {
  const approval = Approval.certManager();
  return new Environment('tried', { ...WHOLE_ENVIRONMENT, approval, sites: [], ...props }).render();
}

/** Flags that the controller of cert-manager gets besides those of its release. */
function flagsWith(props: Partial<EnvironmentProps>): readonly unknown[] {
  return rendered(props)
    .layers.flatMap(({ patches }) => patches)
    .filter(({ target: { kind, name } }) => kind === 'Deployment' && name === 'cert-manager')
    .flatMap<unknown>(({ patch }) => patch);
}

function flag(value: string) {
  return { op: 'add', path: '/spec/template/spec/containers/0/args/-', value };
}

describe('the controller of a release', () => {
  it('is told of the Gateway API where a solver goes through it', () => {
    expect(flagsWith({ acme: [THROUGH_THE_GATEWAY_API] })).toEqual([flag('--enable-gateway-api')]);
  });

  it('is told of both, where policies approve besides', () => {
    expect(flagsWith({ acme: [THROUGH_THE_GATEWAY_API], approval: Approval.policies() })).toEqual([
      flag('--controllers=*,-certificaterequests-approver'),
      flag('--enable-gateway-api'),
    ]);
  });

  it('is left as it is where solvers go through Ingresses', () => {
    expect(flagsWith({ acme: [THROUGH_INGRESSES] })).toEqual([]);
  });
});

describe('a cert-manager that somebody else keeps', () => {
  const certManager = CertManager.alreadyInstalled({
    version: CertManagerVersion.V1_21,
    enableGatewayApi: true,
  });

  it('is not patched, and is asked for the flag in the prerequisites', () => {
    const props = { certManager, acme: [THROUGH_THE_GATEWAY_API] };
    expect(flagsWith(props)).toEqual([]);
    expect(rendered(props).prerequisites).toContainEqual(
      expect.objectContaining({
        name: 'cert-manager 1.21.1',
        purpose:
          'its controller runs with --cluster-resource-namespace=cert-manager and --enable-gateway-api',
      }),
    );
  });
});
