import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { accountOf, edgeCertificatesOf } from '../../src/stack/edge-certificates';
import type { Environment } from '../../src/stack/environment';
import { partsOf } from '../../src/stack/environment-parts';
import { namesRequestedIn } from '../certificates/certificate-request';
import type { Components } from '../components/components';
import { got } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import type { SecretPlace } from './expected-certificates';

/** A certificate of an ACME server, as the model says it: in this stage there is none to sign it. */
export interface ExpectedRequest {
  readonly name: string;
  readonly secret: SecretPlace;
  readonly issuer: IssuerReference;
  readonly dnsNames: readonly string[];
  /** What the account needs beforehand, and nobody makes in this stage: `Secret/cloudflare`. */
  readonly prerequisites: readonly string[];
}

/** `issuerRef` of a Certificate and of its requests. */
interface IssuerReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

interface CertificateRequest {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly issuerRef: IssuerReference; readonly request: string };
}

interface Conditions {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** A condition of an object of cert-manager. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

const NAME_ANNOTATION = 'cert-manager.io/certificate-name';

/** Every certificate of an environment that an ACME server is to sign. */
export function expectedRequests({ props }: Environment): readonly ExpectedRequest[] {
  return edgeCertificatesOf(props, partsOf(props))
    .filter(({ leaf: { issuer } }) => issuer instanceof AcmeIssuer)
    .map(({ leaf: { name, namespace, secretName = name, issuer, dnsNames } }) => ({
      name,
      secret: { namespace, name: secretName },
      issuer: { group: issuer.group, kind: issuer.kind, name: issuer.name },
      dnsNames: dnsNames.map(String).sort(),
      prerequisites: accountOf(props, issuer)?.prerequisites ?? [],
    }));
}

/** Whom cert-manager asks for a certificate, and for which names, once it has asked. */
export async function requested(
  components: Components,
  { name, secret: { namespace } }: ExpectedRequest,
): Promise<Pick<ExpectedRequest, 'issuer' | 'dnsNames'>> {
  let found: CertificateRequest | undefined;
  await eventually(`cert-manager asks for ${namespace}/${name}`, async () => {
    const { items } = await got<{ readonly items: readonly CertificateRequest[] }>(
      components,
      ...['-n', namespace, 'certificaterequest'],
    );
    found = items.find(({ metadata }) => metadata.annotations[NAME_ANNOTATION] === name);
    return found !== undefined || `${items.length} requests, none of them for it`;
  });
  if (found === undefined) {
    throw new Error(`no request for ${namespace}/${name}`);
  }
  const { issuerRef, request } = found.spec;
  const { group, kind, name: issuer } = issuerRef;
  const dnsNames = namesRequestedIn(Buffer.from(request, 'base64').toString('utf8'));
  return { issuer: { group, kind, name: issuer }, dnsNames };
}

/** What cert-manager says of the readiness of an object, once it says anything. */
export async function readiness(
  components: Components,
  ...object: readonly string[]
): Promise<Condition> {
  let found: Condition | undefined;
  await eventually(`cert-manager says of ${object.join(' ')} whether it is Ready`, async () => {
    const { status } = await got<Conditions>(components, ...object);
    found = status?.conditions?.find(({ type }) => type === 'Ready');
    return found !== undefined || JSON.stringify(status);
  });
  if (found === undefined) {
    throw new Error(`nothing is said of ${object.join(' ')}`);
  }
  return found;
}
