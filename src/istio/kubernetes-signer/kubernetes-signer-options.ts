import { X509Certificate } from 'node:crypto';
import { Lifetime } from '../../trust/lifetime';
import type { Finding } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  oneOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import { Subject } from '../../trust/subject';
import { Ttl } from '../../trust/ttl';

/** A signer of the Kubernetes CSR API, and the facts of the certificate with which it signs. */
export interface KubernetesSignerOptions {
  /** The domain of its name, the part before the slash: `clusterissuers.cert-manager.io`. */
  readonly domain: string;
  /** The part after the slash: `mesh-ca`. */
  readonly name: string;
  /** Its root, in PEM: what proxies and istiod verify against. No private key. */
  readonly rootPem: string;
  /** How long its certificate lives and when its owner renews it. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** Its distinguished name, for pictures and findings. @default - the name of the signer */
  readonly subject?: Subject;
  /** For how long istiod asks for its own serving certificate; half is left when it asks anew. @default Ttl.days(30) */
  readonly istiodCertTtl?: Ttl;
}

/** Whole certificates, one after the other. */
const PEM = /^(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n*)+$/;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
/** What Kubernetes signs itself never carries the identity of a workload. */
const OF_KUBERNETES = 'kubernetes.io';
/** The shortest lifetime that the API server takes in a request. */
const MIN_TTL = Ttl.minutes(10);

/** One check for each option of a signer. */
export const KUBERNETES_SIGNER_OPTIONS: PropertyTable<KubernetesSignerOptions> = {
  domain: text(DNS_SUBDOMAIN, 'the domain of a signer', 'clusterissuers.cert-manager.io'),
  name: text(NAME, 'the name of a signer', 'mesh-ca'),
  rootPem: text(PEM, 'certificates in PEM, and nothing else', '-----BEGIN CERTIFICATE-----\\n…'),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(365))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  subject: optional(instanceOf(Subject, "Subject.of('mesh-ca')")),
  istiodCertTtl: optional(instanceOf(Ttl, 'Ttl.days(30)')),
};

/** Everything that is wrong with the options of a signer. */
export function kubernetesSignerFindings(
  path: string,
  options: KubernetesSignerOptions,
): Finding[] {
  const findings = checkProps(path, options, KUBERNETES_SIGNER_OPTIONS);
  return findings.length > 0
    ? findings
    : [
        ...domainFindings(path, options),
        ...rootFindings(path, options),
        ...ttlFindings(path, options),
      ];
}

function domainFindings(path: string, { domain }: KubernetesSignerOptions): Finding[] {
  return domain === OF_KUBERNETES
    ? [
        {
          code: 'PropertyMalformed',
          path,
          problem: `'domain' must be that of a signer that signs for workloads, got ${domain}, whose signers sign for the cluster itself`,
          fix: "write the signer of a CA: domain: 'clusterissuers.cert-manager.io'",
        },
      ]
    : [];
}

function rootFindings(path: string, { rootPem }: KubernetesSignerOptions): Finding[] {
  const areCertificates = (rootPem.match(PEM_CERTIFICATE) ?? []).every((pem) => {
    try {
      return new X509Certificate(pem).ca;
    } catch {
      return false;
    }
  });
  return areCertificates
    ? []
    : [
        {
          code: 'PropertyMalformed',
          path,
          problem: "'rootPem' must be certificates of CAs in PEM, got a block that is none",
          fix: 'write what `openssl x509 -in root.pem` prints',
        },
      ];
}

function ttlFindings(path: string, { istiodCertTtl }: KubernetesSignerOptions): Finding[] {
  return istiodCertTtl !== undefined && MIN_TTL.outlives(istiodCertTtl)
    ? [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'istiodCertTtl' must be at least ${MIN_TTL}, which is what the API server takes, got ${istiodCertTtl}`,
          fix: `write ${MIN_TTL.toCode()} or more`,
        },
      ]
    : [];
}
