import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export interface Import {
  /** A path such as `place/parse.ts` in the same folder tree, or the name of a package. */
  module: string;
  /** Gone after compilation. */
  isType: boolean;
}

/** What each module below a folder of the project imports or re-exports, by its path in the folder. */
export function importsBelow(folder: string): Map<string, Import[]> {
  const root = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  return new Map(
    paths.map((native) => {
      const path = native.replaceAll("\\", "/");
      return [path, importsOf(path, readFileSync(root + path, "utf8"))];
    }),
  );
}

function importsOf(path: string, text: string): Import[] {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) return [];
    return [{ module: resolved(path, specifier.text), isType: isTypeOnly(statement) }];
  });
}

function resolved(path: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
