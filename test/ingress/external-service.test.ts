import { ExternalService } from '../../src/ingress/external-service';
import { OriginatedTls } from '../../src/ingress/originated-tls';
import { Gateway } from '../../src/istio/gateway/gateway';
import { DnsName } from '../../src/trust/dns-name';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const props = {
  name: 'partner',
  host: DnsName.of('api.partner.example'),
  tls: OriginatedTls.mutual('partner-client'),
} as const;

describe('ExternalService', () => {
  test('is known before its objects are: by name, host and the Secret that the gateway reads', () => {
    const service = ExternalService.of(props);
    expect(service).toMatchObject({
      name: 'partner',
      host: 'api.partner.example',
      secretName: 'partner-client',
    });
    expect(String(service)).toBe('api.partner.example');
    const simple = ExternalService.of({ ...props, tls: OriginatedTls.simple() });
    expect(simple.secretName).toBeUndefined();
  });

  test('becomes the objects of TlsOrigination at an egress gateway', () => {
    const chart = emptyChart();
    const way = {
      gateway: Gateway.egress({ namespace: 'way-out' }),
      clusterDomain: 'cluster.test',
    };
    const service = ExternalService.of(props);
    expect(service.findingsAt('here', way)).toEqual([]);
    service.defineAt(chart, 'Partner', way);
    const manifests = manifestsOf(chart);
    expect(manifests).toHaveLength(5);
    expect(find(manifests, 'DestinationRule', 'partner-to-gateway')).toMatchObject({
      metadata: { namespace: 'way-out' },
      spec: { host: 'istio-egressgateway.way-out.svc.cluster.test' },
    });
  });

  test('is refused as TlsOrigination is', () => {
    const refused = refusalOf(() => ExternalService.of({ ...props, plainPort: 443 }));
    expect(refused).toMatchObject([{ code: 'PortsClash', path: 'ExternalService.of' }]);
  });
});
