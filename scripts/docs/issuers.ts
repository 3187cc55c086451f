import { AcmeIssuer } from '../../src/cert-manager/acme/acme-issuer';
import { CaIssuer } from '../../src/cert-manager/issuer/ca-issuer';
import { CertManagerVersion } from '../../src/cert-manager/cert-manager-version';
import type { EmittedIssuer } from '../../src/cert-manager/issuer/emitted-issuer';
import { ExternalIssuerKind } from '../../src/cert-manager/issuer/external-issuer-kind';
import { ExternalIssuer } from '../../src/cert-manager/issuer/external-issuer';
import type { IIssuer } from '../../src/cert-manager/issuer/issuer';
import { SelfSignedIssuer } from '../../src/cert-manager/issuer/self-signed-issuer';
import { VaultCa } from '../../src/cert-manager/issuer/vault-ca';
import { VaultCaIssuer } from '../../src/cert-manager/issuer/vault-ca-issuer';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import { VaultPki } from '../../src/cert-manager/issuer/vault-pki';
import { VenafiPlatform } from '../../src/cert-manager/issuer/venafi-platform';
import { VenafiZone } from '../../src/cert-manager/issuer/venafi-zone';
import { SecretRef } from '../../src/trust/secret-ref';

/** What can sign, as the table has it. */
interface Row {
  readonly signs: string;
  readonly write: string;
  readonly issuer: IIssuer;
  /** What becomes of it when its owner says that it signs CAs. */
  readonly declared?: IIssuer;
  readonly madeHere: string;
  readonly signer?: EmittedIssuer;
}

const HEAD = ['Who signs', 'Written as', 'Kind', 'CAs', 'Made here', 'cert-manager'];
const SECRET = SecretRef.of('credentials', 'key');
const ROOTS = '`TrustRoot.selfSigned`, `.inSecret` and `.offline` make one';

/** Everything that can sign: its kind, whether it signs CAs, and since which cert-manager it can be had. */
export function issuers(): string {
  const rows = [...builtIn(), ...ofVault(), ...ofVenafi(), ...external()];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(HEAD),
    line(HEAD.map(() => '---')),
    ...rows.map((row) =>
      line([
        row.signs,
        `\`${row.write}\``,
        `\`${row.issuer.kind}\` of \`${row.issuer.group}\``,
        abilityOf(row),
        row.madeHere,
        `${sinceOf(row.signer)} or newer`,
      ]),
    ),
  ].join('\n');
}

function abilityOf({ issuer, declared }: Row): string {
  if (declared?.signsCas === true && !issuer.signsCas) {
    return 'leaf-only, unless its owner says `.thatSignsCas()`';
  }
  if (issuer instanceof VaultCaIssuer) {
    return 'yes, and no leaves';
  }
  return issuer.signsCas ? 'yes' : 'leaf-only';
}

/** The oldest release that takes it; everything else is as old as the oldest that can be chosen. */
function sinceOf(signer: EmittedIssuer | undefined): string {
  const [since = String(CertManagerVersion.V1_16).replace(/\.\d+$/, '')] =
    signer?.gates.map((gate) => gate.since) ?? [];
  return since;
}

function builtIn(): Row[] {
  return [
    {
      signs: 'a CA in a Secret',
      write: "CaIssuer.cluster('mesh-root')",
      issuer: CaIssuer.cluster('mesh-root'),
      madeHere: ROOTS,
    },
    {
      signs: 'a certificate for itself',
      write: "SelfSignedIssuer.cluster('selfsigned')",
      issuer: SelfSignedIssuer.cluster('selfsigned'),
      madeHere: '`TrustRoot.selfSigned` makes one for its root',
    },
    {
      signs: "an ACME server, such as Let's Encrypt",
      write: 'AcmeAccount.of({ … }).issuer',
      issuer: AcmeIssuer.cluster('letsencrypt'),
      madeHere: '`acme`',
    },
  ];
}

function ofVault(): Row[] {
  const logins: readonly (readonly [string, VaultIssuerAuth])[] = [
    ['a token', VaultIssuerAuth.token(SECRET)],
    ['AppRole', VaultIssuerAuth.appRole({ roleId: 'edge', secretId: SECRET })],
    [
      'a ServiceAccount',
      VaultIssuerAuth.kubernetes({ role: 'edge', serviceAccountName: 'vault-issuer' }),
    ],
    ['a client certificate', VaultIssuerAuth.clientCertificate({ secretName: 'vault-client' })],
    ['what the Pod is to AWS, or an IAM role', VaultIssuerAuth.awsAmbient({ role: 'edge' })],
  ];
  const roles = logins.map(([login, auth]): Row => {
    const signer = VaultPki.of({
      name: 'vault',
      server: 'https://vault.example.com',
      path: 'pki/sign/edge',
      auth,
    });
    return {
      signs: `Vault, logged in to by ${login}`,
      write: `VaultPki.of({ auth: VaultIssuerAuth.${factoryOf(auth)}, … }).issuer`,
      issuer: signer.issuer,
      madeHere: '`issuers`',
      signer,
    };
  });
  const ca = VaultCa.of({
    name: 'vault-root',
    server: 'https://vault.example.com',
    path: 'pki/root/sign-intermediate',
    auth: VaultIssuerAuth.token(SECRET),
  });
  return [
    ...roles,
    {
      signs: 'a CA of Vault, logged in to by any of these',
      write: 'VaultCa.of({ … }).issuer',
      issuer: ca.issuer,
      madeHere: '`TrustRoot.vault`',
      signer: ca,
    },
  ];
}

function factoryOf({ method }: VaultIssuerAuth): string {
  return method === 'aws' ? 'awsAmbient(…)' : `${method}(…)`;
}

function ofVenafi(): Row[] {
  const platforms: readonly (readonly [string, VenafiPlatform])[] = [
    [
      'Self-Hosted',
      VenafiPlatform.tpp({
        url: 'https://tpp.example.com/vedsdk',
        credentialsSecretName: 'tpp',
      }),
    ],
    ['SaaS', VenafiPlatform.cloud({ apiToken: SECRET })],
    ['NGTS', VenafiPlatform.ngts({ tsgId: '1', credentialsSecretName: 'ngts' })],
  ];
  return platforms.map(([name, platform]) => {
    const signer = VenafiZone.of({ name: 'venafi', zone: 'Mesh', platform });
    return {
      signs: `CyberArk Certificate Manager (Venafi), ${name}`,
      write: `VenafiZone.of({ platform: VenafiPlatform.${platform.kind}(…), … }).issuer`,
      issuer: signer.issuer,
      madeHere: '`issuers`',
      signer,
    };
  });
}

function external(): Row[] {
  const kinds = { AWS_PCA: 'AWS Private CA', GOOGLE_CAS: 'Google CAS', STEP: 'step-ca' } as const;
  const known = Object.entries(kinds).map(([key, signs]): Row => {
    const issuer = ExternalIssuer.cluster(ExternalIssuerKind[key as keyof typeof kinds], 'ca');
    return externalRow(signs, `ExternalIssuerKind.${key}`, issuer);
  });
  const kind = ExternalIssuerKind.of({ group: 'ca.example.com', clusterKind: 'ExampleIssuer' });
  const other = ExternalIssuer.cluster(kind, 'ca');
  return [...known, externalRow('any other controller', 'ExternalIssuerKind.of({ … })', other)];
}

function externalRow(signs: string, kind: string, issuer: ExternalIssuer): Row {
  return {
    signs,
    write: `ExternalIssuer.cluster(${kind}, 'ca')`,
    issuer,
    declared: issuer.thatSignsCas(),
    madeHere: 'no: a prerequisite',
  };
}
