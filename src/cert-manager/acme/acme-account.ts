import type { DnsName } from '../../trust/dns-name';
import { Lifetime } from '../../trust/lifetime';
import { refuseAny, type Finding } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { DNS_SUBDOMAIN } from '../../trust/names';
import {
  checkProps,
  instanceOf,
  listOf,
  optional,
  text,
  type PropertyTable,
} from '../../trust/props';
import type { SecretRef } from '../../trust/secret-ref';
import { Ttl } from '../../trust/ttl';
import { AcmeDirectory } from './acme-directory';
import type { GatedProperty } from '../gated-property';
import { AcmeIssuer } from './acme-issuer';
import { AcmeSolver } from './acme-solver';
import { CERT_MANAGER_GATES } from '../../trust/gates/cert-manager-gates';
import { ExternalAccountBinding } from './external-account-binding';

/** Properties of an account at an ACME server. */
export interface AcmeAccountProps {
  /** Name of the ClusterIssuer, a DNS label. */
  readonly name: string;
  /** At which ACME server. */
  readonly directory: AcmeDirectory;
  /** Whom the CA writes to. @default - nobody */
  readonly email?: string;
  /**
   * Name of the Secret in which cert-manager keeps the key of the account, in the cluster resource
   * namespace. No two accounts share one.
   *
   * @default - the account's name and `-account-key`
   */
  readonly accountKeySecretName?: string;
  /** What binds it to an account that the CA knows already. @default - none */
  readonly externalAccountBinding?: ExternalAccountBinding;
  /** How it proves names, at least one. */
  readonly solvers: readonly AcmeSolver[];
  /** Common name of the root whose chain is taken where the CA offers several. @default - the CA's own choice */
  readonly preferredChain?: string;
  /** A profile that the CA offers, such as `tlsserver`; cert-manager 1.18 or newer. @default - the CA's own choice */
  readonly profile?: string;
  /**
   * How long its certificates live, which the CA decides and nothing in a manifest says.
   *
   * @default - 90 days; of Let's Encrypt 45 days with the profile `tlsserver`, 160 hours with `shortlived`
   */
  readonly certificateTtl?: Ttl;
}

/** One check for each property of an account. */
export const ACME_ACCOUNT_PROPERTIES: PropertyTable<AcmeAccountProps> = {
  name: dnsLabel('letsencrypt'),
  directory: instanceOf(AcmeDirectory, 'AcmeDirectory.letsEncrypt()'),
  email: optional(
    text(/^(?=.{3,254}$)[^\s@<>,;:]{1,64}@[a-z0-9][-a-z0-9.]*$/i, 'an address', 'tls@example.com'),
  ),
  accountKeySecretName: optional(
    text(DNS_SUBDOMAIN, 'the name of a Secret', 'letsencrypt-account-key'),
  ),
  externalAccountBinding: optional(
    instanceOf(ExternalAccountBinding, 'ExternalAccountBinding.of({ keyId, key })'),
  ),
  solvers: listOf(instanceOf(AcmeSolver, 'AcmeSolver.http01Ingress()'), { min: 1, max: 100 }),
  preferredChain: optional(
    text(/^[^\p{Cc}]{1,64}$/u, 'the common name of a root, 1 to 64 characters', 'ISRG Root X1'),
  ),
  profile: optional(text(/^[A-Za-z0-9][-\w.]{0,63}$/, 'the name of a profile', 'tlsserver')),
  certificateTtl: optional(instanceOf(Ttl, 'Ttl.days(90)')),
};

/** Of Let's Encrypt, by profile; without one it is `classic`. @see https://letsencrypt.org/docs/profiles/ */
const LETS_ENCRYPT_TTLS = new Map([
  ['tlsserver', Ttl.days(45)],
  ['shortlived', Ttl.hours(160)],
]);
const CLASSIC_TTL = Ttl.days(90);

/** What an ACME certificate has left when it is renewed, in per cent, unless it says otherwise: about a third. */
export const ACME_RENEW_BEFORE_PERCENTAGE = 33;

/**
 * An account at an ACME server: what one ClusterIssuer is. Its key is the account; it is made by
 * cert-manager and lies in a Secret of its own.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeAccount {
  /**
   * The account with these values.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   * @throws CertificateDurationTooShort, NamesClash, SolversAmbiguous
   */
  public static of(props: AcmeAccountProps): AcmeAccount {
    refuseAny(checkProps('AcmeAccount.of', props, ACME_ACCOUNT_PROPERTIES));
    const account = new AcmeAccount(props);
    refuseAny([...ambiguities(account), ...keyNotApart(account)]);
    return account;
  }

  /** Name of the ClusterIssuer. */
  public readonly name: string;
  /** At which ACME server. */
  public readonly directory: AcmeDirectory;
  /** Whom the CA writes to. */
  public readonly email?: string;
  /** Name of the Secret with its key, in the cluster resource namespace. */
  public readonly accountKeySecretName: string;
  /** What binds it to an account that the CA knows already. */
  public readonly externalAccountBinding?: ExternalAccountBinding;
  /** How it proves names. */
  public readonly solvers: readonly AcmeSolver[];
  /** Common name of the root whose chain is taken. */
  public readonly preferredChain?: string;
  /** The profile that it asks for. */
  public readonly profile?: string;
  /** How long its certificates live, and when cert-manager renews them unless they say otherwise. */
  public readonly lifetime: Lifetime;

  private constructor(props: AcmeAccountProps) {
    const { directory, profile = '' } = props;
    const ofProfile = directory.isLetsEncrypt ? LETS_ENCRYPT_TTLS.get(profile) : undefined;
    this.name = props.name;
    this.directory = directory;
    this.email = props.email;
    this.accountKeySecretName = props.accountKeySecretName ?? `${props.name}-account-key`;
    this.externalAccountBinding = props.externalAccountBinding;
    this.solvers = [...props.solvers];
    this.preferredChain = props.preferredChain;
    this.profile = props.profile;
    this.lifetime = Lifetime.of(
      props.certificateTtl ?? ofProfile ?? CLASSIC_TTL,
    ).renewBeforePercentage(ACME_RENEW_BEFORE_PERCENTAGE);
  }

  /** The ClusterIssuer, for those who ask it for certificates. */
  public get issuer(): AcmeIssuer {
    return AcmeIssuer.cluster(this.name);
  }

  /** Whether its certificates are for trying things out. */
  public get isStaging(): boolean {
    return this.directory.isStaging;
  }

  /** IngressClasses that its solvers go through. */
  public get ingressClasses(): readonly string[] {
    return [...new Set(this.solvers.flatMap(({ ingressClass }) => ingressClass ?? []))].sort();
  }

  /** Whether a solver goes through the Gateway API, for which cert-manager must be told of it. */
  public get usesGatewayApi(): boolean {
    return this.solvers.some(({ gateway }) => gateway !== undefined);
  }

  /** What must exist in the cluster resource namespace before it is applied: `Secret/cloudflare`. */
  public get prerequisites(): readonly string[] {
    const named = [
      ...this.credentials.map(({ name }) => `Secret/${name}`),
      ...this.solvers.flatMap(({ prerequisites }) => prerequisites),
    ];
    return [...new Set(named)].sort();
  }

  /** Where its credentials lie, in the cluster resource namespace: those of its solvers and of its binding. */
  public get credentials(): readonly SecretRef[] {
    const binding = this.externalAccountBinding;
    return [
      ...this.solvers.flatMap(({ credentials }) => credentials),
      ...(binding === undefined ? [] : [binding.key]),
    ];
  }

  /** What of it not every release of cert-manager knows. */
  public get gates(): readonly GatedProperty[] {
    const ofProfile =
      this.profile === undefined
        ? []
        : [{ property: 'profile', ...CERT_MANAGER_GATES.acmeProfile }];
    return [...ofProfile, ...this.solvers.flatMap(({ gates }) => gates)];
  }

  /** Those of these names that no solver of it can prove. */
  public unprovable(names: readonly DnsName[]): readonly DnsName[] {
    return names.filter((name) => !this.solvers.some((solver) => solver.proves(name)));
  }
}

function ambiguities({ solvers }: AcmeAccount): Finding[] {
  const criteria = solvers.flatMap((solver) => solver.criteria);
  const repeated = criteria.filter((criterion, index) => criteria.indexOf(criterion) !== index);
  return [...new Set(repeated)].sort().map((criterion) => ({
    code: 'SolversAmbiguous',
    path: 'AcmeAccount.of',
    problem: `'solvers' must each be for names of their own, got two with ${criterion}`,
    fix: "give one of them what it alone is for: dnsNames: [DnsName.of('*.example.com')]",
  }));
}

function keyNotApart({ accountKeySecretName, prerequisites }: AcmeAccount): Finding[] {
  return prerequisites.includes(`Secret/${accountKeySecretName}`)
    ? [
        {
          code: 'NamesClash',
          path: 'AcmeAccount.of',
          problem: `'accountKeySecretName' must be a Secret that holds nothing else, got ${accountKeySecretName}, which has a credential`,
          fix: 'leave it out: the default is a Secret of its own',
        },
      ]
    : [];
}
