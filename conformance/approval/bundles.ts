import type { RootBundle } from '../../src/cert-manager/bundle/root-bundle';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { type Certificate, certificateIn } from '../certificates/certificate';
import { tellToRenew } from '../certificates/renew';
import type { Components } from '../components/components';
import { kubectl, secretTexts } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { putPartnerRoot } from './bring-up';
import { applyBundle, saidOf, synced } from './bundle';
import { BUNDLE } from './environment';
import { decisions } from './requests';
import { rootNamed } from './roots';

const LATER = 'later';

/** What trust-manager makes of the Bundle of the environment, and of others. */
export function bundlesOfTrustManager(
  components: Components,
  mesh: () => MeshUnderTest,
  partnerRoot: () => string,
): void {
  it('is a ConfigMap in every namespace that the environment makes, and in no other', async () => {
    expect(await saidOf(components, BUNDLE.name)).toMatch(/^True Synced: Successfully synced/);
    const written = mesh()
      .environment.render()
      .layers.flatMap(({ objects }) => objects);
    const labelled = written.filter((object) => isNamespaceOf(BUNDLE, object));
    const found = await synced(components, BUNDLE);
    expect([...found.keys()].sort()).toEqual(labelled.map(({ metadata }) => metadata.name).sort());
    expect(found.has('istio-system')).toBe(true);
  });

  it('has the root that cert-manager made, and the other that is trusted, and nothing else', async () => {
    const own = await rootOf(components, mesh());
    for (const certificates of (await synced(components, BUNDLE)).values()) {
      expect(certificates.map(({ pem }) => pem).sort()).toEqual(
        [own.pem, certificateIn(partnerRoot()).pem].sort(),
      );
      for (const { isCa, issuer, subject } of certificates) {
        expect({ isCa, issuer }).toEqual({ isCa: true, issuer: subject });
      }
    }
  });

  it('follows a source that changes: the root that was there is gone', async () => {
    const next = await rootNamed('next-partner');
    await putPartnerRoot(components, next);
    const expected = [(await rootOf(components, mesh())).pem, certificateIn(next).pem].sort();
    await eventually('every namespace has the next root in the place of the other', async () => {
      const found = [...(await synced(components, BUNDLE)).entries()].map(
        ([namespace, certificates]) =>
          [
            namespace,
            certificates
              .map(({ pem }) => pem)
              .sort()
              .join('') === expected.join(''),
          ] as const,
      );
      return found.every(([, isSo]) => isSo) || JSON.stringify(found);
    });
  });

  it('follows the root that cert-manager renews, for which the next request is approved, too', async () => {
    const before = await rootOf(components, mesh());
    const certificate = mesh()
      .objectsOf('30-roots')
      .find(({ kind }) => kind === 'Certificate');
    const { name = '', namespace = '' } = certificate?.metadata ?? {};
    await tellToRenew(components, namespace, name);
    await eventually('every namespace has the next root', async () => {
      const { pem } = await rootOf(components, mesh());
      const found = [...(await synced(components, BUNDLE)).values()];
      const follow = found.every((each) => each.some((one) => one.pem === pem));
      return (pem !== before.pem && follow) || (await decisions(components)).denied.join('\n');
    });
  });

  it('comes to a namespace with its labels when that is made, and goes with them', async () => {
    const labels = Object.entries(BUNDLE.namespaceLabels);
    await kubectl(components, 'create', 'namespace', LATER);
    await kubectl(
      components,
      'label',
      'namespace',
      LATER,
      ...labels.map((label) => label.join('=')),
    );
    await inNamespace(components, LATER, true);
    await kubectl(components, 'label', 'namespace', LATER, ...labels.map(([key]) => `${key}-`));
    await inNamespace(components, LATER, false);
  });

  describe('what it does not keep out, and the package does', () => {
    it('an intermediate is a source as any other: IntermediateInBundle', async () => {
      const text = await secretTexts(components, 'istio-system', 'cacerts');
      const intermediate = certificateIn(text('tls.crt'));
      expect(intermediate.issuer).not.toBe(intermediate.subject);
      await applyBundle(components, 'intermediate', [{ inLine: intermediate.pem }]);
      expect(await saidOf(components, 'intermediate')).toMatch(/^True Synced/);
      const found = await synced(components, { name: 'intermediate', key: BUNDLE.key });
      expect(found.get('helloworld')?.map(({ pem }) => pem)).toEqual([intermediate.pem]);
    });
  });

  describe('what it refuses', () => {
    it('a source that is not there', async () => {
      await applyBundle(components, 'absent', [{ secret: { name: 'absent', key: 'tls.crt' } }]);
      expect(await saidOf(components, 'absent')).toMatch(/^False SourceNotFound: .*absent/);
      expect([...(await synced(components, { name: 'absent', key: BUNDLE.key })).keys()]).toEqual(
        [],
      );
    });

    it('a key that the source does not have', async () => {
      const { name } = mesh().environment.props.root.selfSignedRoot ?? { name: '' };
      await applyBundle(components, 'no-key', [{ secret: { name, key: 'root.crt' } }]);
      expect(await saidOf(components, 'no-key')).toMatch(/^False SourceNotFound: .*root\.crt/);
    });

    it('what is no certificate', async () => {
      await applyBundle(components, 'no-certificate', [{ inLine: 'not a certificate' }]);
      expect(await saidOf(components, 'no-certificate')).toMatch(/^False /);
    });

    it('a Bundle without a source, at its webhook', async () => {
      expect(await applyBundle(components, 'empty', [])).toMatch(
        /denied the request|at least|should have/,
      );
    });
  });
}

function isNamespaceOf(
  { namespaceLabels }: RootBundle,
  { kind, metadata: { labels = {} } }: KubernetesObject,
): boolean {
  return (
    kind === 'Namespace' &&
    Object.entries(namespaceLabels).every(([key, value]) => labels[key] === value)
  );
}

async function rootOf(
  components: Components,
  { environment: { props } }: MeshUnderTest,
): Promise<Certificate> {
  const { selfSignedRoot } = props.root;
  const text = await secretTexts(components, BUNDLE.trustNamespace, selfSignedRoot?.name ?? '');
  return certificateIn(text('tls.crt'));
}

async function inNamespace(components: Components, namespace: string, is: boolean): Promise<void> {
  await eventually(`${namespace} has ${is ? 'the bundle' : 'no bundle'}`, async () => {
    const namespaces = [...(await synced(components, BUNDLE)).keys()];
    return namespaces.includes(namespace) === is || namespaces.join(' ');
  });
}
