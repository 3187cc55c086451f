import { AcmeIssuer } from '../cert-manager/acme/acme-issuer';
import { tlsWorkloadFindings } from '../ingress/sidecar-tls-findings';
import { tlsOnSidecarIngressFindings } from '../istio/tls-on-sidecar-ingress';
import type { SidecarTlsRequest } from '../samples/tls-termination';
import type { Finding } from '../trust/mesh-trust-error';
import { controlPlanePath } from './environment-chain';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** Everything that keeps sidecars of samples from ending TLS. */
export function terminationFindings(
  environment: string,
  { samples = [] }: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  const requests = samples.flatMap(({ sidecarTls }) => sidecarTls ?? []);
  return [
    ...(requests.length === 0
      ? []
      : tlsOnSidecarIngressFindings(
          `${environment}/${controlPlanePath(parts)}`,
          parts.controlPlane,
        )),
    ...requests.flatMap((request) => {
      const path = `${environment}/95-workloads/${terminationIdOf(request)}`;
      return [...tlsWorkloadFindings(path, request.workload), ...acmeFindings(path, request)];
    }),
  ];
}

/** Where the TLS at the sidecars of a workload stands in the model. */
export function terminationIdOf({ workload: { namespace, name } }: SidecarTlsRequest): string {
  return `SidecarTls-${namespace}-${name}`;
}

/** The caller is certified by the same issuer, and knows the server by its `ca.crt`. */
function acmeFindings(path: string, { workload: { tls } }: SidecarTlsRequest): Finding[] {
  const issuer = tls.certificate.request?.issuer;
  return issuer instanceof AcmeIssuer
    ? [
        {
          code: 'PropertyMalformed',
          path,
          problem: `'tls' must have a certificate of an issuer that certifies clients, too, and fills ca.crt, which no ACME server does, got ${String(issuer)}`,
          fix: "write issuer: CaIssuer.cluster('mesh-root'), or GatewayCertificate.existing({ … })",
        },
      ]
    : [];
}
