import { SpireVersion } from '../../../src/spire/spire-version';
import { synthesize } from '../../../src/delivery/synthesize';
import { Environment } from '../../../src/stack/environment';
import type { SpireOptions } from '../../../src/stack/environment-props';
import { TrustChain, type Authority } from '../../../src/trust/trust-chain';
import { Ttl } from '../../../src/trust/ttl';
import { MINIMAL_ENVIRONMENT } from '../../stack/subjects';
import { filesIn, inTemporaryFolder } from '../../support/output-folders';
import { allObjects, environmentWith, jsonIn, objectOf } from '../../support/rendered';
import { UPSTREAMS, type UpstreamSubject } from '../upstream-subjects';

const BECAUSE = 'every proxy of this mesh has its certificate from SPIRE';

/** Options of SPIRE with this upstream, and what has to be said beside it. */
const optionsOf = ({ upstream, isBelowRootOfMesh }: UpstreamSubject): SpireOptions =>
  isBelowRootOfMesh ? { upstream } : { upstream, separateRootBecause: BECAUSE };

interface Config {
  readonly plugins: Readonly<Record<string, Readonly<Record<string, { plugin_data: object }>>>>;
}

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts: readonly { name: string; mountPath: string; readOnly?: boolean }[];
}

interface Source {
  readonly secret?: { readonly name: string; readonly items: readonly { path: string }[] };
  readonly serviceAccountToken?: { readonly path: string; readonly audience?: string };
}

interface Pod {
  readonly containers: readonly Container[];
  readonly volumes: readonly (Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly projected?: { readonly sources: readonly Source[]; readonly defaultMode: number };
  })[];
}

/** Everything that is read of an environment with this upstream. */
function rendered(
  subject: UpstreamSubject,
  more: SpireOptions = {},
): {
  readonly config: Config;
  readonly pod: Pod;
  readonly server: Container;
  readonly environment: Environment;
  readonly output: ReturnType<Environment['render']>;
} {
  const environment = environmentWith({ spire: { ...optionsOf(subject), ...more } });
  const output = environment.render();
  const stateful = objectOf(output, 'StatefulSet', 'spire-server') as unknown as {
    readonly spec: { readonly template: { readonly spec: Pod } };
  };
  const pod = stateful.spec.template.spec;
  const server = pod.containers.find(({ name }) => name === 'spire-server');
  if (server === undefined) {
    throw new Error('no container spire-server');
  }
  const config = jsonIn(objectOf(output, 'ConfigMap', 'spire-server'), 'server.conf') as Config;
  return { config, pod, server, environment, output };
}

function spireOf(chain: TrustChain): Authority {
  const found = chain.authorities.find((authority) => chain.signsSvids(authority));
  if (found === undefined) {
    throw new Error('nobody signs SVIDs');
  }
  return found;
}

describe.each(UPSTREAMS.map((subject) => [subject.title, subject] as const))(
  '%s above SPIRE',
  (_, subject) => {
    const { config, pod, server, environment, output } = rendered(subject);

    it('is the one UpstreamAuthority of the configuration, with what it says', () => {
      expect(config.plugins['UpstreamAuthority']).toEqual(
        subject.plugin && { [subject.plugin]: { plugin_data: subject.data } },
      );
      expect(subject.upstream.pluginName).toBe(subject.plugin);
    });

    it.each(
      Object.values(SpireVersion)
        .filter((version) => version instanceof SpireVersion)
        .map((version) => [version.toString(), version] as const),
    )('says the same to SPIRE %s', (_version, version) => {
      expect(rendered(subject, { version }).config.plugins['UpstreamAuthority']).toEqual(
        config.plugins['UpstreamAuthority'],
      );
    });

    it('takes variables from Secrets, and nothing secret stands anywhere', () => {
      const variables = Object.fromEntries(
        (server.env ?? []).map(({ name, ...source }) => [name, source]),
      );
      expect(variables).toEqual(subject.environment ?? {});
      expect(allObjects(output).filter(({ kind }) => kind === 'Secret')).toEqual([]);
    });

    it('has its files in one volume, which the server alone reads', () => {
      const files = pod.volumes.find(({ name }) => name === 'upstream')?.projected;
      const paths = (files?.sources ?? []).flatMap(({ secret, serviceAccountToken }) =>
        [...(secret?.items ?? []), serviceAccountToken].map((file) => file?.path),
      );
      expect(paths.filter((path) => path !== undefined)).toEqual(subject.files ?? []);
      expect(files?.defaultMode).toBe(subject.files && 0o440);
      const mounted = pod.containers
        .filter(({ volumeMounts }) => volumeMounts.some(({ name }) => name === 'upstream'))
        .map(({ name }) => name);
      expect(mounted).toEqual(subject.files === undefined ? [] : ['spire-server']);
    });

    it('mounts nothing that the Pod Security level restricted forbids', () => {
      const allowed = ['configMap', 'csi', 'emptyDir', 'projected'];
      const types = pod.volumes.flatMap((volume) =>
        Object.keys(volume).filter((key) => key !== 'name'),
      );
      expect(types.filter((type) => !allowed.includes(type))).toEqual([]);
      const upstream = server.volumeMounts.filter(({ name }) => name.startsWith('upstream'));
      expect(upstream.filter(({ readOnly }) => readOnly !== true)).toEqual([]);
    });

    it('names what has to exist beforehand', () => {
      const { annotations } = objectOf(output, 'StatefulSet', 'spire-server').metadata;
      expect(annotations?.['mesh-trust/prerequisites']).toBe(subject.prerequisites);
      expect(annotations?.['mesh-trust/reason-separate-root']).toBe(
        subject.isBelowRootOfMesh ? undefined : BECAUSE,
      );
    });

    it('is known to the platform by the ServiceAccount', () => {
      const { annotations } = objectOf(output, 'ServiceAccount', 'spire-server').metadata;
      expect(annotations).toEqual(subject.annotations);
    });

    it('may be called, and nobody else', () => {
      const { spec } = objectOf(output, 'NetworkPolicy', 'spire-server') as unknown as {
        readonly spec: { readonly egress: readonly unknown[] };
      };
      const [, , ...upstream] = spec.egress;
      expect(upstream).toEqual(
        (subject.egress ?? []).map(({ port, cidr }) => ({
          ...(cidr === undefined ? {} : { to: [{ ipBlock: { cidr } }] }),
          ports: [{ port, protocol: 'TCP' }],
        })),
      );
    });

    it('may make CertificateRequests only where cert-manager signs', () => {
      const roles = allObjects(output).filter(
        ({ kind, metadata }) => kind === 'Role' && metadata.name === 'spire-server-upstream',
      );
      expect(roles).toHaveLength(subject.plugin === 'cert-manager' ? 1 : 0);
    });

    it('breaks no rule of the chain and none of the output', () => {
      expect(environment.findings()).toEqual([]);
      const written = inTemporaryFolder((folder) => {
        synthesize([environment], { outdir: `${folder}/dist` });
        return Object.keys(filesIn(folder));
      });
      expect(written).toContain('dist/tried/50-spire-server/manifests.k8s.yaml');
    });

    it('has its place in the chain, above the CA of SPIRE', () => {
      const { chain } = environment;
      const spire = spireOf(chain);
      const above = chain.issuerOf(spire);
      const mesh =
        subject.plugin === 'cert-manager'
          ? ['mesh-root', 'Secret cert-manager/mesh-root']
          : undefined;
      expect(above && [above.title, above.keyIn]).toEqual(subject.above ?? mesh);
      expect(chain.anchorOf(spire) === TrustChain.ROOT).toBe(subject.isBelowRootOfMesh);
    });

    it('is in the pictures of the chain', () => {
      const { tree, mermaid } = output.chain;
      const [title = 'SPIRE CA'] = subject.above ?? [];
      expect(tree).toContain(title);
      expect(mermaid).toContain(title);
      expect(tree.includes('outside the cluster, below the root of the mesh')).toBe(
        subject.above !== undefined && subject.isBelowRootOfMesh,
      );
    });

    it('RootsDiffer fires exactly where its root is another than that of istiod and nobody says why', () => {
      const { upstream } = subject;
      const codes = environmentWith({ spire: { upstream } })
        .findings()
        .map(({ code }) => code);
      expect(codes).toEqual(subject.isBelowRootOfMesh ? [] : ['RootsDiffer']);
    });

    it('signs no CA of SPIRE that outlives it', () => {
      const codes = environmentWith({ spire: { ...optionsOf(subject), caTtl: Ttl.days(4000) } })
        .findings()
        .map(({ code }) => code);
      const expected = subject.plugin === undefined ? [] : ['CaTtlOutlivesUpstream'];
      expect(codes.filter((code) => code.startsWith('CaTtlOutlives'))).toEqual(expected);
    });

    it('writes the same bytes every time', () => {
      const again = new Environment('tried', {
        ...MINIMAL_ENVIRONMENT,
        spire: optionsOf(subject),
      }).render();
      expect(JSON.stringify(again)).toBe(JSON.stringify(output));
    });
  },
);

describe('the suite over all upstreams', () => {
  it('has every choice, and every way to prove who the server is', () => {
    expect(new Set(UPSTREAMS.map(({ plugin }) => plugin))).toEqual(
      new Set([
        'cert-manager',
        undefined,
        'disk',
        'vault',
        'spire',
        'aws_pca',
        'awssecret',
        'gcp_cas',
      ]),
    );
    const methods = UPSTREAMS.flatMap(({ data }) =>
      Object.keys(data).filter((key) => key.endsWith('_auth')),
    );
    expect(methods.sort()).toEqual(['approle_auth', 'cert_auth', 'k8s_auth', 'token_auth']);
  });
});
