import type { ICaCapableIssuer } from '../../../src/cert-manager/issuer/ca-issuer';
import { UpstreamAuthority } from '../../../src/spire/server/upstream-authority';
import { SpireVersion } from '../../../src/spire/spire-version';
import { refusalOf } from '../../support/refusals';
import { environmentWith, objectOf } from '../../support/rendered';
import { installationOf, ROOT_ISSUER } from '../server-subjects';
import { UPSTREAMS } from '../upstream-subjects';

const NAMESPACED: ICaCapableIssuer = {
  kind: 'Issuer',
  name: 'intermediate',
  group: 'cert-manager.io',
  namespace: 'trust',
  signsCas: true,
};

describe('UpstreamAuthority', () => {
  it('asks in the namespace of the server, naming kind and group of the issuer', () => {
    const upstream = UpstreamAuthority.certManager({ issuer: ROOT_ISSUER });
    expect(upstream.pluginData(installationOf())).toEqual({
      namespace: 'spire-server',
      issuer_name: 'mesh-root',
      issuer_kind: 'ClusterIssuer',
      issuer_group: 'cert-manager.io',
    });
  });

  it('asks a namespaced Issuer in its own namespace', () => {
    expect(
      UpstreamAuthority.certManager({ issuer: NAMESPACED }).requestNamespace('spire-server'),
    ).toBe('trust');
  });

  it('takes the issuer it is bound to, unless one was chosen', () => {
    expect(UpstreamAuthority.certManager().boundTo(ROOT_ISSUER).issuer).toBe(ROOT_ISSUER);
    const chosen = UpstreamAuthority.certManager({ issuer: NAMESPACED }).boundTo(ROOT_ISSUER);
    expect(chosen.issuer).toBe(NAMESPACED);
  });

  it('is bound to no issuer where cert-manager does not sign', () => {
    const none = UpstreamAuthority.none();
    expect(none.boundTo(ROOT_ISSUER)).toBe(none);
    expect(none.findingsBoundTo(ROOT_ISSUER)).toEqual([]);
    expect(none.issuer).toBeUndefined();
    expect(none.requestNamespace('spire-server')).toBeUndefined();
  });

  it('registers the server with the SPIRE above, where that looks after the cluster', () => {
    const nested = UPSTREAMS.find(({ plugin }) => plugin === 'spire')?.upstream;
    const rendered = environmentWith({ spire: { upstream: nested } }).render();
    expect(objectOf(rendered, 'ClusterSPIFFEID', 'spire-server-downstream')).toMatchObject({
      spec: {
        className: 'spire-root-mesh',
        downstream: true,
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'spire-server' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'spire-server' } },
      },
    });
    expect(objectOf(rendered, 'StatefulSet', 'spire-server')).toMatchObject({
      spec: {
        template: {
          spec: {
            volumes: expect.arrayContaining([
              {
                name: 'upstream-workload-api',
                csi: { driver: 'upstream.csi.spiffe.io', readOnly: true },
              },
            ]) as unknown,
          },
        },
      },
    });
  });

  it('says in the registration how long the CA lives, where the SPIRE above takes it from there', () => {
    const nested = UPSTREAMS.find(({ plugin }) => plugin === 'spire')?.upstream;
    const ttlWith = (version: SpireVersion): unknown =>
      Object(
        objectOf(
          environmentWith({ spire: { upstream: nested, version } }).render(),
          'ClusterSPIFFEID',
          'spire-server-downstream',
        )['spec'],
      ) as unknown;
    expect(ttlWith(SpireVersion.V1_11)).toHaveProperty('ttl', '24h');
    expect(ttlWith(SpireVersion.V1_12)).not.toHaveProperty('ttl');
  });

  it('says in the chain what the plugin allows below the CA of SPIRE', () => {
    const allowed = UPSTREAMS.map(({ plugin, upstream }) => [plugin, upstream.maxPathLength]);
    expect(allowed.filter(([, length]) => length !== undefined)).toEqual([
      ['aws_pca', 0],
      ['aws_pca', 1],
      ['gcp_cas', 0],
      ['gcp_cas', 0],
    ]);
  });

  it('fails for an issuer that signs no CAs, also where TypeScript did not look', () => {
    const leafIssuer = { ...ROOT_ISSUER, signsCas: false };
    expect(
      refusalOf(() => UpstreamAuthority.certManager({ issuer: leafIssuer as never })),
    ).toMatchObject([{ code: 'PropertyWrongType' }]);
  });

  it('IssuerOutOfReach fires when a namespaced Issuer is asked elsewhere', () => {
    const [finding] = refusalOf(() =>
      UpstreamAuthority.certManager({ issuer: NAMESPACED, namespace: 'spire-server' }),
    );
    expect(finding).toMatchObject({ code: 'IssuerOutOfReach' });
    expect(finding?.problem).toContain("'namespace' must be that of Issuer intermediate (trust)");
  });

  it('IssuerOutOfReach is silent for a ClusterIssuer that is asked anywhere', () => {
    const upstream = UpstreamAuthority.certManager({ issuer: ROOT_ISSUER, namespace: 'requests' });
    expect(upstream.requestNamespace('spire-server')).toBe('requests');
  });
});
