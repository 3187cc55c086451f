import type { KubernetesObject } from '../../src/stack/rendered-environment';
import type { Workload } from '../components/components';
import { type Outcome, succeeded } from '../components/execute';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { type Grant, keyOf, rolesOf, rolesWithout } from './grants';
import { wordsIn } from './words';
import { yamlOf } from '../mesh-under-test/manifests';
import { selectorOf } from '../components/kubectl';

/** The log of one container. */
export interface LogOf {
  readonly workload: Workload;
  readonly container: string;
}

const SECONDS = 25;

/** Takes grants away, makes the components do the work that needs them, and listens. */
export class Trials {
  private readonly words = new Map<string, string>();

  public constructor(
    private readonly mesh: MeshUnderTest,
    /** Where the Roles are. */
    private readonly objects: readonly KubernetesObject[],
  ) {}

  /** What was said without this grant, if anything was. */
  public wordsWithout(grant: Grant): string | undefined {
    return this.words.get(keyOf(grant));
  }

  /**
   * Does the work without these grants, all at once: the words tell them apart. Those of which nothing
   * is heard are then taken away one by one, since another one may have come first.
   */
  public async withoutAll(
    grants: readonly Grant[],
    log: LogOf,
    work: () => Promise<unknown>,
  ): Promise<void> {
    await this.without(grants, log, work);
    const silent = grants.filter((grant) => this.wordsWithout(grant) === undefined);
    for (const grant of grants.length > 1 ? silent : []) {
      await this.without([grant], log, work);
    }
  }

  /** Does the work without these grants until all were heard of, and gives them back. */
  public async without(
    grants: readonly Grant[],
    log: LogOf,
    work: () => Promise<unknown>,
  ): Promise<void> {
    process.stderr.write(`   without ${grants.map(keyOf).join(', ')}\n`);
    await this.apply(rolesWithout(this.objects, grants));
    // Where a Pod is only ready once it may do its work, the work ends after the grants are back.
    const listened = this.listen(grants, log).then(() => this.apply(rolesOf(this.objects, grants)));
    await Promise.all([work(), listened]);
  }

  /** Ends the Pods of a workload, and runs the next: how that went is for the caller to judge. */
  public async restarted(workload: Workload): Promise<Outcome> {
    const selector = await selectorOf(this.mesh.components, workload);
    await this.kubectl(['-n', workload.namespace, 'delete', 'pod', '-l', selector]);
    return this.mesh.components.start(workload);
  }

  /** Applies objects as a layer is applied. */
  public async apply(objects: readonly KubernetesObject[]): Promise<void> {
    succeeded('kubectl apply', await this.mesh.applied(yamlOf(objects)));
  }

  /** What kubectl says, if it ends well. */
  public async kubectl(args: readonly string[]): Promise<string> {
    return succeeded(args.join(' '), await this.mesh.components.run('kubectl', args));
  }

  private async listen(grants: readonly Grant[], { workload, container }: LogOf): Promise<void> {
    const end = Date.now() + SECONDS * 1000;
    const isSilent = (grant: Grant): boolean => this.wordsWithout(grant) === undefined;
    while (grants.some(isSilent) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const log = await this.mesh.components.log(workload, container);
      for (const grant of grants.filter(isSilent)) {
        const words = wordsIn(log, grant);
        if (words !== undefined) this.words.set(keyOf(grant), words);
      }
    }
  }
}
