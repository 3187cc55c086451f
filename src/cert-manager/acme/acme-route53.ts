import type { Finding } from '../../trust/mesh-trust-error';
import { instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { ACME_DNS01_PROPERTIES, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';
import { Route53Credentials } from './acme-route53-credentials';
import { acmeSelectorFindings } from './acme-selector';

/** Properties of DNS-01 through Amazon Route 53. */
export interface Route53Props extends AcmeDns01Options {
  /** As whom cert-manager writes. @default Route53Credentials.ambient() */
  readonly credentials?: Route53Credentials;
  /** Region by which requests are signed. @default - that of the Pod of cert-manager, with ambient credentials alone */
  readonly region?: string;
  /** The hosted zone that takes the record. @default - the one that is found by the name */
  readonly hostedZoneId?: string;
}

/** One check for each property of DNS-01 through Route 53. */
export const ROUTE53_PROPERTIES: PropertyTable<Route53Props> = {
  ...ACME_DNS01_PROPERTIES,
  credentials: optional(instanceOf(Route53Credentials, 'Route53Credentials.ambient()')),
  region: optional(text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region of AWS', 'eu-west-1')),
  hostedZoneId: optional(text(/^[A-Z0-9]{1,32}$/, 'the ID of a hosted zone', 'Z0123456789ABC')),
};

/** Everything that is wrong with a solver of Route 53 whose properties are each as they should be. */
export function route53Findings(path: string, props: Route53Props): Finding[] {
  const { credentials, region } = props;
  const findings = acmeSelectorFindings(path, props);
  // Only what AWS puts into a Pod for its own account brings a region with it.
  return credentials === undefined || credentials.areAmbient || region !== undefined
    ? findings
    : [
        ...findings,
        {
          code: 'PropertyMissing',
          path,
          problem: "'region' must be given with credentials that are not ambient, got nothing",
          fix: "write region: 'us-east-1'",
        },
      ];
}

/** Route 53 with these values. */
export function route53(props: Route53Props): AcmeDns01Provider {
  const { spec, secrets, serviceAccountName } = props.credentials ?? Route53Credentials.ambient();
  const { region, hostedZoneId } = props;
  return {
    spec: { route53: { ...spec, region, hostedZoneId } },
    credentials: secrets,
    serviceAccount: serviceAccountName,
  };
}
