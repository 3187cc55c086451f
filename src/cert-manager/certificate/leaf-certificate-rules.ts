import type { Finding } from '../../trust/mesh-trust-error';
import { AcmeIssuer } from '../acme/acme-issuer';
import type { LeafCertificateProps } from './leaf-certificate';

type Rule = (props: LeafCertificateProps) => Omit<Finding, 'path'> | undefined;

/** What the properties of a leaf say against each other. */
export function leafCertificateRules(path: string, props: LeafCertificateProps): Finding[] {
  return [issuerOutOfReach, nameTwice, lifetimeMisplaced, commonNameApart].flatMap((rule) => {
    const finding = rule(props);
    return finding === undefined ? [] : [{ ...finding, path }];
  });
}

const issuerOutOfReach: Rule = ({ issuer, namespace }) =>
  issuer.namespace === undefined || issuer.namespace === namespace
    ? undefined
    : {
        code: 'IssuerOutOfReach',
        problem: `'issuer' must be in the namespace of the Certificate (${namespace}), got ${issuer.kind} ${issuer.namespace}/${issuer.name}`,
        fix: `write a ClusterIssuer, or an Issuer in ${namespace}`,
      };

const nameTwice: Rule = ({ dnsNames }) => {
  const names = dnsNames.map(String);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined
    ? undefined
    : {
        code: 'NamesClash',
        problem: `'dnsNames' must be different names, got ${twice} twice`,
        fix: `write DnsName.of('${twice}') once`,
      };
};

const lifetimeMisplaced: Rule = ({ issuer, lifetime, renewBeforePercentage }) => {
  const isAcme = issuer instanceof AcmeIssuer;
  if (isAcme && lifetime !== undefined) {
    return {
      code: 'LifetimeMisplaced',
      problem: `'lifetime' must be left out with an ACME issuer, which decides it, got ${lifetime.duration}`,
      fix: 'write renewBeforePercentage: 33, or leave both out',
    };
  }
  return isAcme || renewBeforePercentage === undefined
    ? undefined
    : {
        code: 'LifetimeMisplaced',
        problem: `'renewBeforePercentage' must be part of 'lifetime' with an issuer that is asked for one, got ${renewBeforePercentage}`,
        fix: `write lifetime: Lifetime.of(Ttl.days(90)).renewBeforePercentage(${renewBeforePercentage})`,
      };
};

/** cert-manager fails the request: "The CSR PEM requests a commonName that is not present in the list of dnsNames". */
const commonNameApart: Rule = ({ issuer, commonName, dnsNames }) =>
  commonName === undefined ||
  !(issuer instanceof AcmeIssuer) ||
  dnsNames.map(String).includes(commonName)
    ? undefined
    : {
        code: 'PropertyMalformed',
        problem: `'commonName' must be one of 'dnsNames' with an ACME issuer, got "${commonName}"`,
        fix: 'leave it out: verifiers look at dnsNames alone',
      };
