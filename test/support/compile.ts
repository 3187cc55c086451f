import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';

/** The folder of the repository. */
const ROOT = join(__dirname, '..', '..');

/** A piece of TypeScript, seen as a file of `folder`. */
export interface Snippet {
  /** What it shows; unique within a run. */
  readonly title: string;
  /** The whole of it, with its imports. */
  readonly code: string;
  /** Where it stands, for its relative imports. @default 'test' */
  readonly folder?: string;
}

/**
 * Compiles all snippets as one program, in memory and with the options of tsconfig.json.
 * `cdk8s-mesh-trust` means `src/index.ts`, as it will for those who install the package.
 *
 * @returns for each snippet, by its title, what the compiler says against it
 */
export function compile(snippets: readonly Snippet[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map(
    snippets.map((snippet, index) => [
      join(ROOT, snippet.folder ?? 'test', `snippet-${index}.ts`),
      snippet,
    ]),
  );
  const options = compilerOptions();
  const program = ts.createProgram([...files.keys()], options, hostWith(files, options));
  return new Map(
    [...files].map(([path, { title }]) => {
      const source = program.getSourceFile(path);
      const diagnostics = [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ];
      return [title, diagnostics.map(({ code, messageText }) => worded(code, messageText))];
    }),
  );
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(ROOT, 'tsconfig.json');
  const config: unknown = ts.readConfigFile(path, (file) => readFileSync(file, 'utf8')).config;
  // Without `include`: only the snippets and what they import.
  const { options } = ts.parseJsonConfigFileContent(
    { ...Object(config), include: [], files: [] },
    ts.sys,
    ROOT,
  );
  return {
    ...options,
    types: ['node'],
    // A snippet that only declares something is a whole one.
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: { 'cdk8s-mesh-trust': [join(ROOT, 'src', 'index.ts')] },
  };
}

function hostWith(
  files: ReadonlyMap<string, Snippet>,
  options: ts.CompilerOptions,
): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const codeOf = (path: string): string | undefined =>
    files.get(join(ROOT, relative(ROOT, path)))?.code;
  return {
    ...host,
    fileExists: (path) => codeOf(path) !== undefined || host.fileExists(path),
    readFile: (path) => codeOf(path) ?? host.readFile(path),
    getSourceFile: (path, languageVersion, ...rest) => {
      const code = codeOf(path);
      return code === undefined
        ? host.getSourceFile(path, languageVersion, ...rest)
        : ts.createSourceFile(path, code, languageVersion, true);
    },
  };
}

function worded(code: number, message: string | ts.DiagnosticMessageChain): string {
  return `TS${code}: ${ts.flattenDiagnosticMessageText(message, ' ')}`;
}
