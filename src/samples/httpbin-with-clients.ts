import { Construct } from 'constructs';

import type { ServerTls } from '../ingress/server-tls';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { dnsLabel } from '../trust/name-checks';
import { checkProps, type PropertyTable } from '../trust/props';
import { CurlClient } from './curl-client';
import { Httpbin, HTTPBIN_PROPERTIES, httpbinFindings, type HttpbinProps } from './httpbin';
import type { SidecarTlsRequest } from './tls-termination';

/** What httpbin and its clients are made of. */
export interface HttpbinWithClientsProps extends HttpbinProps {
  /** Namespace of the client outside the mesh, with injection off. */
  readonly clientNamespace: string;
}

/** Secret with the certificate of the client outside. */
const CLIENT_SECRET = 'curl-tls';

/** One check for each property of httpbin and its clients. */
export const HTTPBIN_WITH_CLIENTS_PROPERTIES: PropertyTable<HttpbinWithClientsProps> = {
  ...HTTPBIN_PROPERTIES,
  clientNamespace: dnsLabel('httpbin-clients'),
};

/** Everything that is wrong with the properties of httpbin and its clients. */
export function httpbinWithClientsFindings(
  path: string,
  props: HttpbinWithClientsProps,
): Finding[] {
  const findings = checkProps(path, props, HTTPBIN_WITH_CLIENTS_PROPERTIES);
  if (findings.length > 0) {
    return findings;
  }
  const { clientNamespace, ...httpbin } = props;
  return [
    ...httpbinFindings(path, httpbin),
    ...clientNamespaceFindings(path, httpbin.namespace, clientNamespace),
  ];
}

/** A client in the namespace of httpbin would be in the mesh. */
export function clientNamespaceFindings(
  path: string,
  namespace: string,
  clientNamespace: string,
): Finding[] {
  return namespace === clientNamespace
    ? [
        {
          code: 'NamesClash',
          path,
          problem: `'clientNamespace' must be another than that of httpbin, whose Pods are in the mesh, got ${namespace} twice`,
          fix: "write another name, such as 'httpbin-clients'",
        },
      ]
    : [];
}

/**
 * httpbin with the two who call it: a client in the mesh, in its own namespace, and one outside, which
 * presents a certificate from a Secret where something ends TLS in front of httpbin.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-sidecar-tls-termination/
 */
export class HttpbinWithClients extends Construct {
  /** The ServiceAccounts of its workloads in the mesh, each the end of a SPIFFE ID. */
  public static readonly SERVICE_ACCOUNTS: readonly string[] = [
    CurlClient.SERVICE_ACCOUNT,
    ...Httpbin.SERVICE_ACCOUNTS,
  ];

  /** What ends TLS in front of it as `tls` says, and the client whose certificate that is to trust. */
  public static sidecarTls(
    tls: ServerTls,
    { namespace, clientNamespace }: Pick<HttpbinWithClientsProps, 'namespace' | 'clientNamespace'>,
  ): SidecarTlsRequest {
    return {
      workload: {
        name: Httpbin.SERVICE,
        namespace,
        workloadLabels: Httpbin.POD_LABELS,
        applicationPort: Httpbin.PORT,
        tls,
      },
      client: {
        name: CurlClient.SERVICE_ACCOUNT,
        namespace: clientNamespace,
        secretName: CLIENT_SECRET,
      },
    };
  }

  /**
   * Defines httpbin and its clients, but neither what ends TLS nor the certificates.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   * @throws NamesClash when both clients would be in one namespace
   */
  public constructor(scope: Construct, id: string, props: HttpbinWithClientsProps) {
    refuseAny(httpbinWithClientsFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { clientNamespace, ...httpbin } = props;
    const { namespace, injection, images, tls } = httpbin;
    const callee = {
      namespace,
      podLabels: Httpbin.POD_LABELS,
      ports: tls?.workloadPorts ?? [Httpbin.PORT],
    };
    new Httpbin(this, 'Httpbin', httpbin);
    new CurlClient(this, 'ClientInTheMesh', { namespace, callee, injection, images });
    new CurlClient(this, 'ClientOutside', {
      namespace: clientNamespace,
      callee,
      images,
      ...(tls !== undefined && { tlsSecretName: CLIENT_SECRET }),
    });
  }
}
