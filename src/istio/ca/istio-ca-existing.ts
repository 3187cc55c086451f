import { Lifetime } from '../../trust/lifetime';
import { refuseAny } from '../../trust/mesh-trust-error';
import { pathLength } from '../../trust/path-length';
import { checkProps, instanceOf, oneOf, optional, type PropertyTable } from '../../trust/props';
import { TrustChain, type Authority, type Leaf } from '../../trust/trust-chain';
import { CaFiles } from './ca-files';
import { CACERTS, ISTIOD_NAMESPACE } from './istio-ca-names';
import { IstioCaRoot } from './istio-ca-root';
import type { IIstioCa, IstioCaContext, IstioCaSettings, NeededSecret } from './istio-ca-source';
import { istiodAuthority, servedByIstiod } from './istiod-authority';

/** A CA whose key is in the Secret `cacerts` already, and the facts of its certificate. */
export interface ExistingIstioCaProps {
  /** Which files the Secret has. */
  readonly files: CaFiles;
  /** How long its certificate lives and when its owner renews it. */
  readonly lifetime: Lifetime;
  /** Whether its owner keeps the key at renewal, or makes a new one. */
  readonly keyAtRenewal: 'kept' | 'new';
  /** The root in the Secret. @default IstioCaRoot.OF_ENVIRONMENT */
  readonly root?: IstioCaRoot;
  /** How many CAs its certificate allows below it. @default - no limit */
  readonly maxPathLength?: number;
}

/** `id` in the chain of a root that only this CA hangs below. */
const OTHER_ROOT = 'istiod-root';

/** One check for each property of a CA that exists. */
export const EXISTING_ISTIO_CA_PROPERTIES: PropertyTable<ExistingIstioCaProps> = {
  files: instanceOf(CaFiles, 'CaFiles.ISTIO'),
  lifetime: instanceOf(Lifetime, 'Lifetime.of(Ttl.days(365))'),
  keyAtRenewal: oneOf(['kept', 'new']),
  root: optional(instanceOf(IstioCaRoot, 'IstioCaRoot.OF_ENVIRONMENT')),
  maxPathLength: optional(pathLength()),
};

/**
 * A CA that somebody else puts into the Secret `cacerts`: nothing of it is emitted. What its owner
 * states is held against the chain like what cert-manager makes.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export class ExistingIstioCa implements IIstioCa {
  /**
   * The CA with these facts.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed
   */
  public static of(props: ExistingIstioCaProps): ExistingIstioCa {
    refuseAny(checkProps('IstioCa.existing', props, EXISTING_ISTIO_CA_PROPERTIES));
    return new ExistingIstioCa(props);
  }

  /** istiod signs. */
  public readonly signer = 'istiod';
  /** istiod finds the Secret by itself. */
  public readonly settings: IstioCaSettings = {};

  private constructor(private readonly facts: ExistingIstioCaProps) {}

  /** The Secret is there before istiod, which would make a root of its own otherwise. */
  public get neededSecrets(): readonly NeededSecret[] {
    return [{ name: CACERTS, keys: this.facts.files.all }];
  }

  /** Whether the root in the Secret is that of the environment. */
  public get isBelowRoot(): boolean {
    return this.root.kind === 'environment';
  }

  /** The CA of istiod, and its root where that is not of the environment. */
  public authorities(context: IstioCaContext): readonly Authority[] {
    const { files, lifetime, keyAtRenewal, maxPathLength } = this.facts;
    const issuer = this.issuerIn(context);
    const { duration, leftAtRenewal } = lifetime;
    const ca = istiodAuthority(
      {
        ...(issuer === undefined ? {} : { issuer }),
        duration,
        leftAtRenewal,
        keyAtRenewal,
        keyIn: `Secret ${ISTIOD_NAMESPACE}/${CACERTS}, ${files.key}`,
        ...(maxPathLength === undefined ? {} : { maxPathLength }),
      },
      context,
    );
    return [...this.otherRoot(context), ca];
  }

  /** istiod signs for proxies. */
  public workloadIssuer(): string {
    return TrustChain.ISTIOD;
  }

  /** What istiod signs for itself. */
  public leaves(context: IstioCaContext): readonly Leaf[] {
    return [servedByIstiod(this.facts.lifetime, context)];
  }

  private get root(): IstioCaRoot {
    return this.facts.root ?? IstioCaRoot.OF_ENVIRONMENT;
  }

  private issuerIn({ issuer }: IstioCaContext): string | undefined {
    const issuers = { environment: issuer, itself: undefined, other: OTHER_ROOT };
    return issuers[this.root.kind];
  }

  private otherRoot({ caPath, bundleIn, workloads }: IstioCaContext): Authority[] {
    const { facts } = this.root;
    return facts === undefined
      ? []
      : [
          {
            kind: 'authority',
            id: OTHER_ROOT,
            title: facts.subject.commonName,
            path: caPath,
            lifetimeProperty: 'root.lifetime',
            duration: facts.lifetime.duration,
            leftAtRenewal: facts.lifetime.leftAtRenewal,
            keyAtRenewal: facts.keyAtRenewal,
            keyIn: 'with its owner',
            ...(facts.maxPathLength === undefined ? {} : { maxPathLength: facts.maxPathLength }),
            bundleIn: [bundleIn],
            verifiedBy: [workloads, 'proxies that connect to istiod'],
          },
        ];
  }
}
