/** Runs and checks the TypeScript snippets of the README as a user of the package would have them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { tsImport } from 'tsx/esm/api';
import ts from 'typescript';
import { ROOT } from './shell.ts';

const INDEX = join(ROOT, 'src/index.ts');

/** Writes the snippet into `folder`, importing the sources in place of the package; gives back its path. */
function place(text: string, folder: string, index: string): string {
  const path = join(folder, 'snippet.mts');
  writeFileSync(path, text.replaceAll(`from 'memhog'`, `from '${index}'`));
  return path;
}

/** Runs a snippet; gives back what it wrote with console.log. */
export async function runSnippet(text: string, folder: string): Promise<string> {
  const path = place(text, folder, pathToFileURL(INDEX).href);
  let printed = '';
  const { log } = console;
  console.log = (...args: unknown[]) => {
    printed += `${format(...args)}\n`;
  };
  try {
    // The tests may be compiled, without what would take TypeScript from a folder that is new.
    await tsImport(pathToFileURL(path).href, import.meta.url);
  } finally {
    console.log = log;
  }
  return printed;
}

/** What the compiler has against a snippet; empty if nothing. */
export function typeErrors(text: string, folder: string): readonly string[] {
  const path = place(text, folder, INDEX);
  const program = ts.createProgram([path], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  });
  // The snippet alone: the sources it imports are checked with all others.
  const snippet = program.getSourceFile(path);
  return [
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(snippet),
    ...program.getSemanticDiagnostics(snippet),
  ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
