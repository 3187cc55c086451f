import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type {
  RequestKey,
  RequestPolicyProps,
} from '../../src/cert-manager/approval/request-policy-props';
import { spireCaRequest } from '../../src/spire/server/spire-ca-request';
import { isCertificate } from '../../src/stack/approvals';
import { certificateRequest } from '../../src/stack/certificate-requests';
import type { Environment } from '../../src/stack/environment';
import { partsOf } from '../../src/stack/environment-parts';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { got } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';

/** A request, and what no request of the chain has. */
export interface Asked extends RequestPolicyProps {
  /** `serialNumber` of the subject. @default - what SPIRE writes, where it asks */
  readonly serial?: string;
  readonly emails?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** What has become of a request. */
export interface Verdict {
  readonly became: 'approved' | 'denied' | 'left';
  /** By whom: the reason of the condition. */
  readonly by: string;
  readonly words: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** A CertificateRequest, as far as it is read here. */
interface CertificateRequest {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Events {
  readonly items: readonly {
    readonly reason: string;
    readonly message: string;
    readonly involvedObject: { readonly name: string };
  }[];
}

/** The label of requests that nobody of the chain makes. */
export const BY_HAND = 'asked-by-hand';
/** What SPIRE writes: a new number each time. */
const SERIAL = '206734567890123456789012345678901234567';
const SERIAL_NUMBER = '2.5.4.5';
const SIGNING = {
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ECDSA: { name: 'ECDSA', hash: 'SHA-256' },
} as const;
const CURVES: Readonly<Record<number, string>> = { 256: 'P-256', 384: 'P-384', 521: 'P-521' };

let made = 0;

/** The requests of the chain, by the names of their policies. */
export function requestsOf(environment: Environment): ReadonlyMap<string, RequestPolicyProps> {
  const parts = partsOf(environment.props);
  const { serviceAccountName: name, namespace } = parts.certManager;
  const ofSpire = parts.spire && spireCaRequest(parts.spire.server);
  const requests = [
    ...environment
      .render()
      .layers.flatMap(({ objects }) => objects)
      .filter(isCertificate)
      .map((certificate) => certificateRequest(certificate, { name, namespace })),
    ...(ofSpire === undefined ? [] : [ofSpire]),
  ];
  return new Map(requests.map((request) => [request.name, request]));
}

/** Makes a request as who is said to make it, and waits for what becomes of it. */
export async function ask(components: Components, asked: Asked): Promise<Verdict> {
  const { requester, namespace, issuer, isCa, usages, duration, certificateName } = asked;
  made += 1;
  // Far from the revisions that cert-manager counts.
  const name =
    certificateName === undefined ? `asked-${made}` : `${certificateName}-${9000 + made}`;
  const object = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { name, namespace, labels: { [BY_HAND]: 'yes' } },
    spec: {
      issuerRef: issuer,
      isCA: isCa,
      usages,
      ...(duration === undefined ? {} : { duration: duration.toString() }),
      request: Buffer.from(await csrOf(asked)).toString('base64'),
    },
  };
  const groups = ['', `:${requester.namespace}`].map(
    (suffix) => `--as-group=system:serviceaccounts${suffix}`,
  );
  const outcome = await components.run(
    'kubectl',
    [
      ...['create', '-f', '-'],
      `--as=system:serviceaccount:${requester.namespace}:${requester.name}`,
      ...['--as-group=system:authenticated', ...groups],
    ],
    { input: JSON.stringify(object) },
  );
  succeeded('the request', outcome);
  return verdictOn(components, namespace, name);
}

/** What becomes of a request, in the words of who looked at it. */
export async function verdictOn(
  components: Components,
  namespace: string,
  name: string,
): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await eventually(`somebody looks at the request ${namespace}/${name}`, async () => {
    const request = await got<CertificateRequest>(
      components,
      ...['-n', namespace, 'certificaterequest', name],
    );
    verdict = decided(request) ?? (await leftAlone(components, namespace, name));
    return verdict !== undefined || JSON.stringify(request.status);
  });
  if (verdict === undefined) {
    throw new Error(`nobody looked at ${namespace}/${name}`);
  }
  return verdict;
}

/** Whether somebody approved or denied it. */
function decided({ status }: CertificateRequest): Verdict | undefined {
  const found = (status?.conditions ?? []).find(
    (each) => ['Approved', 'Denied'].includes(each.type) && each.status === 'True',
  );
  return (
    found && {
      became: found.type === 'Approved' ? 'approved' : 'denied',
      by: found.reason,
      words: found.message,
    }
  );
}

/** What approver-policy has said of requests so far, each thing once. */
export async function decisions(
  components: Components,
): Promise<Readonly<Record<'approved' | 'denied', readonly string[]>>> {
  const { items } = await got<Events>(components, '-A', 'events');
  const of = (wanted: string): readonly string[] => {
    const found = items.filter(({ reason }) => reason === wanted).map(({ message }) => message);
    return [...new Set(found.filter((message) => message.includes('olicy')))].sort();
  };
  return { approved: of('Approved'), denied: of('Denied') };
}

async function leftAlone(
  components: Components,
  namespace: string,
  name: string,
): Promise<Verdict | undefined> {
  const { items } = await got<Events>(components, '-n', namespace, 'events');
  const found = items.find(
    ({ involvedObject, reason }) => involvedObject.name === name && reason === 'Unprocessed',
  );
  return found && { became: 'left', by: found.reason, words: found.message };
}

async function csrOf(asked: Asked): Promise<string> {
  const { commonName, organizations = [], countries = [], serialNumber, key } = asked;
  const serial = asked.serial ?? (serialNumber === 'decimal' ? SERIAL : undefined);
  const { dnsNames = [], uris = [], emails = [], ipAddresses = [] } = asked;
  const names = [
    ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
    ...uris.map((value) => ({ type: 'url' as const, value })),
    ...emails.map((value) => ({ type: 'email' as const, value })),
    ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [
      ...countries.map((C) => ({ C: [C] })),
      ...organizations.map((O) => ({ O: [O] })),
      ...(commonName === undefined ? [] : [{ CN: [commonName] }]),
      ...(serial === undefined ? [] : [{ [SERIAL_NUMBER]: [serial] }]),
    ],
    keys: await keysOf(key),
    signingAlgorithm: SIGNING[key.algorithm],
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)],
  });
  return csr.toString('pem');
}

function keysOf({ algorithm, size }: RequestKey): Promise<webcrypto.CryptoKeyPair> {
  return algorithm === 'RSA'
    ? crypto.subtle.generateKey(
        {
          ...SIGNING.RSA,
          modulusLength: size,
          publicExponent: new Uint8Array([1, 0, 1]),
        },
        false,
        ['sign', 'verify'],
      )
    : crypto.subtle.generateKey({ ...SIGNING.ECDSA, namedCurve: CURVES[size] ?? '' }, false, [
        'sign',
        'verify',
      ]);
}
