import { IstioCa } from '../../src/index';
import { type Certificate, certificateIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import type { Components, Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import type { Verification } from './gap';
import { chainOf } from '../mesh-under-test/proxy';

/** A leaf that a proxy has shown, with the chain above it. */
export interface Seen {
  readonly workload: Workload;
  readonly leaf: Certificate;
  readonly chain: string;
}

/** What openssl said of a leaf. */
export interface LeafVerification extends Verification {
  readonly leaf: Certificate;
}

/** What a verifier trusts, PEM, by the name of who hands it out. */
export type Roots = Readonly<Record<string, string>>;

/**
 * Looks again and again which leaf each proxy shows, and lets openssl verify every leaf that was seen
 * and still lives against what the verifiers trust at that moment.
 */
export class LeafWatch {
  public readonly seen: Seen[] = [];
  public readonly verifications: LeafVerification[] = [];
  private watched: readonly Workload[];
  private running: Promise<void> | undefined;
  private stopped = false;

  public constructor(
    private readonly components: Components,
    watched: readonly Workload[],
  ) {
    this.watched = watched;
  }

  /** Begins to watch. */
  public start(): void {
    this.running = this.watch();
    // Thrown when it is stopped, not before.
    this.running.catch(() => undefined);
  }

  /** Watches one more. */
  public add(workload: Workload): void {
    this.watched = [...this.watched, workload];
  }

  /** Ends it; what went wrong meanwhile is thrown here. */
  public async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** The leaves that this proxy has shown. */
  public of({ name }: Workload): readonly Certificate[] {
    return this.seen.filter(({ workload }) => workload.name === name).map(({ leaf }) => leaf);
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      for (const workload of this.watched) {
        await this.look(workload);
      }
      this.verifications.push(...(await verifiedLeaves(this.seen, await this.roots())));
    }
  }

  private async look(workload: Workload): Promise<void> {
    const chain = await chainOf(this.components, workload);
    const leaf = certificateIn(chain);
    if (!this.seen.some(({ leaf: { pem } }) => pem === leaf.pem)) {
      this.seen.push({ workload, leaf, chain });
    }
  }

  private async roots(): Promise<Roots> {
    const asked = ['-n', 'istio-system', 'get', 'configmap', IstioCa.ROOT_CONFIG_MAP];
    const path = ['-o', 'jsonpath={.data.root-cert\\.pem}'];
    const { components } = this;
    return {
      istiod: succeeded('root', await components.run('kubectl', [...asked, ...path])),
      SPIRE: succeeded('bundle', await components.spireServer(SPIRE_SERVER, ['bundle', 'show'])),
    };
  }
}

/** What openssl says of every leaf that still lives. */
export async function verifiedLeaves(
  seen: readonly Seen[],
  roots: Roots,
): Promise<readonly LeafVerification[]> {
  const verifications: LeafVerification[] = [];
  for (const { workload, leaf, chain } of seen.filter(lives)) {
    for (const [verifier, root] of Object.entries(roots)) {
      const said = await verifies(chain, root);
      const what = `${workload.name}'s ${leaf.serialNumber} against the root of ${verifier}`;
      // One that has ended meanwhile is not to be accepted any more.
      if (said === true || lives({ leaf })) {
        const verification = { at: Date.now() / 1000, what, leaf };
        verifications.push(said === true ? verification : { ...verification, refusal: said });
      }
    }
  }
  return verifications;
}

/** Whether a leaf has not ended. */
export function lives({ leaf }: Pick<Seen, 'leaf'>): boolean {
  return leaf.notAfter.getTime() > Date.now();
}
