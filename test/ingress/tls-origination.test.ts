import { OriginTrust } from '../../src/ingress/origin-trust';
import { OriginatedTls } from '../../src/ingress/originated-tls';
import { TlsOrigination } from '../../src/ingress/tls-origination';
import type { TlsOriginationProps } from '../../src/ingress/tls-origination-props';
import { Gateway } from '../../src/istio/gateway/gateway';
import { DnsName } from '../../src/trust/dns-name';
import { emptyChart, find, manifestsOf } from '../support/manifests';
import { refusalOf } from '../support/refusals';

const props: TlsOriginationProps = {
  name: 'partner',
  host: DnsName.of('api.partner.example'),
  tls: OriginatedTls.simple(),
  gateway: Gateway.egress(),
};
const GATEWAY_HOST = 'istio-egressgateway.istio-system.svc.cluster.local';

function synthesized(changes: Partial<TlsOriginationProps> = {}): ReturnType<typeof manifestsOf> {
  const chart = emptyChart();
  new TlsOrigination(chart, 'Partner', { ...props, ...changes });
  return manifestsOf(chart);
}

function specOf(kind: string, name: string, changes: Partial<TlsOriginationProps> = {}): unknown {
  return find(synthesized(changes), kind, name)['spec'];
}

/** `tls` of the hop from the gateway to the server. */
function toServer(tls: OriginatedTls): unknown {
  return specOf('DestinationRule', 'partner-to-server', { tls });
}

function withTls(settings: object): object {
  return { trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: settings }] } };
}

function refused(changes: Partial<TlsOriginationProps>): ReturnType<typeof refusalOf> {
  return refusalOf(() => synthesized(changes));
}

describe('TlsOrigination', () => {
  test('makes the server known to the mesh, also where nothing else may be called', () => {
    expect(specOf('ServiceEntry', 'partner')).toEqual({
      hosts: ['api.partner.example'],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [
        { number: 80, name: 'http', protocol: 'HTTP' },
        { number: 443, name: 'https', protocol: 'HTTPS' },
      ],
    });
  });

  test('takes calls at the gateway by mutual TLS of the mesh, from its own VirtualService alone', () => {
    expect(specOf('Gateway', 'partner')).toEqual({
      selector: { app: 'istio-egressgateway', istio: 'egressgateway' },
      servers: [
        {
          hosts: ['./api.partner.example'],
          port: { number: 443, name: 'https-partner', protocol: 'HTTPS' },
          tls: { mode: 'ISTIO_MUTUAL' },
        },
      ],
    });
  });

  test('leads plain calls to the gateway, and from there to the TLS port of the server', () => {
    expect(specOf('VirtualService', 'partner')).toMatchObject({
      hosts: ['api.partner.example'],
      gateways: ['mesh', 'partner'],
      http: [
        {
          match: [{ gateways: ['mesh'], port: 80 }],
          route: [
            { destination: { host: GATEWAY_HOST, subset: 'partner', port: { number: 443 } } },
          ],
        },
        {
          match: [{ gateways: ['partner'], port: 443 }],
          route: [{ destination: { host: 'api.partner.example', port: { number: 443 } } }],
        },
      ],
    });
  });

  test('tells the server nothing of who calls in the mesh', () => {
    expect(specOf('VirtualService', 'partner')).toMatchObject({
      http: [
        { name: 'to-gateway' },
        { name: 'to-server', headers: { request: { remove: ['x-forwarded-client-cert'] } } },
      ],
    });
  });

  test('calls the gateway under the identities of the mesh, with the SNI by which it knows the server', () => {
    expect(specOf('DestinationRule', 'partner-to-gateway')).toEqual({
      host: GATEWAY_HOST,
      subsets: [
        {
          name: 'partner',
          trafficPolicy: {
            portLevelSettings: [
              {
                port: { number: 443 },
                tls: { mode: 'ISTIO_MUTUAL', sni: 'api.partner.example' },
              },
            ],
          },
        },
      ],
    });
  });

  test('verifies roots and name of the server, for the gateway alone', () => {
    expect(specOf('DestinationRule', 'partner-to-server')).toEqual({
      host: 'api.partner.example',
      workloadSelector: { matchLabels: { app: 'istio-egressgateway', istio: 'egressgateway' } },
      ...withTls({
        mode: 'SIMPLE',
        sni: 'api.partner.example',
        subjectAltNames: ['api.partner.example'],
        caCertificates: 'system',
      }),
    });
  });

  test('verifies the server by a file, by a Secret, and by other names', () => {
    const subjectAltNames = [DnsName.of('b.partner.example'), DnsName.of('a.partner.example')];
    const trust = OriginTrust.file('/etc/partner/ca.crt');
    expect(toServer(OriginatedTls.simple({ trust, subjectAltNames }))).toMatchObject(
      withTls({
        caCertificates: '/etc/partner/ca.crt',
        subjectAltNames: ['a.partner.example', 'b.partner.example'],
      }),
    );
    const bySecret = toServer(OriginatedTls.simple({ trust: OriginTrust.secret('partner-ca') }));
    expect(bySecret).toMatchObject(withTls({ mode: 'SIMPLE', credentialName: 'partner-ca' }));
    // Istio refuses both together.
    expect(JSON.stringify(bySecret)).not.toContain('caCertificates');
  });

  test('shows a certificate to the server, and verifies it by the same Secret', () => {
    const spec = toServer(OriginatedTls.mutual('partner-client'));
    expect(spec).toMatchObject(
      withTls({
        mode: 'MUTUAL',
        credentialName: 'partner-client',
        subjectAltNames: ['api.partner.example'],
      }),
    );
    expect(JSON.stringify(spec)).not.toContain('caCertificates');
  });

  test('is in the namespace of the gateway, where its Secrets are', () => {
    const gateway = Gateway.egress({ name: 'egress', namespace: 'istio-egress' });
    const manifests = synthesized({ gateway });
    expect(manifests).toHaveLength(5);
    for (const { metadata } of manifests) {
      expect(metadata).toMatchObject({
        namespace: 'istio-egress',
        labels: { 'app.kubernetes.io/name': 'partner', 'app.kubernetes.io/part-of': 'mesh-trust' },
      });
    }
    expect(find(manifests, 'DestinationRule', 'partner-to-gateway')['spec']).toMatchObject({
      host: 'egress.istio-egress.svc.cluster.local',
    });
    expect(find(manifests, 'Gateway', 'partner')['spec']).toMatchObject({
      selector: { app: 'egress', istio: 'egress' },
    });
  });

  test('takes other ports and another domain of the cluster', () => {
    const changes = { plainPort: 8080, tlsPort: 8443, clusterDomain: 'cluster.test' };
    expect(specOf('ServiceEntry', 'partner', changes)).toMatchObject({
      ports: [{ number: 8080 }, { number: 8443 }],
    });
    expect(specOf('VirtualService', 'partner', changes)).toMatchObject({
      http: [
        {
          match: [{ port: 8080 }],
          route: [{ destination: { host: 'istio-egressgateway.istio-system.svc.cluster.test' } }],
        },
        { match: [{ port: 443 }], route: [{ destination: { port: { number: 8443 } } }] },
      ],
    });
    expect(specOf('DestinationRule', 'partner-to-server', changes)).toMatchObject({
      trafficPolicy: { portLevelSettings: [{ port: { number: 8443 } }] },
    });
  });

  test('refuses a pattern for a host', () => {
    expect(refused({ host: DnsName.of('*.partner.example') })).toMatchObject([
      {
        code: 'PropertyMalformed',
        path: 'test/Partner',
        problem: "'host' must be one name, which DNS resolves, got *.partner.example",
        fix: "write the name that is called: DnsName.of('api.partner.example')",
      },
    ]);
  });

  test('refuses one port for plain calls and for TLS', () => {
    expect(refused({ plainPort: 443 })).toMatchObject([
      { code: 'PortsClash', fix: 'write another port for calls: plainPort: 80' },
    ]);
    expect(refused({ tlsPort: 80 })).toMatchObject([
      { code: 'PortsClash', fix: 'write another port for calls: plainPort: 8080' },
    ]);
  });

  test('refuses a gateway that is every gateway of the mesh', () => {
    const gateway = { name: 'egress', namespace: 'istio-egress', podLabels: {} };
    expect(refused({ gateway })).toMatchObject([
      {
        code: 'PropertyOutOfRange',
        problem: expect.stringContaining("'gateway.podLabels'") as string,
      },
    ]);
  });
});

describe('OriginatedTls', () => {
  test('says for findings how the server is verified', () => {
    expect(String(OriginatedTls.simple())).toBe('SIMPLE with system');
    expect(String(OriginatedTls.simple({ trust: OriginTrust.secret('partner-ca') }))).toBe(
      'SIMPLE with partner-ca',
    );
    expect(String(OriginatedTls.mutual('partner-client'))).toBe('MUTUAL with partner-client');
  });

  test('refuses what is no name of a Secret, and no absolute path of a file', () => {
    expect(refusalOf(() => OriginatedTls.mutual('Partner Client'))).toMatchObject([
      { code: 'PropertyMalformed', fix: "write 'partner-client'" },
    ]);
    expect(refusalOf(() => OriginTrust.secret('Partner CA'))).toMatchObject([
      { code: 'PropertyMalformed', fix: "write 'partner-ca'" },
    ]);
    expect(refusalOf(() => OriginTrust.file('ca.crt'))).toMatchObject([
      { code: 'PropertyMalformed', problem: expect.stringContaining('"ca.crt"') as string },
    ]);
  });
});
