// Module hooks: rewrites `export const NAME = …;` in the files that hold the constants to swap.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const swaps = new Map();

/** Takes {"file#NAME": "value"}. */
export function initialize(constants) {
  for (const [place, value] of Object.entries(constants)) {
    const [file, name] = place.split('#');
    swaps.set(file, [...(swaps.get(file) ?? []), { name, value }]);
  }
}

/** Loads a module; throws when a constant to swap is not found exactly once. */
export async function load(url, context, nextLoad) {
  const file = [...swaps.keys()].find((name) => new URL(url).pathname.endsWith(`/src/ranking/${name}`));
  if (file === undefined) return nextLoad(url, context);
  let text = await readFile(fileURLToPath(new URL(new URL(url).pathname, 'file:')), 'utf8');
  for (const { name, value } of swaps.get(file)) {
    const parts = text.split(new RegExp(`^((?:export )?const ${name}(?:: [^=]+)? = )[^;]*;$`, 'm'));
    if (parts.length !== 3) throw new Error(`${file} has no constant ${name}: see test/accuracy/parts.ts`);
    text = `${parts[0]}${parts[1]}${value};${parts[2]}`;
  }
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  const source = ts.transpileModule(text, { compilerOptions: options }).outputText;
  return { format: 'module', source, shortCircuit: true };
}
