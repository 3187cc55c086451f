import type { VersionGate } from './version-gate';

/** What depends on the release of cert-manager. */
export const CERT_MANAGER_GATES = {
  azureTenantId: {
    feature: '`managedIdentity.tenantID` of Azure DNS',
    since: '1.17',
    otherwise: 'refused',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.17/',
  },
  acmeProfile: {
    feature: '`profile` of an ACME account',
    since: '1.18',
    otherwise: 'refused',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.18/',
  },
  vaultServerName: {
    feature: '`serverName` of Vault, where its certificate has another name',
    since: '1.18',
    otherwise: 'refused',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.18/',
  },
  vaultAws: {
    feature: 'Vault, logged in to as what the Pod is to AWS or by an IAM role',
    since: '1.21',
    otherwise: 'refused',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.21/',
  },
  venafiNgts: {
    feature: 'Next Generation Trust Services of Venafi (`ngts`)',
    since: '1.21',
    otherwise: 'refused',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.21/',
  },
} as const satisfies Readonly<Record<string, VersionGate>>;
