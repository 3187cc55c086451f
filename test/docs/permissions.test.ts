import { permissions } from '../../scripts/docs/permissions';
import { environments } from '../../src/environments/all';
import { generatedGrants, objectsOf } from '../../conformance/spire/generated-grants';
import { grantsIn, keyOf, rolesWithout } from '../../conformance/spire/grants';
import { observedGrants } from '../../conformance/spire/observed-grants';

const recorded = observedGrants();

describe('the permissions', () => {
  it.each(environments.map((environment) => environment.name))(
    'of %s are all recorded, each with what was seen without it',
    (name) => {
      const objects = environments
        .filter((environment) => environment.name === name)
        .flatMap(objectsOf);
      const keys = new Set(recorded.map(keyOf));
      expect(grantsIn(objects).length).toBeGreaterThan(20);
      expect(grantsIn(objects).filter((grant) => !keys.has(keyOf(grant)))).toEqual([]);
    },
  );

  it('that are recorded are all granted somewhere', () => {
    const keys = new Set(generatedGrants().map(keyOf));
    expect(recorded.filter((row) => !keys.has(keyOf(row)))).toEqual([]);
  });

  it('were each needed, in words of the component, or say why they stay', () => {
    const unfounded = recorded.filter(({ proven, without, reason }) =>
      proven ? !/forbidden/i.test(without ?? '') : reason === undefined,
    );
    expect(unfounded).toEqual([]);
  });

  it('are all on the page', () => {
    const page = permissions();
    const missing = recorded.filter(({ without }) => !page.includes(without ?? ''));
    expect(missing).toEqual([]);
  });
});

describe('a Role without a grant', () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'reader', namespace: 'demo' },
    rules: [
      { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['one'], verbs: ['get'] },
    ],
  };
  const other = { ...role, metadata: { name: 'other', namespace: 'demo' } };

  it('allows everything else that it did, and no other Role is touched', () => {
    const [taken, ...kept] = grantsIn([role]);
    const changed = rolesWithout([role, other], taken === undefined ? [] : [taken]);
    expect(changed.map(({ metadata }) => metadata.name)).toEqual(['reader']);
    expect(grantsIn(changed)).toEqual(kept);
    expect(kept).toHaveLength(4);
  });
});
