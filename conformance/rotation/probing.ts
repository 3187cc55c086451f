import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { type Gaps, gapsOf, type Verification } from './gap';
import { failedInTransport, requestsOf } from './live-requests';
import { groundOfProbers, manifestsOf, type Prober } from './probers';

/** How many answers in a row a prober needs before its requests count. */
const ANSWERS = 8;

/** What a prober has seen. */
export interface Seen {
  /** Of the requests in which certificates were shown. */
  readonly gaps: Gaps;
  /** Why the others failed. */
  readonly notMade: readonly string[];
}

/** The probers of a mesh, and what each has asked since it counts. */
export class Probing {
  public readonly probers: Prober[] = [];
  private readonly countsSince = new Map<Prober, number>();
  private readonly components: Components;

  public constructor(private readonly mesh: MeshUnderTest) {
    this.components = mesh.components;
  }

  /** Lays the ground for probers. */
  public async prepare(): Promise<void> {
    succeeded('the ground of the probers', await this.mesh.applied(groundOfProbers()));
  }

  /** Runs probers; their requests count as soon as their proxies have what they need to begin with. */
  public async start(probers: readonly Prober[]): Promise<void> {
    const manifests = probers.map(manifestsOf).join('\n---\n');
    succeeded('the probers', await this.mesh.applied(manifests));
    await this.mesh.register(probers.map(({ workload }) => workload));
    for (const { workload } of probers) {
      succeeded(workload.name, await this.components.start(workload));
    }
    for (const prober of probers) {
      await this.answered(prober);
      this.countsSince.set(prober, Date.now() / 1000);
      this.probers.push(prober);
    }
  }

  /** What a prober has asked since it counts, or since a later moment. */
  public async requests(prober: Prober, start = 0): Promise<readonly Verification[]> {
    const since = Math.max(start, this.countsSince.get(prober) ?? 0);
    return (await requestsOf(this.components, prober)).filter(({ at }) => at >= since);
  }

  /** What a prober has seen: requests that reached a certificate, and those that failed before. */
  public async seenBy(prober: Prober, start = 0): Promise<Seen> {
    const requests = await this.requests(prober, start);
    return {
      gaps: gapsOf(requests.filter((request) => !failedInTransport(request))),
      notMade: requests.filter(failedInTransport).map(({ refusal = '' }) => refusal),
    };
  }

  private async answered(prober: Prober): Promise<void> {
    const wanted = ANSWERS * prober.asks.length;
    await eventually(`${prober.workload.name} gets answers`, async () => {
      const last = (await requestsOf(this.components, prober)).slice(-wanted);
      const refused = last.find(({ refusal }) => refusal !== undefined);
      return (last.length === wanted && refused === undefined) || JSON.stringify(refused ?? last);
    });
  }
}
