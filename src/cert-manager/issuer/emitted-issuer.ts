import type * as certmanager from '../../../imports/cert-manager.io';
import type { GatedProperty } from '../gated-property';
import type { Ttl } from '../../trust/ttl';
import type { BuiltInIssuer } from './built-in-issuer';

/** What an issuer needs before it is applied: Secrets of the cluster resource namespace, and the signer itself. */
export interface IssuerPrerequisite {
  /** Its kind; an Installation is outside the cluster. */
  readonly kind: 'Secret' | 'Installation';
  /** `metadata.name`, or the host of the signer. */
  readonly name: string;
  /** Keys under its `data` that are read; nothing where its owner chooses among several sets of them. */
  readonly keys: readonly string[];
  /** What it is, in a few words; of a signer, what it must let cert-manager do. */
  readonly purpose: string;
}

/**
 * A signer outside the cluster, as a value: what becomes a ClusterIssuer here. It signs leaves alone,
 * for gateways, sidecars and their callers.
 */
export abstract class EmittedIssuer {
  /** The ClusterIssuer, for those who ask it for certificates. */
  public abstract readonly issuer: BuiltInIssuer;
  /** `spec` of the ClusterIssuer. */
  public abstract readonly spec: certmanager.ClusterIssuerSpec;
  /** What must exist beforehand. */
  public abstract readonly prerequisites: readonly IssuerPrerequisite[];
  /** What of it not every release of cert-manager knows. */
  public abstract readonly gates: readonly GatedProperty[];
  /** Host of the server that signs, for pictures. */
  public abstract readonly host: string;

  protected constructor(
    /** Name of the ClusterIssuer. */
    public readonly name: string,
    /** The longest that it signs for, where its owner says so. */
    public readonly maxTtl: Ttl | undefined,
    /** ServiceAccount for which cert-manager asks a token, where it logs in as one. */
    public readonly serviceAccountName: string | undefined,
  ) {}

  /** Its name, for findings. */
  public toString(): string {
    return this.name;
  }
}
