import { App } from 'cdk8s';
import { Spire } from '../spire/no-spire';
import { refuseAny, type Finding } from '../trust/mesh-trust-error';
import { chainMermaid } from '../trust/chain-mermaid';
import { chainTree } from '../trust/chain-tree';
import type { TrustChain } from '../trust/trust-chain';
import { DNS_LABEL } from '../trust/names';
import { chainOf } from './environment-chain';
import { environmentFindings } from './environment-findings';
import { partsOf } from './environment-parts';
import type {
  AnyEnvironmentProps,
  EnvironmentProps,
  EnvironmentWithoutSpireProps,
  IstioEnvironmentProps,
} from './environment-props';
import { MeshTrust } from './mesh-trust';
import type { RenderedEnvironment } from './rendered-environment';
import { statementFindings } from './statements';
import { unusedDigestFindings } from './unused-digests';

/**
 * The trust of one mesh in one cluster, as data: what its file says, and everything that follows.
 * Nothing is computed before it is asked for, so that all environments can be refused together.
 */
export class Environment<Props extends AnyEnvironmentProps = EnvironmentProps> {
  /**
   * An environment whose workloads and gateways are certified by whoever signs for Istio: istiod,
   * istio-csr or a signer of Kubernetes. It has no server, no agent and no registrations.
   */
  public static withoutSpire(
    name: string,
    props: EnvironmentWithoutSpireProps,
  ): Environment<IstioEnvironmentProps> {
    return new Environment<IstioEnvironmentProps>(name, { ...props, spire: Spire.none() });
  }

  /** An environment whose workloads and gateways are certified by SPIRE. */
  public constructor(
    /** Name of the environment, a DNS label, and of its folder in the output. */
    public readonly name: string,
    /** What it says. */
    public readonly props: NoInfer<Props>,
  ) {}

  /** Everything that is wrong with it, in a stable order; nothing when it can be rendered. */
  public findings(): readonly Finding[] {
    if (typeof this.name !== 'string' || !DNS_LABEL.test(this.name)) {
      return [
        {
          code: 'NameMalformed',
          path: 'Environment',
          problem: `'name' must be a DNS label of at most 63 characters, got ${JSON.stringify(this.name)}`,
          fix: `write new Environment('production', { … })`,
        },
      ];
    }
    return environmentFindings(this.name, this.props);
  }

  /**
   * The trust chain: every authority and every kind of leaf.
   *
   * @throws MeshTrustError with all findings
   */
  public get chain(): TrustChain {
    refuseAny(this.findings(), this.name);
    return chainOf(this.name, this.props, partsOf(this.props));
  }

  /**
   * Everything that it writes, made anew with every call, and always the same.
   *
   * @throws MeshTrustError with all findings
   */
  public render(): RenderedEnvironment {
    const { chain } = this;
    // An app for each environment: within one, every chart would have all others validated again. The app itself
    // never writes; without a folder it would read the environment variable of cdk8s.
    const rendered = new MeshTrust(new App({ outdir: this.name }), this.name, this.props).render({
      tree: chainTree(chain),
      mermaid: chainMermaid(chain),
    });
    refuseAny(
      [...statementFindings(chain, rendered), ...unusedDigestFindings(this.props.images, rendered)],
      this.name,
    );
    return rendered;
  }
}
