import type { Finding } from '../trust/mesh-trust-error';
import { CHALLENGE_PATH } from '../trust/challenge-path';
import { hostsOf, type TlsIngressProps } from './tls-ingress';
import { TlsVersion } from './tls-version';

/** The CRD of HTTPRoute takes so many hostnames. */
const MAX_HOSTS = 16;
/** The CRD of HTTPRoute takes so many rules. */
const MAX_ROUTES = 16;

/** What the API of Istio can say, and the Gateway API cannot. */
export function gatewayApiLimitFindings(path: string, props: TlsIngressProps): Finding[] {
  return [
    ...countFindings(path, 'hosts', hostsOf(props).length, MAX_HOSTS),
    ...countFindings(path, 'routes', props.routes.length, MAX_ROUTES),
    ...versionFindings(path, props),
    ...clientCaFindings(path, props),
    ...challengeFindings(path, props),
    ...redirectNameFindings(path, props),
  ];
}

function countFindings(path: string, property: string, count: number, max: number): Finding[] {
  return count <= max
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'${property}' must have at most ${max} items in the Gateway API, got ${count}`,
          fix: `write several ingresses with ${max} ${property} at most, or one in the API of Istio`,
        },
      ];
}

/** istiod takes no version from a listener: TLS 1.2 it is. */
function versionFindings(path: string, { tls }: TlsIngressProps): Finding[] {
  return tls.minimumVersion === TlsVersion.V1_2
    ? []
    : [
        {
          code: 'PropertyMalformed',
          path,
          problem: `'tls' must have the minimum version that Istio gives to every listener of the Gateway API, TLSV1_2, got ${tls.minimumVersion}`,
          fix: 'leave minimumVersion out, or write the ingress in the API of Istio',
        },
      ];
}

/**
 * istiod hands a gateway the Secrets that it has verified, which of CAs are those of MUTUAL alone, and
 * under the name of the certificate. For any other the gateway has no CA, and resets every connection.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/model/gateway.go
 */
function clientCaFindings(path: string, { tls }: TlsIngressProps): Finding[] {
  const { certificate, clientCa } = tls;
  const optionalMutual: Finding = {
    code: 'PropertyMalformed',
    path,
    problem: `'tls' must be SIMPLE or MUTUAL in the Gateway API, where istiod gives the gateway no CA for another mode, got ${tls}`,
    fix: 'write ServerTls.mutual(…), or the ingress in the API of Istio',
  };
  const elsewhere: Finding = {
    code: 'PropertyMalformed',
    path,
    problem: `'tls' must have the CA of clients in Secret ${certificate}-cacert in the Gateway API, got ${clientCa}`,
    fix: `write ClientCa.inSecret(SecretRef.of('${certificate}-cacert', 'ca.crt')), or the ingress in the API of Istio`,
  };
  return [
    ...(tls.mode === 'OPTIONAL_MUTUAL' ? [optionalMutual] : []),
    ...(tls.caCertCredentialName === undefined ? [] : [elsewhere]),
  ];
}

/** An HTTPRoute cannot leave a path out: a prefix above the challenge may come before the solver's route. */
function challengeFindings(path: string, { plainHttp, routes }: TlsIngressProps): Finding[] {
  if (plainHttp?.mode !== 'serve') {
    return [];
  }
  return routes
    .filter(({ matches }) =>
      matches.some(
        (match) =>
          match.type === 'prefix' && match.path !== '/' && CHALLENGE_PATH.startsWith(match.path),
      ),
    )
    .map(({ name }) => ({
      code: 'PropertyMalformed',
      path,
      problem: `'routes' must leave ${CHALLENGE_PATH} to the solver over plain HTTP, got ${name} above it`,
      fix: `write another path for ${name}, or plainHttp: PlainHttp.redirect()`,
    }));
}

/** The HTTPRoute of the redirect has a name of this form. */
function redirectNameFindings(path: string, { name, routes }: TlsIngressProps): Finding[] {
  return routes
    .filter((route) => route.hosts !== undefined && route.name === 'https-redirect')
    .map(() => ({
      code: 'NamesClash',
      path,
      problem: `'routes' must not have the name of the redirect, of which ${name}-https-redirect is, got https-redirect`,
      fix: 'write another name for the route',
    }));
}
