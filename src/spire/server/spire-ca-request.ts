import type {
  RequestKey,
  RequestPolicyProps,
} from '../../cert-manager/approval/request-policy-props';
import { SpireInstallation } from '../spire-installation';
import type { SpireKeyType } from './spire-key-type';
import type { SpireServerProps } from './spire-server-props';
import { spireServerSettings } from './spire-server-settings';

/** What the plugin writes into every request. */
const USAGES: readonly string[] = ['cert sign', 'crl sign'];

/**
 * The CertificateRequest by which SPIRE gets its CA from cert-manager: what the plugin writes into it, and
 * the server into its CSR, whose subject has a new `serialNumber` each time. Nothing where no issuer of
 * cert-manager is asked.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/pkg/server/plugin/upstreamauthority/certmanager/api.go
 * @see https://github.com/spiffe/spire/blob/v1.15.3/pkg/server/credtemplate/builder.go
 */
export function spireCaRequest(props: SpireServerProps): RequestPolicyProps | undefined {
  const { installation, upstream, caSubject, caTtl, caKeyType } = spireServerSettings(props);
  const { serverNamespace, trustDomain } = installation;
  const namespace = upstream.requestNamespace(serverNamespace);
  if (upstream.issuer === undefined || namespace === undefined) {
    return undefined;
  }
  const { name, kind, group } = upstream.issuer;
  return {
    name: `${namespace}.spire-ca`,
    namespace,
    requester: { name: SpireInstallation.SERVER, namespace: serverNamespace },
    issuer: { name, kind, group },
    isCa: true,
    usages: USAGES,
    commonName: caSubject.commonName,
    organizations: caSubject.organizations,
    countries: caSubject.countries,
    serialNumber: 'decimal',
    uris: [`spiffe://${trustDomain.toString()}`],
    duration: caTtl,
    key: keyOf(caKeyType),
  };
}

/** `ec-p256`, `rsa-2048`. */
function keyOf(type: SpireKeyType): RequestKey {
  const [algorithm = '', size = ''] = type.toString().split(/-p?/);
  return { algorithm: algorithm === 'rsa' ? 'RSA' : 'ECDSA', size: Number(size) };
}
