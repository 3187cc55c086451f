import { Gateway } from '../../../src/istio/gateway/gateway';
import { IstioCa } from '../../../src/istio/ca/istio-ca';
import { istioFindings } from '../../../src/istio/control-plane/istio-findings';
import { IstioVersion } from '../../../src/istio/istio-version';
import { NativeSidecars } from '../../../src/istio/control-plane/native-sidecars';
import { TrustDomain } from '../../../src/trust/trust-domain';
import { WorkloadSocket } from '../../../src/trust/workload-socket';
import { allControlPlaneProps, minimalControlPlaneProps } from '../subjects';

const findings = (props: object): ReturnType<typeof istioFindings> =>
  istioFindings('production/80-istio/Istio', { ...minimalControlPlaneProps, ...props });

describe('istioFindings', () => {
  test('nothing is wrong with the least and with everything', () => {
    expect(findings({})).toEqual([]);
    expect(istioFindings('path', allControlPlaneProps)).toEqual([]);
  });

  test('AmbientWithSpire fires for every profile of ambient mode', () => {
    for (const profile of ['ambient', 'openshift-ambient']) {
      expect(findings({ profile })).toMatchObject([
        {
          code: 'AmbientWithSpire',
          path: 'production/80-istio/Istio',
          problem: expect.stringMatching(`'profile' .*got ${profile}`) as string,
        },
      ]);
    }
  });

  test('AmbientWithSpire is silent for profiles with sidecars', () => {
    for (const profile of ['default', 'minimal', 'demo', 'empty', 'openshift']) {
      expect(findings({ profile })).toEqual([]);
    }
  });

  test('TwoWorkloadCas fires for a socket of SPIRE where Istio signs for workloads', () => {
    expect(findings({ workloadCa: 'istio', socket: WorkloadSocket.failClosed() })).toMatchObject([
      { code: 'TwoWorkloadCas', problem: expect.stringContaining("'socket'") as string },
    ]);
  });

  test('TwoWorkloadCas is silent where one of both signs', () => {
    expect(findings({ workloadCa: 'istio' })).toEqual([]);
    expect(findings({ workloadCa: 'spire', socket: WorkloadSocket.failClosed() })).toEqual([]);
  });

  test('the ConfigMap of the root has a name of its own, from 1.27 on', () => {
    expect(findings({ trustBundleName: 'mesh-root', version: IstioVersion.V1_26 })).toMatchObject([
      { code: 'FeatureNeedsVersion' },
    ]);
    for (const trustBundleName of ['kube-root-ca.crt', 'spire-bundle']) {
      expect(findings({ trustBundleName })).toMatchObject([
        { code: 'NamesClash', problem: expect.stringContaining(trustBundleName) as string },
      ]);
    }
    expect(findings({ trustBundleName: 'mesh-root' })).toEqual([]);
  });

  test('istio-csr writes the root under one name', () => {
    const ca = IstioCa.istioCsr();
    expect(findings({ workloadCa: 'istio', ca, trustBundleName: 'mesh-root' })).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem: expect.stringContaining("'trustBundleName'") as string,
      },
    ]);
    expect(findings({ workloadCa: 'istio', ca, trustBundleName: 'istio-ca-root-cert' })).toEqual(
      [],
    );
  });

  test('FeatureNeedsVersion fires for native sidecars that istiod 1.26 should find out', () => {
    expect(
      findings({ version: IstioVersion.V1_26, nativeSidecars: NativeSidecars.AUTO }),
    ).toMatchObject([
      {
        code: 'FeatureNeedsVersion',
        fix: expect.stringContaining('IstioVersion.V1_27') as string,
      },
    ]);
  });

  test('FeatureNeedsVersion is silent where it exists, or is not asked for', () => {
    expect(findings({ version: IstioVersion.V1_27, nativeSidecars: NativeSidecars.AUTO })).toEqual(
      [],
    );
    expect(
      findings({ version: IstioVersion.V1_26, nativeSidecars: NativeSidecars.ALWAYS }),
    ).toEqual([]);
  });

  test('NamesClash fires for two gateways of one name, for one named istiod and for a doubled alias', () => {
    expect(findings({ gateways: [Gateway.ingress(), Gateway.ingress()] })).toMatchObject([
      {
        code: 'NamesClash',
        problem: expect.stringContaining('istio-system/istio-ingressgateway') as string,
      },
    ]);
    expect(findings({ gateways: [Gateway.egress({ name: 'istiod' })] })).toMatchObject([
      { code: 'NamesClash' },
    ]);
    expect(findings({ trustDomainAliases: [TrustDomain.of('mesh.example.com')] })).toMatchObject([
      { code: 'NamesClash', fix: 'leave mesh.example.com out' },
    ]);
  });

  test('NamesClash is silent for one name in two namespaces', () => {
    const gateways = [Gateway.ingress(), Gateway.ingress({ namespace: 'istio-ingress' })];
    expect(findings({ gateways })).toEqual([]);
  });

  test.each(['mesh_example', 'mesh..example', '.mesh', 'mesh-.example', 'a'.repeat(64)])(
    'a trust domain that SPIFFE allows and Istio does not is refused, as is such an alias: %s',
    (name) => {
      const domain = TrustDomain.of(name);
      expect(findings({ trustDomain: domain })).toMatchObject([
        { code: 'PropertyMalformed', problem: expect.stringContaining("'trustDomain'") as string },
      ]);
      expect(findings({ trustDomainAliases: [domain] })).toMatchObject([
        {
          code: 'PropertyMalformed',
          problem: expect.stringContaining("'trustDomainAliases'") as string,
        },
      ]);
    },
  );

  test('a trust domain of labels is taken, also one without a dot', () => {
    for (const name of ['mesh', 'mesh-1.example.com', '1.2']) {
      expect(findings({ trustDomain: TrustDomain.of(name) })).toEqual([]);
    }
  });

  test.each(['mesh.example.com', 'old.example.com', 'cluster.local'])(
    'FederatedDomainAliased fires for a trust domain that counts as the mesh: %s',
    (name) => {
      expect(
        findings({
          trustDomainAliases: [TrustDomain.of('old.example.com')],
          federatedTrustDomains: [TrustDomain.of('west.example.com'), TrustDomain.of(name)],
        }),
      ).toMatchObject([
        {
          code: 'FederatedDomainAliased',
          problem: `'federatedTrustDomains' must be none of those that count as the mesh itself (mesh.example.com, old.example.com, cluster.local), got ${name}`,
        },
      ]);
    },
  );

  test('FederatedDomainAliased is silent for a foreign one, with other aliases beside it', () => {
    expect(
      findings({
        trustDomainAliases: [TrustDomain.of('old.example.com'), TrustDomain.of('cluster.local')],
        federatedTrustDomains: [TrustDomain.of('west.example.com')],
      }),
    ).toEqual([]);
  });

  test('a federated trust domain that Istio does not take is refused', () => {
    expect(findings({ federatedTrustDomains: [TrustDomain.of('west_mesh')] })).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem: expect.stringContaining("'federatedTrustDomains'") as string,
      },
    ]);
  });

  test('fewer istiods at most than at least are refused', () => {
    expect(findings({ minReplicas: 3, maxReplicas: 2 })).toMatchObject([
      { code: 'PropertyOutOfRange', problem: expect.stringContaining("'maxReplicas'") as string },
    ]);
  });

  test('all findings come at once', () => {
    const gateways = [Gateway.ingress(), Gateway.ingress()];
    const codes = findings({ profile: 'ambient', gateways }).map(({ code }) => code);
    expect(codes).toEqual(['AmbientWithSpire', 'NamesClash']);
  });
});
