import type { IIssuer } from '../cert-manager/issuer/issuer';
import type { ExternalService } from '../ingress/external-service';
import type { ServerTls } from '../ingress/server-tls';
import type { CertifiedClient } from '../samples/tls-termination';
import type { Prerequisite } from '../trust/prerequisite';

const CERTIFICATE_AND_KEY = ['tls.crt', 'tls.key'];
const CA = 'ca.crt';

/** Secrets of this TLS that nobody here makes, in the namespace of whoever reads them. */
export function secretsOfTls(
  { certificate, clientCa, trustsCertificateIssuer }: ServerTls,
  place: { readonly namespace: string; readonly readBy: string },
): readonly Prerequisite[] {
  const { secretName, request, hosts } = certificate;
  const ofCertificate = {
    kind: 'Secret',
    ...place,
    name: secretName,
    keys: [...CERTIFICATE_AND_KEY, ...(trustsCertificateIssuer ? [CA] : [])],
    purpose: `certificate for ${hosts.map(String).join(', ')}`,
  };
  const ofClients = clientCa?.secret && {
    kind: 'Secret',
    ...place,
    name: clientCa.secret.name,
    keys: [clientCa.secret.key],
    purpose: 'CA of the callers that show a certificate',
  };
  return [
    ...(request === undefined ? [ofCertificate] : []),
    ...(ofClients === undefined ? [] : [ofClients]),
  ];
}

/** The certificate of a caller, where that of the server is not made here: one issuer has both. */
export function secretOfClient({ name, namespace, secretName }: CertifiedClient): Prerequisite {
  return {
    kind: 'Secret',
    namespace,
    name: secretName,
    keys: [...CERTIFICATE_AND_KEY, CA],
    readBy: name,
    purpose: 'certificate of a caller outside the mesh',
  };
}

/** What an egress gateway reads to speak TLS to a server outside; nothing where it trusts a file. */
export function secretsOfService(
  { host, secretName, props: { tls } }: ExternalService,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): readonly Prerequisite[] {
  const isMutual = tls.mode === 'MUTUAL';
  return secretName === undefined
    ? []
    : [
        {
          kind: 'Secret',
          namespace,
          name: secretName,
          keys: isMutual ? [...CERTIFICATE_AND_KEY, CA] : [CA],
          readBy: `egress gateway ${name}`,
          purpose: `${isMutual ? 'client certificate for' : 'CA of'} ${host}`,
        },
      ];
}

/** An issuer that somebody else keeps, asked for a Certificate in this namespace. */
export function issuerBefore(
  { kind, name, namespace: of }: IIssuer,
  namespace: string,
): Prerequisite {
  return {
    kind,
    ...(of === undefined ? {} : { namespace }),
    name,
    readBy: 'cert-manager',
    purpose: 'signs Certificates',
  };
}
