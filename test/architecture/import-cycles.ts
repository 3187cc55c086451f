import type { SourceFile } from './source-file';

/** Every cycle among files, as `a → b → a`; imports of types alone make none, since they are gone at run time. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map((file) => [withoutExtension(file.path), targetsOf(file)]));
  const cycles: string[] = [];
  const finished = new Set<string>();

  function visit(path: string, above: readonly string[]): void {
    const start = above.indexOf(path);
    if (start !== -1) {
      cycles.push([...above.slice(start), path].join(' → '));
      return;
    }
    if (finished.has(path)) {
      return;
    }
    for (const target of edges.get(path) ?? []) {
      visit(target, [...above, path]);
    }
    finished.add(path);
  }

  for (const path of edges.keys()) {
    visit(path, []);
  }
  return cycles;
}

function targetsOf(file: SourceFile): string[] {
  return file.imports.filter((edge) => edge.isLocal && !edge.isTypeOnly).map((edge) => edge.target);
}

function withoutExtension(path: string): string {
  return path.replace(/\.ts$/, '');
}
