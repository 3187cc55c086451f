import { Construct } from 'constructs';

import type { HttpRoute, RouteMatches } from '../ingress/http-route';
import type { DnsName } from '../trust/dns-name';
import { Image } from '../trust/image';
import { ISTIO_REGISTRY } from '../trust/istio-registry';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { checkProps, integer, oneOf, type PropertyTable } from '../trust/props';
import { Resources } from '../trust/resources';
import { defineApplication } from './application-objects';
import type { Application } from './microservice';
import { injectionFindings, samplePropertiesOf, type SampleProps } from './sample-props';

/** A version of helloworld. */
export type HelloworldVersion = (typeof VERSIONS)[number];

const NAME = 'helloworld';
const VERSIONS = ['v1', 'v2'] as const;
const PORT = 5000;
const RELEASE = '1.0';
const ALL = 100;

/** @see https://github.com/istio/istio/blob/1.30.3/samples/helloworld/helloworld.yaml */
const HELLOWORLD: Application = {
  name: NAME,
  port: PORT,
  readinessPath: '/health',
  microservices: [
    {
      name: NAME,
      serviceAccount: NAME,
      versions: VERSIONS.map((name) => ({
        name,
        image: Image.of(`${ISTIO_REGISTRY}/examples-helloworld-${name}`, RELEASE),
      })),
      services: [
        { name: NAME },
        ...VERSIONS.map((version) => ({ name: serviceOfVersion(version), version })),
      ],
      callers: 'anybody',
      // Workers of gunicorn show that they live by a file there.
      writesTmp: true,
      resources: Resources.of(
        { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '50Mi' },
        { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '250Mi' },
      ),
    },
  ],
};

/** One check for each property of helloworld. */
export const HELLOWORLD_PROPERTIES: PropertyTable<SampleProps> = samplePropertiesOf(NAME);

/** Check of the share of `v2`. */
export const percentOfV2Check = integer(0, ALL);

/** Everything that is wrong with the properties of helloworld. */
export function helloworldFindings(path: string, props: SampleProps): Finding[] {
  const findings = checkProps(path, props, HELLOWORLD_PROPERTIES);
  return findings.length > 0 ? findings : injectionFindings(path, props.injection);
}

/**
 * Istio's sample of one application in two versions, which answer `/hello` with their names. Both have
 * one identity, `spiffe://<trust domain>/ns/<namespace>/sa/helloworld`, as versions of one workload do.
 * Emits a ServiceAccount, a NetworkPolicy, a Deployment for each version, the Service `helloworld` of
 * both and a Service of each.
 *
 * @see https://github.com/istio/istio/tree/1.30.3/samples/helloworld
 */
export class Helloworld extends Construct {
  /** The ServiceAccounts of its workloads, each the end of a SPIFFE ID. */
  public static readonly SERVICE_ACCOUNTS: readonly string[] = [NAME];

  /**
   * The route that shares requests out: so many per cent to `v2`, the rest to `v1`.
   *
   * @throws PropertyWrongType, PropertyOutOfRange
   */
  public static sharedRoute(percentOfV2: number): HttpRoute {
    refuseAny(
      checkProps('Helloworld.sharedRoute', { percentOfV2 }, { percentOfV2: percentOfV2Check }),
    );
    return {
      ...matchesOf(NAME),
      destinations: [
        { service: serviceOfVersion('v1'), port: PORT, weight: ALL - percentOfV2 },
        { service: serviceOfVersion('v2'), port: PORT, weight: percentOfV2 },
      ],
    };
  }

  /**
   * A route to one version: for these hosts, so that each version can have hosts of its own, or for all
   * of the ingress.
   *
   * @throws PropertyMalformed for another version
   */
  public static routeTo(version: HelloworldVersion, hosts?: readonly DnsName[]): HttpRoute {
    refuseAny(checkProps('Helloworld.routeTo', { version }, { version: oneOf(VERSIONS) }));
    return {
      ...matchesOf(serviceOfVersion(version)),
      ...(hosts !== undefined && { hosts }),
      destination: { service: serviceOfVersion(version), port: PORT },
    };
  }

  /**
   * Defines all of helloworld but its way in, which is an ingress with one of its routes.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public constructor(scope: Construct, id: string, props: SampleProps) {
    refuseAny(helloworldFindings(`${scope.node.path}/${id}`, props));
    super(scope, id);
    defineApplication(this, HELLOWORLD, props);
  }
}

function serviceOfVersion(version: HelloworldVersion): string {
  return `${NAME}-${version}`;
}

function matchesOf(name: string): RouteMatches {
  return { name, matches: [{ type: 'exact', path: '/hello' }] };
}
