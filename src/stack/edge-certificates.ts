import type { AcmeAccount } from '../cert-manager/acme/acme-account';
import type { EmittedIssuer } from '../cert-manager/issuer/emitted-issuer';
import type { IIssuer } from '../cert-manager/issuer/issuer';
import type { LeafCertificateProps } from '../cert-manager/certificate/leaf-certificate';
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
  readonly holder: 'gateway' | 'sidecar' | 'client' | 'server';
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
    ...ofBundleEndpoint(parts),
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

/** The signer outside the cluster that signs as this issuer, if it is one of the environment. */
export function emittedIssuerOf(
  { issuers = [] }: AnyEnvironmentProps,
  wanted: IIssuer,
): EmittedIssuer | undefined {
  return issuers.find(({ issuer }) => isSameIssuer(issuer, wanted));
}

/**
 * Layer of the ClusterIssuer of an account: with the roots when it signs for the bundle endpoint, since
 * the SPIRE server does not start before its certificate is there.
 */
export function acmeLayerOf({ issuer }: AcmeAccount, { spire }: EnvironmentParts): LayerName {
  const ofEndpoint = spire?.server.installation.member?.endpoint.certificate?.issuer;
  return ofEndpoint !== undefined && isSameIssuer(issuer, ofEndpoint) ? '30-roots' : '90-ingress';
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

/** The SPIRE servers show it to those of other trust domains, unless they show their SVID. */
function ofBundleEndpoint({ spire }: EnvironmentParts): EdgeCertificate[] {
  if (spire === undefined) {
    return [];
  }
  const { serverNamespace: namespace, member } = spire.server.installation;
  const { host, certificate } = member?.endpoint ?? {};
  return host === undefined || certificate?.issuer === undefined
    ? []
    : [
        {
          holder: 'server',
          // Before the server, which waits for its Secret.
          layer: '30-roots',
          leaf: {
            name: certificate.secretName,
            namespace,
            dnsNames: [host],
            usages: 'server',
            issuer: certificate.issuer,
          },
          readIn: namespace,
          verifiedBy: 'SPIRE servers of federated trust domains',
        },
      ];
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
        lifetime: server.lifetime,
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
