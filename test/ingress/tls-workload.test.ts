import { ClientCa } from '../../src/ingress/client-ca';
import { GatewayCertificate } from '../../src/ingress/gateway-certificate';
import { ServerTls } from '../../src/ingress/server-tls';
import { TlsWorkload } from '../../src/ingress/tls-workload';
import type { TlsWorkloadProps } from '../../src/ingress/tls-workload-props';
import { IstioVersion } from '../../src/istio/istio-version';
import { TlsOnSidecarIngress } from '../../src/istio/tls-on-sidecar-ingress';
import { DnsName } from '../../src/trust/dns-name';
import { emptyChart, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const certificate = GatewayCertificate.existing({
  secretName: 'httpbin-tls',
  hosts: [DnsName.of('httpbin.test.svc.cluster.local')],
});
const props: TlsWorkloadProps = {
  name: 'httpbin',
  namespace: 'test',
  workloadLabels: { app: 'httpbin' },
  tls: ServerTls.mutual(certificate, ClientCa.inCertificateSecret()),
  applicationPort: 80,
};

describe('TlsWorkload', () => {
  test('is known before its objects are: by its certificate and by what its Pods must have', () => {
    const workload = TlsWorkload.of(props);
    expect(workload).toMatchObject({
      name: 'httpbin',
      namespace: 'test',
      certificate,
      podLabels: { app: 'httpbin' },
    });
    expect(String(workload)).toBe('httpbin');
    expect(workload.workloadPorts).toEqual([9080, 9081]);
    const alone = TlsWorkload.of({
      ...props,
      tlsListener: { port: 443, listenerPort: 9443 },
      meshListeners: [],
    });
    expect(alone.workloadPorts).toEqual([9443]);
  });

  test('becomes the objects of SidecarTls with a control plane, and says the same of its Pods', () => {
    const chart = emptyChart();
    const workload = TlsWorkload.of(props);
    const controlPlane = TlsOnSidecarIngress.ofExisting(IstioVersion.V1_30);
    const { podAnnotations, podLabels } = workload.defineAt(chart, 'Httpbin', controlPlane);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual([
      'Sidecar',
      'PeerAuthentication',
      'Service',
    ]);
    expect(podAnnotations).toEqual(workload.podAnnotations);
    expect(podLabels).toEqual(workload.podLabels);
  });

  test('is refused as SidecarTls is', () => {
    expect(refusalOf(() => TlsWorkload.of({ ...props, applicationPort: 9080 }))).toMatchObject([
      { code: 'PortsClash', path: 'TlsWorkload.of' },
    ]);
  });
});
