import type { AcmeAccount } from '../cert-manager/acme-account';
import type { IIssuer } from '../cert-manager/issuer';
import type { LeafCertificateProps } from '../cert-manager/leaf-certificate';
import type { GatewayCertificate } from '../ingress/gateway-certificate';
import type { SidecarTlsRequest } from '../samples/tls-termination';
import { DnsName } from '../trust/dns-name';
import { servingGatewaysOf } from './edge-gateways';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import type { LayerName } from './rendered-environment';

/** A certificate at the edge of the mesh that cert-manager makes. */
export interface EdgeCertificate {
  /** Who shows it. */
  readonly holder: 'gateway' | 'sidecar' | 'client';
  /** Layer of its Certificate. */
  readonly layer: LayerName;
  /** What its Certificate is made of. */
  readonly leaf: LeafCertificateProps;
  /** Namespace of the Pods that read its Secret. */
  readonly readIn: string;
  /** Who verifies it. */
  readonly verifiedBy: string;
}

/** Every certificate at the edge, once for each namespace in which it is read, in the order of their names. */
export function edgeCertificatesOf(
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): readonly EdgeCertificate[] {
  const { samples = [] } = props;
  return [
    ...ofGateways(props, parts),
    ...samples.flatMap(({ sidecarTls }) => (sidecarTls === undefined ? [] : ofSidecar(sidecarTls))),
  ].sort((one, other) => (edgeCertificateIdOf(one) < edgeCertificateIdOf(other) ? -1 : 1));
}

/** Where its Certificate stands in the model. */
export function edgeCertificateIdOf({ leaf }: Pick<EdgeCertificate, 'leaf'>): string {
  return `Certificate-${leaf.namespace}-${leaf.name}`;
}

/** The account that signs as this issuer, if it is one of the environment. */
export function accountOf(
  { acme = [] }: AnyEnvironmentProps,
  { kind, name, group }: IIssuer,
): AcmeAccount | undefined {
  return acme.find(
    ({ issuer }) => issuer.kind === kind && issuer.name === name && issuer.group === group,
  );
}

/** Whether both are one issuer. */
export function isSameIssuer(one: IIssuer, other: IIssuer): boolean {
  return (
    one.kind === other.kind &&
    one.name === other.name &&
    one.group === other.group &&
    one.namespace === other.namespace
  );
}

/** Whether it is the issuer of the root, where there is one. */
export function isRootIssuer(issuer: IIssuer, { root }: AnyEnvironmentProps): boolean {
  return root !== undefined && isSameIssuer(issuer, root.issuer);
}

function ofGateways(
  { sites = [] }: AnyEnvironmentProps,
  parts: EnvironmentParts,
): EdgeCertificate[] {
  const namespaces = [...new Set(servingGatewaysOf(parts).map(({ namespace }) => namespace))];
  const certificates = [...new Set(sites.map(({ ingress }) => ingress.tls.certificate))];
  return namespaces.flatMap((namespace) =>
    certificates.flatMap((certificate) =>
      serverLeaf(certificate, namespace).map((leaf) => ({
        holder: 'gateway' as const,
        layer: '90-ingress' as const,
        leaf,
        readIn: namespace,
        verifiedBy: 'callers outside the mesh',
      })),
    ),
  );
}

function ofSidecar({ workload, client }: SidecarTlsRequest): EdgeCertificate[] {
  const { certificate } = workload.tls;
  const layer = '95-workloads' as const;
  return serverLeaf(certificate, workload.namespace).flatMap((server): EdgeCertificate[] => [
    {
      holder: 'sidecar',
      layer,
      leaf: server,
      readIn: workload.namespace,
      verifiedBy: 'callers outside the mesh',
    },
    {
      holder: 'client',
      layer,
      leaf: {
        name: client.secretName,
        namespace: client.namespace,
        dnsNames: [DnsName.ofService(client.name, client.namespace)],
        usages: 'client',
        issuer: server.issuer,
      },
      readIn: client.namespace,
      verifiedBy: `the sidecar of ${workload.name}`,
    },
  ]);
}

/** A certificate that exists is nobody's to make. */
function serverLeaf(
  { request, hosts }: GatewayCertificate,
  namespace: string,
): LeafCertificateProps[] {
  if (request === undefined) {
    return [];
  }
  const { name, issuer, lifetime, renewBeforePercentage, key } = request;
  return [
    {
      name,
      namespace,
      dnsNames: hosts,
      usages: 'server',
      issuer,
      lifetime,
      renewBeforePercentage,
      key,
    },
  ];
}
