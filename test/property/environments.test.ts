import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { filesOf } from '../../src/delivery/files';
import { synthesize } from '../../src/delivery/synthesize';
import { Gateway } from '../../src/istio/gateway/gateway';
import { Sample } from '../../src/samples/sample';
import { Environment } from '../../src/stack/environment';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';
import { MINIMAL_ENVIRONMENT } from '../stack/subjects';
import { danglingIn } from '../support/dangling';
import { inTemporaryFolder } from '../support/output-folders';
import { refusalOf } from '../support/refusals';
import { allObjects } from '../support/rendered';
import { propsOf, REVERSED, validRecipes, type Recipe } from './arbitraries';
import { MUTATIONS } from './mutations';

const RUNS = { numRuns: 60 };

const environmentOf = (props: EnvironmentProps): Environment => new Environment('tried', props);
const renderedOf = (recipe: Recipe): RenderedEnvironment => environmentOf(propsOf(recipe)).render();

/** The law that holds for what every valid environment writes. */
function always(law: (rendered: RenderedEnvironment, recipe: Recipe) => void): void {
  fc.assert(
    fc.property(validRecipes, (recipe) => {
      law(renderedOf(recipe), recipe);
    }),
    RUNS,
  );
}

const idOf = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
  [
    apiVersion.split('/').slice(0, -1).join('/'),
    kind,
    metadata.namespace ?? '',
    metadata.name,
  ].join('|');

/** Names that every kind takes: those of RFC 1123. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

describe('every valid environment', () => {
  it('is rendered and written, since no rule refuses it', () => {
    fc.assert(
      fc.property(validRecipes, (recipe) => {
        const environment = environmentOf(propsOf(recipe));
        expect(environment.findings()).toEqual([]);
        inTemporaryFolder((folder) => {
          const written = synthesize([environment], { outdir: join(folder, 'dist') });
          expect(written).toContain('tried/kustomization.yaml');
        });
      }),
      RUNS,
    );
  });

  it('has objects that differ in group, kind, namespace or name', () => {
    always((rendered) => {
      const ids = allObjects(rendered).map(idOf);
      expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
    });
  });

  it('has names of RFC 1123, namespaces among them', () => {
    always((rendered) => {
      const names = allObjects(rendered).flatMap(({ metadata: { name, namespace } }) => [
        name,
        namespace ?? 'none',
      ]);
      expect(names.filter((name) => !NAME.test(name) || name.length > 253)).toEqual([]);
    });
  });

  it('has everything that its objects mention', () => {
    always((rendered) => {
      expect(danglingIn(allObjects(rendered))).toEqual([]);
    });
  });

  it.each([
    'ConfigMap/spire-agent',
    'CSIDriver/csi.spiffe.io',
    'Gateway/bookinfo',
    'Issuer/mesh-root-selfsigned',
    'Namespace/spire-system',
    'Role/spire-server-upstream',
    'Service/spire-server-pods',
    'ServiceAccount/spire-agent',
    'StatefulSet/spire-server',
  ])('would lack %s if that were not there', (removed) => {
    const rendered = new Environment('tried', {
      ...MINIMAL_ENVIRONMENT,
      istio: { ...MINIMAL_ENVIRONMENT.istio, gateways: [Gateway.ingress()] },
      samples: [Sample.bookinfo()],
    }).render();
    const objects = allObjects(rendered);
    const others = objects.filter(({ kind, metadata }) => `${kind}/${metadata.name}` !== removed);
    expect(danglingIn(objects)).toEqual([]);
    expect(others).toHaveLength(objects.length - 1);
    expect(danglingIn(others)).not.toEqual([]);
  });

  it.each(['1.1', '1.2'] as const)('reads back from YAML %s as the same objects', (version) => {
    always((rendered) => {
      const read = filesOf(rendered)
        .filter(({ path }) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'))
        .flatMap(({ content }) => parseAllDocuments(content, { version, strict: true }))
        .map((document): unknown => {
          expect([...document.errors, ...document.warnings]).toEqual([]);
          return document.toJS();
        });
      const byText = (objects: readonly unknown[]): readonly string[] =>
        objects.map((object) => JSON.stringify(object)).sort();
      const values = rendered.helm.map((release) => release.values);
      expect(byText(read)).toEqual(byText([...allObjects(rendered), ...values]));
    });
  });

  it('has one trust domain, wherever one is named', () => {
    always((rendered, { trustDomain }) => {
      const text = JSON.stringify([rendered.layers, rendered.istioctl, rendered.helm]);
      const named = [...text.matchAll(/trust_?domain\\?": ?\\?"([^"\\]*)/gi)].map(
        ([, name]) => name,
      );
      expect(named.length).toBeGreaterThanOrEqual(4);
      expect(new Set(named)).toEqual(new Set([trustDomain]));
    });
  });

  it('gives the same bytes when it is rendered again, and with its lists in another order', () => {
    always((rendered, recipe) => {
      const files = filesOf(rendered);
      expect(filesOf(renderedOf(recipe))).toEqual(files);
      expect(filesOf(environmentOf(propsOf(recipe, REVERSED)).render())).toEqual(files);
    });
  });

  it('says in its chain what its manifests say', () => {
    always((rendered, recipe) => {
      const { chain } = environmentOf(propsOf(recipe));
      const durationOf = (id: string): string | undefined =>
        chain.nodes.find((node) => node.id === id)?.duration.toString();
      const text = JSON.stringify([...allObjects(rendered), rendered.helm]);
      const said = (key: string): string | undefined =>
        new RegExp(`${key}\\\\?": ?\\\\?"([^"\\\\]*)`).exec(text)?.[1];
      expect(said('ca_ttl')).toBe(durationOf('spire'));
      expect(said('default_x509_svid_ttl')).toBe(durationOf('x509-svids'));
      expect(said('agent_ttl')).toBe(durationOf('agent-svids'));
      expect(said('DEFAULT_WORKLOAD_CERT_TTL')).toBe(durationOf('istiod-workloads'));
      const cacerts = allObjects(rendered).find(({ metadata }) => metadata.name === 'cacerts');
      expect(cacerts).toMatchObject({ spec: { duration: durationOf('istiod') } });
    });
  });
});

describe('an environment that breaks one rule', () => {
  it.each(Object.entries(MUTATIONS))(
    '%s: is never written, and is told so',
    (_, { codes, mutate }) => {
      fc.assert(
        fc.property(validRecipes, (recipe) => {
          const environment = environmentOf(mutate(propsOf(recipe), recipe));
          inTemporaryFolder((folder) => {
            const outdir = join(folder, 'dist');
            const findings = refusalOf(() => synthesize([environment], { outdir }));
            expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(codes));
            expect(existsSync(outdir)).toBe(false);
          });
        }),
        { numRuns: 25 },
      );
    },
  );
});
