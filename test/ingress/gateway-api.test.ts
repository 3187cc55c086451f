import { GatewayApi } from '../../src/ingress/gateway-api';
import { GatewayApiVersion } from '../../src/ingress/gateway-api-version';

const RELEASES = 'https://github.com/kubernetes-sigs/gateway-api/releases/download';

describe('GatewayApi', () => {
  it('is the standard channel of the release that imports/ is generated from', () => {
    expect(GatewayApi.release().remoteResources).toEqual([
      `${RELEASES}/v1.6.1/standard-install.yaml`,
    ]);
  });

  it('is another release in one word', () => {
    expect(GatewayApi.release({ version: GatewayApiVersion.V1_5 }).remoteResources).toEqual([
      `${RELEASES}/v1.5.1/standard-install.yaml`,
    ]);
  });

  it('is nothing where somebody else keeps it', () => {
    expect(GatewayApi.alreadyInstalled().remoteResources).toEqual([]);
  });
});
