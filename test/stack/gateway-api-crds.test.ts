import { AcmeAccount } from '../../src/cert-manager/acme/acme-account';
import { AcmeDirectory } from '../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../src/cert-manager/acme/acme-solver';
import { GatewayApi } from '../../src/ingress/gateway-api';
import { GatewayApiVersion } from '../../src/ingress/gateway-api-version';
import { IngressApi } from '../../src/ingress/ingress-api';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { siteOf, WHOLE_ENVIRONMENT } from './subjects';

const CRDS = '/gateway-api/releases/download/';
const ROUTED: Partial<EnvironmentProps> = {
  sites: [siteOf('hello.example.com', { api: IngressApi.GATEWAY_API })],
};
const SOLVED: Partial<EnvironmentProps> = {
  acme: [
    AcmeAccount.of({
      name: 'letsencrypt',
      directory: AcmeDirectory.letsEncrypt(),
      solvers: [
        AcmeSolver.http01GatewayRoute({
          gateway: { name: 'challenges', namespace: 'istio-system' },
        }),
      ],
    }),
  ],
};

/** Addresses of the CRDs that an environment fetches, with the layers in which it does. */
function fetched(props: Partial<EnvironmentProps>): readonly string[] {
  const environment = { ...WHOLE_ENVIRONMENT, gatewayApi: undefined, ...props };
  return new Environment('tried', environment)
    .render()
    .layers.flatMap(({ name, remoteResources }) =>
      remoteResources.filter((address) => address.includes(CRDS)).map((address) => [name, address]),
    )
    .map((place) => place.join(' '));
}

describe('the CRDs of the Gateway API', () => {
  const RELEASE =
    '10-crds https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml';

  it('come before cert-manager and Istio where a site is written in it', () => {
    expect(fetched(ROUTED)).toEqual([RELEASE]);
  });

  it('come where a solver goes through it', () => {
    expect(fetched(SOLVED)).toEqual([RELEASE]);
  });

  it('do not come where nothing uses it, also when a release is named', () => {
    expect(fetched({})).toEqual([]);
    expect(fetched({ gatewayApi: GatewayApi.release() })).toEqual([]);
  });

  it('are of the release that is named', () => {
    const gatewayApi = GatewayApi.release({ version: GatewayApiVersion.V1_4 });
    expect(fetched({ ...ROUTED, gatewayApi })).toEqual([RELEASE.replace('1.6.1', '1.4.1')]);
  });

  it('do not come where somebody else keeps them', () => {
    const gatewayApi = GatewayApi.alreadyInstalled();
    expect(fetched({ ...ROUTED, ...SOLVED, gatewayApi })).toEqual([]);
  });
});
