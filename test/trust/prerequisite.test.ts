import {
  PREREQUISITE_METADATA,
  prerequisiteId,
  prerequisitesIn,
  requirePrerequisites,
  type Prerequisite,
} from '../../src/trust/prerequisite';

const SECRET: Prerequisite = {
  kind: 'Secret',
  namespace: 'spire-server',
  name: 'spire-datastore',
  keys: ['connection-string'],
  readBy: 'SPIRE server',
};
const ISSUER: Prerequisite = { kind: 'ClusterIssuer', name: 'corporate' };

/** What was put onto an object. */
function putBy(prerequisites: readonly Prerequisite[]): {
  readonly annotations: readonly unknown[];
  readonly metadata: readonly unknown[];
} {
  const annotations: unknown[] = [];
  const metadata: unknown[] = [];
  requirePrerequisites(
    {
      metadata: { addAnnotation: (...annotation) => annotations.push(annotation) },
      node: { addMetadata: (...entry) => metadata.push(entry) },
    },
    prerequisites,
  );
  return { annotations, metadata };
}

describe('a prerequisite', () => {
  it('is called by kind, namespace and name, or without a namespace where it has none', () => {
    expect(prerequisiteId(SECRET)).toBe('Secret/spire-server/spire-datastore');
    expect(prerequisiteId(ISSUER)).toBe('ClusterIssuer/corporate');
  });

  it('stands in the annotation of an object once, in the order of names, and whole in the model', () => {
    const other = { ...SECRET, keys: ['ca.crt'] };
    expect(putBy([SECRET, ISSUER, other])).toEqual({
      annotations: [
        ['mesh-trust/prerequisites', 'ClusterIssuer/corporate,Secret/spire-server/spire-datastore'],
      ],
      metadata: [SECRET, ISSUER, other].map((each) => [PREREQUISITE_METADATA, each]),
    });
  });

  it('leaves an object alone that needs none', () => {
    expect(putBy([])).toEqual({ annotations: [], metadata: [] });
  });

  it('is read back from an annotation, with the namespace where it gives one', () => {
    expect(prerequisitesIn('Secret/near, Secret/other/far,PriorityClass/high')).toEqual([
      { kind: 'Secret', name: 'near' },
      { kind: 'Secret', namespace: 'other', name: 'far' },
      { kind: 'PriorityClass', name: 'high' },
    ]);
    expect(prerequisitesIn('')).toEqual([]);
    expect(prerequisitesIn(undefined)).toEqual([]);
  });
});
