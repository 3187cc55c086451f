import { Gateway } from '../../../src/istio/gateway/gateway';
import { gatewayComponents, gatewayKindValues } from '../../../src/istio/gateway/gateway-component';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { WorkloadSocket } from '../../../src/trust/workload-socket';
import { refusalOf } from '../../support/refusals';
import { allGatewayProps } from '../subjects';

const failClosed = WorkloadSocket.failClosed();
const https = { name: 'https', port: 443, targetPort: 8443 };

describe('Gateway', () => {
  test('without properties it is the gateway that Istio names and labels', () => {
    expect(Gateway.ingress()).toMatchObject({
      name: 'istio-ingressgateway',
      namespace: 'istio-system',
      serviceAccount: 'istio-ingressgateway-service-account',
      podLabels: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
    });
    expect(Gateway.egress()).toMatchObject({
      name: 'istio-egressgateway',
      podLabels: { app: 'istio-egressgateway', istio: 'egressgateway' },
    });
  });

  test('its identity names its namespace and its ServiceAccount', () => {
    const identity = Gateway.ingress().identityIn(TrustDomain.of('mesh.example.com'));
    expect(String(identity)).toBe(
      'spiffe://mesh.example.com/ns/istio-system/sa/istio-ingressgateway-service-account',
    );
  });

  test('the element of the volume is replaced as a whole, in the Deployment of its own name', () => {
    const [component] = gatewayComponents('egress', [Gateway.egress()], failClosed);
    expect(component?.k8s?.overlays).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'istio-egressgateway',
        patches: [
          {
            path: 'spec.template.spec.volumes.[name:workload-socket]',
            value: { name: 'workload-socket', csi: { driver: 'csi.spiffe.io', readOnly: true } },
          },
          {
            path: 'spec.template.spec.containers.[name:istio-proxy].volumeMounts.[name:workload-socket]',
            value: {
              name: 'workload-socket',
              mountPath: '/var/run/secrets/workload-spiffe-uds',
              readOnly: true,
            },
          },
        ],
      },
    ]);
    expect(component?.k8s?.env).toEqual([
      { name: 'WORKLOAD_IDENTITY_SOCKET_FILE', value: 'spire-agent.sock' },
    ]);
  });

  test('with the file name of Istio nothing is said about it', () => {
    const socket = WorkloadSocket.istioDefault();
    const [component] = gatewayComponents('ingress', [Gateway.ingress()], socket);
    expect(component?.k8s?.env).toBeUndefined();
    expect(component).toMatchObject({ name: 'istio-ingressgateway', enabled: true });
    expect(component?.label).toBeUndefined();
    expect(component?.namespace).toBeUndefined();
  });

  test('all properties reach its component', () => {
    const [component] = gatewayComponents(
      'ingress',
      [Gateway.ingress(allGatewayProps)],
      failClosed,
    );
    expect(component).toMatchObject({
      name: 'partner-gateway',
      namespace: 'partner',
      label: { app: 'partner-gateway', istio: 'partner-gateway' },
      k8s: {
        hpaSpec: { minReplicas: 2, maxReplicas: 4 },
        podDisruptionBudget: { maxUnavailable: 1 },
        nodeSelector: { pool: 'mesh' },
        tolerations: [{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }],
        priorityClassName: 'system-cluster-critical',
        resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        serviceAnnotations: { 'service.example.com/scheme': 'internal' },
        service: {
          type: 'LoadBalancer',
          externalTrafficPolicy: 'Local',
          ports: [
            { name: 'status-port', port: 15021, targetPort: 15021 },
            { name: 'tls-partner', port: 9443, targetPort: 9443, nodePort: 30443, protocol: 'TCP' },
          ],
        },
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      },
    });
  });

  test('where one of a kind is scaled, each of that kind has bounds of its own', () => {
    const gateways = [Gateway.ingress({ minReplicas: 6 }), Gateway.ingress({ name: 'small' })];
    expect(gatewayKindValues('ingress', gateways)).toEqual({
      autoscaleEnabled: true,
      autoscaleMin: 6,
    });
    expect(gatewayKindValues('egress', gateways)).toBeUndefined();
    expect(gatewayComponents('ingress', gateways, failClosed)).toMatchObject([
      { name: 'istio-ingressgateway', k8s: { hpaSpec: { minReplicas: 6, maxReplicas: 6 } } },
      { name: 'small', k8s: { hpaSpec: { minReplicas: 1, maxReplicas: 5 } } },
    ]);
  });

  test('PortsClash fires for a second port of the same number and for one of the proxy itself', () => {
    const clash = { name: 'tls', port: 443, targetPort: 15090 };
    expect(refusalOf(() => Gateway.ingress({ ports: [https, clash] }))).toMatchObject([
      { code: 'PortsClash', problem: expect.stringContaining("'ports[1].port'") as string },
      { code: 'PortsClash', problem: expect.stringContaining("'ports[1].targetPort'") as string },
    ]);
  });

  test('PortsClash is silent for ports that differ', () => {
    const http = { name: 'http2', port: 80, targetPort: 8080 };
    expect(Gateway.ingress({ ports: [http, https] }).props.ports).toHaveLength(2);
  });

  test('a port of the Pod below 1024 is refused, since the proxy is not root', () => {
    const privileged = { name: 'https', port: 443, targetPort: 443 };
    expect(refusalOf(() => Gateway.ingress({ ports: [privileged] }))).toMatchObject([
      { code: 'PropertyOutOfRange' },
    ]);
  });

  test('fewer replicas at most than at least are refused', () => {
    expect(refusalOf(() => Gateway.egress({ minReplicas: 3, maxReplicas: 2 }))).toMatchObject([
      { code: 'PropertyOutOfRange', fix: 'write maxReplicas: 3 or more' },
    ]);
  });

  test('the address of clients is not kept where nobody from outside connects', () => {
    expect(
      refusalOf(() => Gateway.egress({ serviceType: 'ClusterIP', externalTrafficPolicy: 'Local' })),
    ).toMatchObject([{ code: 'PropertyMalformed' }]);
  });
});
