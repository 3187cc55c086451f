import { posix } from 'node:path';

import * as ts from 'typescript';

/** One import of a source file. */
export interface SourceImport {
  /** What is imported: a path from the root of the repository without extension, or the name of a package. */
  readonly target: string;
  /** Whether it is a file of this repository. */
  readonly isLocal: boolean;
  /** Whether nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean;
}

/** What the architecture is checked by. */
export interface SourceFile {
  /** Path from the root of the repository, with its extension. */
  readonly path: string;
  /** Number of lines. */
  readonly lines: number;
  /** What it imports, from where it re-exports included. */
  readonly imports: readonly SourceImport[];
  /** Number of its `export … from`. */
  readonly reExports: number;
  /** Whether it has anything but imports and re-exports. */
  readonly hasOwnCode: boolean;
  /** Whether it has a default export. */
  readonly hasDefaultExport: boolean;
}

/** What the text of a file says about the architecture. */
export function readSource(path: string, text: string): SourceFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const { statements } = source;
  return {
    path,
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: importsIn(source).map(({ specifier, isTypeOnly }) => ({
      ...targetOf(path, specifier),
      isTypeOnly,
    })),
    reExports: statements.filter(isReExport).length,
    hasOwnCode: statements.some(
      (statement) => !isReExport(statement) && !ts.isImportDeclaration(statement),
    ),
    hasDefaultExport: statements.some(isDefaultExport),
  };
}

interface Specifier {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

function importsIn(node: ts.Node): Specifier[] {
  const own = importOf(node);
  const below: Specifier[] = [];
  ts.forEachChild(node, (child) => {
    below.push(...importsIn(child));
  });
  return own === undefined ? below : [own, ...below];
}

function importOf(node: ts.Node): Specifier | undefined {
  if (ts.isImportDeclaration(node)) {
    return specifierOf(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return specifierOf(node.moduleSpecifier, isTypeOnlyExport(node));
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return specifierOf(node.argument.literal, true);
  }
  if (ts.isExternalModuleReference(node)) {
    return specifierOf(node.expression, false);
  }
  return ts.isCallExpression(node) && isLoading(node.expression)
    ? specifierOf(node.arguments[0], false)
    : undefined;
}

function specifierOf(node: ts.Node | undefined, isTypeOnly: boolean): Specifier | undefined {
  return node !== undefined && ts.isStringLiteralLike(node)
    ? { specifier: node.text, isTypeOnly }
    : undefined;
}

function isLoading(callee: ts.Expression): boolean {
  const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
  return isRequire || callee.kind === ts.SyntaxKind.ImportKeyword;
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) {
    return false;
  }
  const { phaseModifier, name, namedBindings } = clause;
  const areNamesTypes =
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly);
  return phaseModifier === ts.SyntaxKind.TypeKeyword || areNamesTypes;
}

function isTypeOnlyExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  const areNamesTypes =
    exportClause !== undefined &&
    ts.isNamedExports(exportClause) &&
    exportClause.elements.length > 0 &&
    exportClause.elements.every((element) => element.isTypeOnly);
  return isTypeOnly || areNamesTypes;
}

function isReExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

function isDefaultExport(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const isNamedDefault =
    ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause) &&
    statement.exportClause.elements.some((element) => element.name.text === 'default');
  return (
    ts.isExportAssignment(statement) ||
    isNamedDefault ||
    modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)
  );
}

function targetOf(path: string, specifier: string): Pick<SourceImport, 'target' | 'isLocal'> {
  return specifier.startsWith('.')
    ? { target: posix.join(posix.dirname(path), specifier), isLocal: true }
    : { target: specifier, isLocal: false };
}
