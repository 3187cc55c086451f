import type { DnsName } from '../../trust/dns-name';
import type { Finding } from '../../trust/mesh-trust-error';
import { repeatedIn } from '../../trust/repeated';
import type { AcmeAccount } from './acme-account';

/** NamesClash: accounts of one cluster have names and account keys of their own. */
export function acmeAccountFindings(path: string, accounts: readonly AcmeAccount[]): Finding[] {
  const names = repeatedIn(accounts.map(({ name }) => name));
  const keys = repeatedIn(accounts.map(({ accountKeySecretName }) => accountKeySecretName));
  return [
    ...names.map((name): Finding => ({
      code: 'NamesClash',
      path,
      problem: `'name' of an ACME account must be its own, got ${name} twice`,
      fix: "name one of them otherwise: AcmeAccount.of({ name: 'letsencrypt-staging', … })",
    })),
    ...keys.map((key): Finding => ({
      code: 'NamesClash',
      path,
      problem: `'accountKeySecretName' must be its account's own, got ${key} twice`,
      fix: 'leave it out: the default comes from the name of the account',
    })),
  ];
}

/**
 * WildcardNeedsDnsChallenge, NameUnprovable: the account can get a certificate with these names. One
 * that it cannot prove makes cert-manager wait without end, with no event.
 */
export function acmeNameFindings(
  path: string,
  account: AcmeAccount,
  dnsNames: readonly DnsName[],
): Finding[] {
  return account.unprovable(dnsNames).map((name) => unprovable(path, account, name));
}

function unprovable(path: string, { name: account, solvers }: AcmeAccount, name: DnsName): Finding {
  const hasDns01 = solvers.some(({ challenge }) => challenge === 'dns01');
  return name.isWildcard && !hasDns01
    ? {
        code: 'WildcardNeedsDnsChallenge',
        path,
        problem: `'dnsNames' must have no wildcard with an account that has HTTP-01 alone (${account}), got ${name}`,
        fix: `add a solver to the account: AcmeSolver.dns01Route53({ dnsNames: [DnsName.of('${name}')] }); or name each host`,
      }
    : {
        code: 'NameUnprovable',
        path,
        problem: `'dnsNames' must be names for which the account ${account} has a solver, got ${name}`,
        fix: `add DnsName.of('${name}') to 'dnsNames' of a solver${name.isWildcard ? ' of DNS-01' : ''}, or a solver without a selector`,
      };
}
