import type { Requester } from '../../src/cert-manager/approval/request-policy-props';
import { dev } from '../../src/environments/dev';
import { Ttl } from '../../src/trust/ttl';
import { HOST } from './environment';
import type { Asked, Verdict } from './requests';

/** A request that differs in one thing from one of the chain. */
export interface Foreign {
  readonly title: string;
  /** What is different. */
  readonly with: Partial<Asked>;
  readonly becomes: Verdict['became'];
  /** How that is said. */
  readonly words: RegExp;
}

/** An account that makes requests, and of which no policy speaks. */
export const STRANGER: Requester = { name: 'stranger', namespace: 'helloworld' };
/** Who makes the requests of Certificates. */
const CONTROLLER: Requester = { name: 'cert-manager', namespace: 'cert-manager' };
const { name, kind, group } = dev.props.root.issuer;
const ISSUER = { name, kind, group };
const ANOTHER = 'another.example.org';
const NOBODY_LOOKED = /^Request is not applicable for any policy so ignoring$/;

/** Requests for the CA of istiod that are not its own. */
export const NOT_OF_ISTIOD: readonly Foreign[] = [
  denied('another Certificate', { certificateName: 'copy' }, 'allowed.commonName.validations'),
  denied('one hour more', { duration: Ttl.hours(1441) }, 'constraints.maxDuration'),
  denied('one hour less', { duration: Ttl.hours(1439) }, 'constraints.minDuration'),
  denied('another common name', { commonName: ANOTHER }, 'allowed.commonName.value'),
  denied('no common name', { commonName: undefined }, 'allowed.commonName.required'),
  denied(
    'another DNS name beside its own',
    { dnsNames: ['istiod.istio-system.svc', ANOTHER] },
    'allowed.dnsNames.values',
  ),
  denied('a SPIFFE ID', { uris: ['spiffe://example.org/ns/bank/sa/vault'] }, 'allowed.uris'),
  denied('an organization', { organizations: ['Example'] }, 'allowed.subject.organizations'),
  denied('an IP address', { ipAddresses: ['10.0.0.1'] }, 'allowed.ipAddresses'),
  denied('an e-mail address', { emails: ['root@example.org'] }, 'allowed.emailAddresses'),
  denied(
    'a usage more',
    { usages: ['cert sign', 'digital signature', 'key encipherment', 'server auth'] },
    'allowed.usages',
  ),
  denied(
    'a larger key',
    { key: { algorithm: 'RSA', size: 4096 } },
    'constraints.privateKey.maxSize',
  ),
  denied(
    'another kind of key',
    { key: { algorithm: 'ECDSA', size: 256 } },
    'constraints.privateKey.algorithm',
  ),
  left('another namespace', { namespace: 'helloworld' }),
  left('another account', { requester: STRANGER }),
  left('the account of SPIRE', { requester: { name: 'spire-server', namespace: 'spire-server' } }),
  left('another issuer', { issuer: { ...ISSUER, name: 'another' } }),
  left('an Issuer of the same name', { issuer: { ...ISSUER, kind: 'Issuer' } }),
];

/** Requests for the CA of istiod that ask for less, which a policy does not keep out. */
export const LESS: readonly Foreign[] = [
  approved('no CA', { isCa: false }),
  approved('a usage less', { usages: ['cert sign', 'digital signature'] }),
];

/** Requests for the CA of SPIRE that are not its own. */
export const NOT_OF_SPIRE: readonly Foreign[] = [
  denied('another trust domain', { uris: ['spiffe://another.example.org'] }, 'allowed.uris.values'),
  denied('no trust domain', { uris: [] }, 'allowed.uris.required'),
  denied('a longer life', { duration: Ttl.hours(48) }, 'constraints.maxDuration'),
  denied('letters for a number', { serial: 'none' }, 'allowed.subject.serialNumber.validations'),
  denied('a DNS name', { dnsNames: [ANOTHER] }, 'allowed.dnsNames'),
  denied('a usage more', { usages: ['cert sign', 'crl sign', 'server auth'] }, 'allowed.usages'),
  denied(
    'another curve',
    { key: { algorithm: 'ECDSA', size: 384 } },
    'constraints.privateKey.maxSize',
  ),
  left('the account of cert-manager', { requester: CONTROLLER }),
  left('the account of a workload', { requester: STRANGER }),
  left('the namespace of istiod', { namespace: 'istio-system' }),
];

/** Requests for the certificate of the site that are not its own. */
export const NOT_OF_THE_SITE: readonly Foreign[] = [
  denied('another Certificate', { certificateName: 'copy' }, 'allowed.dnsNames.validations'),
  denied('a site that no environment has', { dnsNames: [ANOTHER] }, 'allowed.dnsNames.values'),
  denied('a name beside its own', { dnsNames: [HOST, ANOTHER] }, 'allowed.dnsNames.values'),
  denied('a wildcard over it', { dnsNames: ['*.approval.example.org'] }, 'allowed.dnsNames.values'),
  denied('a CA', { isCa: true }, 'allowed.isCA'),
  left('another account', { requester: STRANGER }),
  left('the namespace of the application', { namespace: 'helloworld' }),
];

function denied(title: string, changed: Partial<Asked>, field: string): Foreign {
  const words = new RegExp(
    `^No policy approved this request: .*spec\\.${field.replaceAll('.', '\\.')}`,
  );
  return { title, with: changed, becomes: 'denied', words };
}

function approved(title: string, changed: Partial<Asked>): Foreign {
  const words = /^Approved by CertificateRequestPolicy: /;
  return { title, with: changed, becomes: 'approved', words };
}

function left(title: string, changed: Partial<Asked>): Foreign {
  return { title, with: changed, becomes: 'left', words: NOBODY_LOOKED };
}

/** The permission to make requests anywhere, as whoever may deploy an application has it: it says nothing of approval. */
export function mayAsk(): readonly object[] {
  const metadata = { name: 'may-ask' };
  const apiGroup = 'rbac.authorization.k8s.io';
  const rules = [
    {
      apiGroups: ['cert-manager.io'],
      resources: ['certificaterequests'],
      verbs: ['create', 'get'],
    },
  ];
  return [
    { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRole', metadata, rules },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'ClusterRole', name: metadata.name },
      subjects: [{ apiGroup, kind: 'Group', name: 'system:serviceaccounts' }],
    },
  ];
}
