import type { SourceFile, SourceImport } from './source-file';

/** What the files of one part may import. */
interface Allowance {
  /** Parts of which anything may be imported. */
  readonly all: readonly string[];
  /** Parts of which only types may be imported: their interfaces. */
  readonly interfaces: readonly string[];
  /** Whether packages may be imported, cdk8s among them. */
  readonly packages: boolean;
}

const PARTS = [
  'trust',
  'cert-manager',
  'spire',
  'istio',
  'ingress',
  'samples',
  'stack',
  'delivery',
];

/** Who may import whom: the table of the design. A part is a folder of `src`, or a file directly in it. */
export const IMPORT_TABLE: ReadonlyMap<string, Allowance> = new Map([
  ['trust', { all: [], interfaces: [], packages: false }],
  ['cert-manager', { all: ['trust', 'imports'], interfaces: [], packages: true }],
  ['spire', { all: ['trust', 'imports'], interfaces: ['cert-manager'], packages: true }],
  ['istio', { all: ['trust', 'imports'], interfaces: ['cert-manager', 'spire'], packages: true }],
  ['ingress', { all: ['trust', 'imports'], interfaces: ['cert-manager', 'istio'], packages: true }],
  ['samples', { all: ['trust'], interfaces: ['istio', 'ingress'], packages: true }],
  ['stack', { all: PARTS.slice(0, 6), interfaces: [], packages: true }],
  ['delivery', { all: ['trust', 'stack', 'imports'], interfaces: [], packages: true }],
  ['environments', { all: ['index'], interfaces: [], packages: false }],
  ['cli', { all: ['environments', 'stack', 'delivery'], interfaces: [], packages: true }],
  ['main', { all: ['environments', 'stack', 'delivery'], interfaces: [], packages: true }],
  ['index', { all: PARTS, interfaces: [], packages: false }],
]);

/** Every import that the table does not have, one line each. */
export function importsOutsideTable(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const part = partOf(file.path);
    const allowance = IMPORT_TABLE.get(part);
    return allowance === undefined
      ? [`${file.path} is in '${part}', which the table does not have`]
      : file.imports.flatMap((edge) => outside(file.path, part, allowance, edge));
  });
}

function outside(path: string, part: string, allowance: Allowance, edge: SourceImport): string[] {
  if (!edge.isLocal) {
    return allowance.packages ? [] : [`${path} imports the package ${edge.target}`];
  }
  const target = partOf(edge.target);
  if (target === part || allowance.all.includes(target)) {
    return [];
  }
  if (!allowance.interfaces.includes(target)) {
    return [`${path} imports ${edge.target}`];
  }
  return edge.isTypeOnly ? [] : [`${path} imports ${edge.target} not only as a type`];
}

/** The part that a path of the repository belongs to. */
function partOf(path: string): string {
  const [root = '', first = '', ...rest] = path.split('/');
  if (root !== 'src') {
    return root;
  }
  return rest.length > 0 ? first : first.replace(/\.ts$/, '');
}
