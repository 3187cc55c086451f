import { Construct } from 'constructs';

import { Image } from '../trust/image';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, type PropertyTable } from '../trust/props';
import { Resources } from '../trust/resources';
import { defineApplication } from './application-objects';
import type { Application, Microservice } from './microservice';
import { selectorOf } from './microservice-labels';
import { injectionFindings, samplePropertiesOf, type SampleProps } from './sample-props';
import {
  tlsTerminationCheck,
  tlsTerminationFindings,
  type TlsTermination,
} from './tls-termination';

/** What httpbin is made of. */
export interface HttpbinProps extends SampleProps {
  /**
   * What ends the TLS of callers at its sidecar. Its Service is then the one in front of httpbin.
   *
   * @default - nothing does: httpbin has a Service of its own, with port 8000 for plain HTTP
   */
  readonly tls?: TlsTermination;
}

const NAME = 'httpbin';
const VERSION = 'v1';
const PORT = 8080;
const SERVICE_PORT = 8000;

const MICROSERVICE: Microservice = {
  name: NAME,
  serviceAccount: NAME,
  versions: [{ name: VERSION, image: Image.of('docker.io/mccutchen/go-httpbin', 'v2.15.0') }],
  services: [{ name: NAME, port: SERVICE_PORT }],
  callers: 'anybody',
  writesTmp: false,
  resources: Resources.of(
    { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '50Mi' },
    { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '250Mi' },
  ),
};

/** @see https://github.com/istio/istio/blob/1.30.3/samples/httpbin/httpbin.yaml */
const HTTPBIN: Application = {
  name: NAME,
  port: PORT,
  readinessPath: '/status/200',
  microservices: [MICROSERVICE],
};

/** One check for each property of httpbin. */
export const HTTPBIN_PROPERTIES: PropertyTable<HttpbinProps> = {
  ...samplePropertiesOf(NAME),
  tls: tlsTerminationCheck,
};

/** Everything that is wrong with the properties of httpbin. */
export function httpbinFindings(path: string, props: HttpbinProps): Finding[] {
  const findings = checkProps(path, props, HTTPBIN_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...injectionFindings(path, props.injection),
        ...(props.tls === undefined ? [] : tlsTerminationFindings(path, props.tls)),
      ];
}

/**
 * Istio's sample service that answers with what it was asked:
 * `spiffe://<trust domain>/ns/<namespace>/sa/httpbin`. Emits a ServiceAccount, a Service unless something
 * else owns it, a NetworkPolicy and a Deployment.
 *
 * @see https://github.com/istio/istio/tree/1.30.3/samples/httpbin
 */
export class Httpbin extends Construct {
  /** The ServiceAccounts of its workloads, each the end of a SPIFFE ID. */
  public static readonly SERVICE_ACCOUNTS: readonly string[] = [NAME];

  /** Name of the Service in front of it, whoever owns that. */
  public static readonly SERVICE = NAME;

  /** Port of its container: that to which a sidecar passes on what it has decrypted. */
  public static readonly PORT = PORT;

  /** Labels of its Pods, for whatever selects them. */
  public static readonly POD_LABELS: Readonly<Record<string, string>> = {
    ...selectorOf(HTTPBIN, NAME),
    version: VERSION,
  };

  /**
   * Defines httpbin, but not what ends TLS in front of it.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed, PropertyOutOfRange
   */
  public constructor(scope: Construct, id: string, props: HttpbinProps) {
    refuseAny(httpbinFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    const { tls } = props;
    const application: Application =
      tls === undefined ? HTTPBIN : { ...HTTPBIN, microservices: [behind(tls)] };
    defineApplication(this, application, props);
  }
}

/** httpbin whose Service is that of the TLS termination, and leads to the ports of its sidecar. */
function behind({ podAnnotations, workloadPorts }: TlsTermination): Microservice {
  const calledPorts = [...new Set(workloadPorts)].sort((one, other) => one - other);
  return { ...MICROSERVICE, services: [], podAnnotations, calledPorts };
}
