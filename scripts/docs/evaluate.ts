import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as ts from 'typescript';

const PACKAGE = 'cdk8s-mesh-trust';

/** What a module exports when this TypeScript runs as if it were the file. */
export function evaluate(source: string, file: string): Readonly<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const requireFrom = createRequire(file);
  const requireOurs = (name: string): unknown =>
    name === PACKAGE ? requireFrom(path.resolve('src/index.ts')) : requireFrom(name);
  const module = { exports: {} };
  // The blocks are those of this repository: running them is what the docs are tested by.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('require', 'module', 'exports', outputText)(requireOurs, module, module.exports);
  return module.exports;
}

/** What an environment file exports once a text of it is replaced by another. */
export function evaluateChanged(
  file: string,
  from: string,
  to: string,
): Readonly<Record<string, unknown>> {
  const source = fs.readFileSync(file, 'utf8');
  if (source.split(from).length !== 2) {
    throw new Error(`${file} must have ${from} exactly once`);
  }
  return evaluate(source.replace(from, to), path.resolve(file));
}
