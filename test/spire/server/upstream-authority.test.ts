import type { ICaCapableIssuer } from '../../../src/cert-manager/ca-issuer';
import { UpstreamAuthority } from '../../../src/spire/server/upstream-authority';
import { refusalOf } from '../../support/refusals';
import { installationOf, ROOT_ISSUER } from '../server-subjects';

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
