import { Ttl } from '../../src/trust/ttl';
import type { Components, Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { got } from '../components/kubectl';

interface Labelled {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

interface Pod extends Labelled {
  readonly spec: { readonly serviceAccountName: string };
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

interface ClusterSpiffeId {
  readonly spec: {
    readonly spiffeIDTemplate: string;
    readonly className: string;
    readonly downstream?: boolean;
    readonly ttl?: string;
    readonly namespaceSelector?: Selector;
    readonly podSelector?: Selector;
    readonly federatesWith?: readonly string[];
  };
}

/**
 * What the controller manager does, where only the server runs: an entry for every Pod that a
 * ClusterSPIFFEID of its class selects, below the attested agent.
 */
export async function registerByHand(components: Components, server: Workload): Promise<void> {
  // The controller manager beside it answers to this class alone.
  const className = `${server.namespace}-mesh`;
  const list = async <T>(...what: readonly string[]): Promise<readonly T[]> =>
    (await got<{ readonly items: readonly T[] }>(components, ...what)).items;
  const ask = async (...args: readonly string[]): Promise<string> =>
    succeeded(args.join(' '), await components.spireServer(server, args));
  const namespaces = await list<Labelled>('namespaces');
  const pods = await list<Pod>('pods', '-A', '--field-selector=status.phase!=Succeeded');
  const agent = /spiffe:\/\/\S+/.exec(await ask('agent', 'list'))?.[0] ?? '';
  const trustDomain = /^spiffe:\/\/([^/]+)/.exec(agent)?.[1] ?? '';
  const there = await ask('entry', 'show');
  const registrations = await list<ClusterSpiffeId>('clusterspiffeids');
  for (const { spec } of registrations.filter((each) => each.spec.className === className)) {
    const selected = namespaces
      .filter((namespace) => matches(namespace, spec.namespaceSelector))
      .map(({ metadata }) => metadata.name);
    const wanted = pods.filter(
      (pod) =>
        selected.includes(pod.metadata.namespace) &&
        matches(pod, spec.podSelector) &&
        !there.includes(pod.metadata.uid),
    );
    for (const pod of wanted) {
      const id = filled(spec.spiffeIDTemplate, trustDomain, pod);
      const selector = `k8s:pod-uid:${pod.metadata.uid}`;
      const federated = (spec.federatesWith ?? []).flatMap((name) => [
        '-federatesWith',
        `spiffe://${name}`,
      ]);
      const others = [
        ...federated,
        ...(spec.downstream === true ? ['-downstream'] : []),
        ...(spec.ttl === undefined ? [] : ['-x509SVIDTTL', `${Ttl.parse(spec.ttl).inSeconds}`]),
      ];
      const said = ['-parentID', agent, '-spiffeID', id, '-selector', selector, ...others];
      await ask('entry', 'create', ...said);
    }
  }
}

function matches({ metadata: { labels = {} } }: Labelled, selector: Selector = {}): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function filled(template: string, trustDomain: string, pod: Pod): string {
  const values: Readonly<Record<string, string>> = {
    '.TrustDomain': trustDomain,
    '.PodMeta.Namespace': pod.metadata.namespace,
    '.PodSpec.ServiceAccountName': pod.spec.serviceAccountName,
  };
  return template.replace(/\{\{ (\S+) \}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`a ClusterSPIFFEID asks for ${name}, which is not known here`);
    }
    return value;
  });
}
