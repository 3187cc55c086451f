import { AcmeAccount, type AcmeAccountProps } from '../../../src/cert-manager/acme/acme-account';
import {
  acmeAccountFindings,
  acmeNameFindings,
} from '../../../src/cert-manager/acme/acme-account-findings';
import { AzureDnsCredentials } from '../../../src/cert-manager/acme/acme-azure-dns-credentials';
import { AcmeDirectory } from '../../../src/cert-manager/acme/acme-directory';
import { AcmeSolver } from '../../../src/cert-manager/acme/acme-solver';
import { CertManagerVersion } from '../../../src/cert-manager/cert-manager-version';
import { gatedPropertyFindings } from '../../../src/cert-manager/gated-property';
import { ExternalAccountBinding } from '../../../src/cert-manager/acme/external-account-binding';
import { DnsName } from '../../../src/trust/dns-name';
import { SecretRef } from '../../../src/trust/secret-ref';
import { Ttl } from '../../../src/trust/ttl';
import { refusalOf } from '../../support/refusals';

const SHOP = DnsName.of('shop.example.com');
const WILDCARD = DnsName.of('*.example.com');
const HTTP01 = AcmeSolver.http01Ingress();
const OWN_CA = AcmeDirectory.of('https://ca.example.com/acme/directory');
const UUID = '11111111-2222-3333-4444-555555555555';

function account(props: Partial<AcmeAccountProps> = {}): AcmeAccount {
  return AcmeAccount.of({
    name: 'letsencrypt',
    directory: AcmeDirectory.letsEncrypt(),
    solvers: [HTTP01],
    ...props,
  });
}

describe('an account', () => {
  it('is a ClusterIssuer of its name, with a Secret of its own for its key', () => {
    expect(account().issuer).toMatchObject({ kind: 'ClusterIssuer', name: 'letsencrypt' });
    expect(account().accountKeySecretName).toBe('letsencrypt-account-key');
    expect(account({ accountKeySecretName: 'key' }).accountKeySecretName).toBe('key');
  });

  it('is for trying things out where its server is', () => {
    expect(account().isStaging).toBe(false);
    expect(account({ directory: AcmeDirectory.letsEncryptStaging() }).isStaging).toBe(true);
  });

  const lifetimes: readonly (readonly [string, Partial<AcmeAccountProps>, string, string])[] = [
    ["Let's Encrypt", {}, '2160h', '712h48m'],
    ["Let's Encrypt, tlsserver", { profile: 'tlsserver' }, '1080h', '356h24m'],
    ["Let's Encrypt, shortlived", { profile: 'shortlived' }, '160h', '52h48m'],
    ['another CA', { directory: OWN_CA, profile: 'shortlived' }, '2160h', '712h48m'],
    ['whoever says so', { directory: OWN_CA, certificateTtl: Ttl.hours(100) }, '100h', '33h'],
  ];

  it.each(lifetimes)('of %s knows how long its certificates live', (_, props, duration, left) => {
    const { lifetime } = account(props);
    expect(lifetime.duration.toString()).toBe(duration);
    expect(lifetime.leftAtRenewal.toString()).toBe(left);
    expect(lifetime.percentage).toBe(33);
  });

  it('knows what its solvers go through', () => {
    const gateway = { name: 'public', namespace: 'istio-ingress' };
    const solvers = [
      HTTP01,
      AcmeSolver.http01Ingress({ ingressClass: 'istio-b', dnsNames: [SHOP] }),
      AcmeSolver.http01Ingress({ dnsZones: [DnsName.of('example.org')] }),
    ];
    expect(account({ solvers })).toMatchObject({
      ingressClasses: ['istio', 'istio-b'],
      usesGatewayApi: false,
    });
    expect(account({ solvers: [AcmeSolver.http01GatewayRoute({ gateway })] })).toMatchObject({
      ingressClasses: [],
      usesGatewayApi: true,
    });
  });

  it('names every Secret that must be there, once', () => {
    const externalAccountBinding = ExternalAccountBinding.of({
      keyId: 'kid-1',
      key: SecretRef.of('eab', 'hmac'),
    });
    const solvers = [SHOP, WILDCARD].map((name) =>
      AcmeSolver.dns01Cloudflare({ apiToken: SecretRef.of('cloudflare', 'x'), dnsNames: [name] }),
    );
    expect(account({ externalAccountBinding, solvers }).prerequisites).toEqual([
      'Secret/cloudflare',
      'Secret/eab',
    ]);
  });

  it('cannot prove what none of its solvers proves', () => {
    const names = [SHOP, WILDCARD, DnsName.of('example.org')];
    expect(account().unprovable(names)).toEqual([WILDCARD]);
    const solvers = [HTTP01, AcmeSolver.dns01Route53({ dnsNames: [WILDCARD] })];
    expect(account({ solvers }).unprovable(names)).toEqual([]);
    const inZone = [AcmeSolver.dns01Route53({ dnsZones: [DnsName.of('example.com')] })];
    expect(account({ solvers: inZone }).unprovable(names)).toEqual([DnsName.of('example.org')]);
  });

  it('fails without a solver', () => {
    expect(refusalOf(() => account({ solvers: [] }))).toMatchObject([
      { code: 'PropertyOutOfRange', problem: expect.stringContaining("'solvers'") as string },
    ]);
  });

  it('fails where its certificates would live less than cert-manager can renew', () => {
    expect(refusalOf(() => account({ certificateTtl: Ttl.minutes(30) }))).toMatchObject([
      { code: 'CertificateDurationTooShort' },
    ]);
  });
});

describe('two solvers', () => {
  const zone = [DnsName.of('example.com')];
  const clashing: readonly (readonly [string, readonly AcmeSolver[]])[] = [
    ['no selector', [HTTP01, AcmeSolver.dns01Route53()]],
    [
      'dnsNames shop.example.com',
      [
        AcmeSolver.http01Ingress({ dnsNames: [SHOP] }),
        AcmeSolver.dns01Route53({ dnsNames: [SHOP, WILDCARD] }),
      ],
    ],
    [
      'dnsZones example.com',
      [AcmeSolver.http01Ingress({ dnsZones: zone }), AcmeSolver.dns01Route53({ dnsZones: zone })],
    ],
  ];

  it.each(clashing)('SolversAmbiguous fires for two with %s', (criterion, solvers) => {
    expect(refusalOf(() => account({ solvers }))).toEqual([
      {
        code: 'SolversAmbiguous',
        path: 'AcmeAccount.of',
        problem: `'solvers' must each be for names of their own, got two with ${criterion}`,
        fix: "give one of them what it alone is for: dnsNames: [DnsName.of('*.example.com')]",
      },
    ]);
  });

  it('SolversAmbiguous is silent where one is nearer to a name than the other', () => {
    const solvers = [
      HTTP01,
      AcmeSolver.http01Ingress({ ingressClass: 'other', dnsNames: [SHOP] }),
      AcmeSolver.dns01Route53({ dnsZones: zone }),
      AcmeSolver.dns01Route53({ dnsZones: [DnsName.of('eu.example.com')] }),
      AcmeSolver.dns01Route53({ dnsNames: [WILDCARD] }),
    ];
    expect(account({ solvers }).solvers).toHaveLength(5);
  });
});

describe('the key of an account', () => {
  it('NamesClash fires for a Secret that has a credential of a solver', () => {
    const apiToken = SecretRef.of('letsencrypt-account-key', 'token');
    const solvers = [AcmeSolver.dns01Cloudflare({ apiToken })];
    expect(refusalOf(() => account({ solvers }))).toMatchObject([
      {
        code: 'NamesClash',
        problem: expect.stringContaining("'accountKeySecretName'") as string,
      },
    ]);
  });

  it('NamesClash fires for two accounts with one key', () => {
    const accounts = [
      account(),
      account({ name: 'staging', accountKeySecretName: 'letsencrypt-account-key' }),
    ];
    expect(acmeAccountFindings('15-issuers', accounts)).toEqual([
      {
        code: 'NamesClash',
        path: '15-issuers',
        problem:
          "'accountKeySecretName' must be its account's own, got letsencrypt-account-key twice",
        fix: 'leave it out: the default comes from the name of the account',
      },
    ]);
  });

  it('NamesClash fires for two accounts of one name', () => {
    const accounts = [account(), account({ accountKeySecretName: 'other' })];
    expect(acmeAccountFindings('15-issuers', accounts)).toMatchObject([
      {
        code: 'NamesClash',
        problem: "'name' of an ACME account must be its own, got letsencrypt twice",
      },
    ]);
  });

  it('NamesClash is silent for accounts that leave it to their names', () => {
    const staging = account({ name: 'staging', directory: AcmeDirectory.letsEncryptStaging() });
    expect(acmeAccountFindings('15-issuers', [account(), staging])).toEqual([]);
  });
});

describe('the release of cert-manager', () => {
  const credentials = AzureDnsCredentials.managedIdentity({ clientId: UUID, tenantId: UUID });
  const gated = account({
    profile: 'tlsserver',
    solvers: [
      AcmeSolver.dns01AzureDns({ subscriptionId: UUID, resourceGroupName: 'dns', credentials }),
    ],
  });

  it('FeatureNeedsVersion fires for a profile before 1.18, and the tenant of an identity before 1.17', () => {
    expect(gatedPropertyFindings('Issuer', gated, CertManagerVersion.V1_16)).toMatchObject([
      {
        code: 'FeatureNeedsVersion',
        path: 'Issuer',
        problem:
          "'profile' of letsencrypt must be left out before cert-manager 1.18, got cert-manager 1.16.5",
      },
      { problem: expect.stringContaining("'managedIdentity.tenantID'") as string },
    ]);
    expect(gatedPropertyFindings('Issuer', gated, CertManagerVersion.V1_17)).toHaveLength(1);
  });

  it('FeatureNeedsVersion is silent from 1.18 on, and for an account without either', () => {
    expect(gatedPropertyFindings('Issuer', gated, CertManagerVersion.V1_18)).toEqual([]);
    expect(gatedPropertyFindings('Issuer', account(), CertManagerVersion.V1_16)).toEqual([]);
  });
});

describe('a certificate that is asked of an account', () => {
  const withDns01 = account({
    solvers: [HTTP01, AcmeSolver.dns01Route53({ dnsNames: [WILDCARD] })],
  });

  it('WildcardNeedsDnsChallenge fires for a wildcard where all solvers are of HTTP-01', () => {
    expect(acmeNameFindings('gateway/shop', account(), [SHOP, WILDCARD])).toEqual([
      {
        code: 'WildcardNeedsDnsChallenge',
        path: 'gateway/shop',
        problem:
          "'dnsNames' must have no wildcard with an account that has HTTP-01 alone (letsencrypt), got *.example.com",
        fix: "add a solver to the account: AcmeSolver.dns01Route53({ dnsNames: [DnsName.of('*.example.com')] }); or name each host",
      },
    ]);
  });

  it('WildcardNeedsDnsChallenge is silent where a solver of DNS-01 is for it', () => {
    expect(acmeNameFindings('gateway/shop', withDns01, [SHOP, WILDCARD])).toEqual([]);
  });

  it('NameUnprovable fires for a name that no selector takes', () => {
    const solvers = [AcmeSolver.dns01Route53({ dnsZones: [DnsName.of('example.org')] })];
    expect(acmeNameFindings('gateway/shop', account({ solvers }), [SHOP, WILDCARD])).toMatchObject([
      {
        code: 'NameUnprovable',
        problem:
          "'dnsNames' must be names for which the account letsencrypt has a solver, got shop.example.com",
        fix: "add DnsName.of('shop.example.com') to 'dnsNames' of a solver, or a solver without a selector",
      },
      {
        code: 'NameUnprovable',
        fix: "add DnsName.of('*.example.com') to 'dnsNames' of a solver of DNS-01, or a solver without a selector",
      },
    ]);
  });

  it('NameUnprovable is silent for a name below a zone of a solver', () => {
    const solvers = [AcmeSolver.http01Ingress({ dnsZones: [DnsName.of('example.com')] })];
    expect(acmeNameFindings('gateway/shop', account({ solvers }), [SHOP])).toEqual([]);
  });
});
