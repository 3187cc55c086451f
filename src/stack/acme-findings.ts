import type { AcmeAccount } from '../cert-manager/acme/acme-account';
import { acmeAccountFindings, acmeNameFindings } from '../cert-manager/acme/acme-account-findings';
import { acmeClusterIssuerFindings } from '../cert-manager/acme/acme-cluster-issuer';
import { AcmeIssuer } from '../cert-manager/acme/acme-issuer';
import { leafCertificateFindings } from '../cert-manager/certificate/leaf-certificate';
import type { Finding } from '../trust/mesh-trust-error';
import { challengeFindings } from './challenge-findings';
import {
  accountOf,
  edgeCertificateIdOf,
  edgeCertificatesOf,
  type EdgeCertificate,
} from './edge-certificates';
import { acmePathOf } from './edge-chain';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** Everything that keeps certificates at the edge from being signed. */
export function acmeFindings(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  const { acme = [] } = props;
  return [
    ...acmeAccountFindings(environment, acme),
    ...acme.flatMap((account) => [
      ...rootNameFindings(environment, account, props),
      ...acmeClusterIssuerFindings(acmePathOf(environment, account, parts), {
        account,
        certManager: parts.certManager,
      }),
    ]),
    ...challengeFindings(environment, props, parts),
    ...edgeCertificatesOf(props, parts).flatMap((certificate) => {
      const path = `${environment}/${certificate.layer}/${edgeCertificateIdOf(certificate)}`;
      return [
        ...leafFindings(path, certificate),
        ...(['gateway', 'server'].includes(certificate.holder)
          ? requestFindings(path, props, certificate)
          : []),
        ...(certificate.holder === 'server' ? endpointFindings(path, props, certificate) : []),
      ];
    }),
    ...secretFindings(environment, edgeCertificatesOf(props, parts)),
  ];
}

/** Sites and sidecars say of their certificates themselves whether an Issuer reaches them. */
function leafFindings(path: string, { holder, leaf }: EdgeCertificate): Finding[] {
  const findings = leafCertificateFindings(path, leaf);
  return holder === 'client' || holder === 'server'
    ? findings
    : findings.filter(({ code }) => code !== 'IssuerOutOfReach');
}

function requestFindings(
  path: string,
  props: AnyEnvironmentProps,
  { leaf }: EdgeCertificate,
): Finding[] {
  const { issuer, name } = leaf;
  const account = accountOf(props, issuer);
  const isAcme = issuer instanceof AcmeIssuer;
  if (account === undefined) {
    return isAcme ? [unknownAccount(path, props, leaf)] : [];
  }
  return [
    ...(isAcme ? [] : [otherKind(path, account, name)]),
    ...acmeNameFindings(path, account, leaf.dnsNames),
    ...stagingFindings(path, account, props, name),
  ];
}

/** The name of a bundle endpoint leads to the SPIRE servers, which answer no challenge. */
function endpointFindings(
  path: string,
  props: AnyEnvironmentProps,
  { leaf: { issuer, dnsNames } }: EdgeCertificate,
): Finding[] {
  const { name, solvers } = accountOf(props, issuer) ?? { name: '', solvers: [] };
  return dnsNames
    .filter(
      (host) =>
        solvers.some((solver) => solver.proves(host)) &&
        !solvers.some((solver) => solver.challenge === 'dns01' && solver.proves(host)),
    )
    .map((host) => ({
      code: 'NameUnprovable',
      path,
      problem: `'host' of a bundle endpoint must be a name for which the account ${name} has a solver of DNS-01, got ${host}`,
      fix: `add a solver of DNS-01 to the account: AcmeSolver.dns01Route53({ dnsNames: [DnsName.of('${host}')] })`,
    }));
}

function unknownAccount(
  path: string,
  { acme = [] }: AnyEnvironmentProps,
  { name, issuer }: EdgeCertificate['leaf'],
): Finding {
  const known = acme.map((account) => account.issuer.toString()).join(', ');
  return {
    code: 'ParentUnknown',
    path,
    problem: `'issuer' of ${name} must be that of an account in 'acme' (${known === '' ? 'none' : known}), got ${issuer.kind} ${issuer.name}`,
    fix: `add AcmeAccount.of({ name: '${issuer.name}', … }) to 'acme', and write its issuer`,
  };
}

function otherKind(path: string, account: AcmeAccount, name: string): Finding {
  return {
    code: 'PropertyMalformed',
    path,
    problem: `'issuer' of ${name} must be the AcmeIssuer of the account ${account.name}, which has this name, got one of another kind`,
    fix: `write AcmeIssuer.cluster('${account.name}'), or issuer of the account`,
  };
}

function stagingFindings(
  path: string,
  account: AcmeAccount,
  { acme = [] }: AnyEnvironmentProps,
  name: string,
): Finding[] {
  const real = acme.find(({ isStaging }) => !isStaging);
  return !account.isStaging || real === undefined
    ? []
    : [
        {
          code: 'StagingIssuerInProduction',
          path,
          problem: `'issuer' of ${name} must not be a staging server beside the account ${real.name}, which is not, got ${account.name}`,
          fix: `write AcmeIssuer.cluster('${real.name}'), or try it out in an environment of its own`,
        },
      ];
}

/** One ClusterIssuer would take the place of the other. */
function rootNameFindings(
  path: string,
  { name }: AcmeAccount,
  { root }: AnyEnvironmentProps,
): Finding[] {
  return root?.issuer.kind === 'ClusterIssuer' && root.issuer.name === name
    ? [
        {
          code: 'NamesClash',
          path,
          problem: `'name' of an ACME account must differ from that of the root's ClusterIssuer, got ${name}`,
          fix: "write another name: AcmeAccount.of({ name: 'letsencrypt', … })",
        },
      ]
    : [];
}

/** Two Certificates with one Secret overwrite each other without end. */
function secretFindings(path: string, certificates: readonly EdgeCertificate[]): Finding[] {
  const secrets = certificates.map(
    ({ leaf }) => `${leaf.namespace}/${leaf.secretName ?? leaf.name}`,
  );
  // Of two sites it is said as CertificateShared.
  return certificates.flatMap(({ holder }, index) => {
    const secret = secrets[index] ?? '';
    return holder === 'gateway' || secrets.indexOf(secret) === secrets.lastIndexOf(secret)
      ? []
      : [
          {
            code: 'NamesClash' as const,
            path,
            problem: `'name' of a certificate must be its own in the namespace of its Secret, got ${secret} twice`,
            fix: "write another name: GatewayCertificate.of({ name: 'httpbin-tls', … })",
          },
        ];
  });
}
