import { X509Certificate } from 'node:crypto';
import { refuse, refuseAny } from '../../trust/mesh-trust-error';
import { DATA_KEY, DNS_SUBDOMAIN } from '../../trust/names';
import type { Prerequisite } from '../../trust/prerequisite';
import { checkProps, instanceOf, text } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import type * as trust from '../../../imports/trust.cert-manager.io';

const PEM = /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n*$/;

/**
 * The certificate of a root that a bundle has: self-signed, and nothing of a key. An intermediate is none,
 * however long it has been trusted: whoever trusts it goes on doing so when its root is taken away.
 */
export class RootCertificate {
  /**
   * One certificate in PEM, for a root whose key is elsewhere: offline, or of the company.
   *
   * @throws PropertyWrongType, PropertyMalformed for what is no certificate, or several
   * @throws IntermediateInBundle for one that somebody else signed, or that is no CA
   */
  public static pem(pem: string): RootCertificate {
    const path = 'RootCertificate.pem';
    const check = text(PEM, 'one certificate in PEM, and nothing else', PEM_EXAMPLE);
    refuseAny(checkProps(path, { pem }, { pem: check }));
    const certificate = parsed(pem);
    if (certificate === undefined) {
      refuse({
        code: 'PropertyMalformed',
        path,
        problem: "'pem' must be a certificate in PEM, got a block that is no certificate",
        fix: 'write what openssl x509 -in root.pem prints',
      });
    }
    if (!isRoot(certificate)) {
      const [subject = ''] = certificate.subject.split('\n').slice(-1);
      refuse({
        code: 'IntermediateInBundle',
        path,
        problem: `'pem' must be a self-signed certificate of a CA, got ${subject}, signed by somebody else or no CA`,
        fix: 'write the certificate at the top of its chain: the last that openssl s_client -showcerts prints',
      });
    }
    const inLine = pem.trimEnd() + '\n';
    return new RootCertificate({ inLine }, certificate.fingerprint256);
  }

  /**
   * A key of a Secret in the namespace from which trust-manager reads.
   *
   * @throws PropertyWrongType
   */
  public static inSecret(secret: SecretRef): RootCertificate {
    const check = instanceOf(SecretRef, "SecretRef.of('corporate-root', 'tls.crt')");
    refuseAny(checkProps('RootCertificate.inSecret', { secret }, { secret: check }));
    const { name, key } = secret;
    return new RootCertificate({ secret: { name, key } }, `Secret ${secret.toString()}`);
  }

  /**
   * A key of a ConfigMap in the namespace from which trust-manager reads.
   *
   * @throws PropertyWrongType, PropertyMalformed
   */
  public static inConfigMap(name: string, key: string): RootCertificate {
    refuseAny(
      checkProps(
        'RootCertificate.inConfigMap',
        { name, key },
        {
          name: text(DNS_SUBDOMAIN, 'the name of a ConfigMap', 'corporate-root'),
          key: text(DATA_KEY, 'a key of a ConfigMap', 'ca.crt'),
        },
      ),
    );
    return new RootCertificate({ configMap: { name, key } }, `ConfigMap ${name}/${key}`);
  }

  private constructor(
    /** A source of a Bundle. */
    public readonly source: trust.BundleSpecSources,
    private readonly described: string,
  ) {}

  /** What must be in this namespace beforehand; nothing for what is written out. */
  public prerequisitesIn(namespace: string): readonly Prerequisite[] {
    const { secret, configMap } = this.source;
    const place = secret ?? configMap;
    return place?.name === undefined
      ? []
      : [
          {
            kind: secret === undefined ? 'ConfigMap' : 'Secret',
            namespace,
            name: place.name,
            keys: place.key === undefined ? [] : [place.key],
            readBy: 'trust-manager',
            purpose: 'certificate of a root',
          },
        ];
  }

  /** Where it is, or its fingerprint: for findings, and as the order of several. */
  public toString(): string {
    return this.described;
  }
}

const PEM_EXAMPLE = '-----BEGIN CERTIFICATE-----\\n…';

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function isRoot(certificate: X509Certificate): boolean {
  return (
    certificate.ca &&
    certificate.checkIssued(certificate) &&
    certificate.verify(certificate.publicKey)
  );
}
