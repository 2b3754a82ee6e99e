// Modules that are loaded as scripts: V8 can keep what it compiled of a script, which of a module it cannot before Node 22.
// See src/code-cache/script.ts.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { makeConstants } from './build-constants.mjs';

/** Modules that become scripts, each with all that it needs, and what is imported of them. */
const SCRIPTS = new Map([
  [resolve('src/cli/reading-command.ts'), ['command']],
  [resolve('src/shares/share-work.ts'), ['answerTo']],
]);
const RUNNER = resolve('src/code-cache/script.ts');

/** Makes the scripts in the folder `scripts` of `out`, with these options of esbuild; gives the plugin that puts them in the place of their modules, and esbuild's account of what they hold. */
export async function buildScripts(out, options) {
  const scripts = new Map();
  const metafiles = [];
  for (const [module, names] of SCRIPTS) {
    const made = join(out, 'scripts', `${basename(module, '.ts')}.cjs`);
    const { metafile } = await build({
      ...options,
      entryPoints: [module],
      outfile: made,
      format: 'cjs',
      define: { 'import.meta.url': 'SCRIPT_PLACE' },
    });
    metafiles.push(metafile);
    scripts.set(module, { names, file: asFunction(made) });
  }
  return { plugin: inTheirPlace(scripts), metafiles };
}

/** Makes a function of a file of statements, and gives it a name that no other text has. Returns that. */
function asFunction(made) {
  makeConstants(made);
  const text = `(function (module, require, SCRIPT_LOAD, SCRIPT_PLACE) {${withLoad(inAscii(readFileSync(made, 'utf8')))}\n})`;
  rmSync(made);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = made.replace(/\.cjs$/, `-${hash}.cjs`);
  writeFileSync(file, text);
  return basename(file);
}

/** The same in ASCII alone: text that has more takes twice the memory, and longer to read. esbuild leaves what stands in patterns and in tagged templates. */
function inAscii(text) {
  const raw = /String\.raw`[^`]*[^\0-\x7f]|\\[^\0-\x7f]/.exec(text);
  if (raw) throw new Error(`an escape would not mean the same here: ${raw[0]}`);
  return text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What is imported as it is needed is loaded by who runs the script: a script that V8 has taken from what was kept cannot. */
function withLoad(text) {
  if (text.includes('SCRIPT_LOAD')) throw new Error('SCRIPT_LOAD is a name for what loads');
  const places = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      places.push(node.expression.end);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('script.cjs', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS));
  return places.reduceRight(
    (made, end) => `${made.slice(0, end - 'import'.length)}SCRIPT_LOAD${made.slice(end)}`,
    text,
  );
}

/** Who imports such a module runs its script. Files that do lie one folder deep. */
const inTheirPlace = (scripts) => ({
  name: 'scripts',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
      const module = resolve(resolveDir, path);
      return scripts.has(module) ? { path: module, namespace: 'script' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'script' }, ({ path }) => {
      const { names, file } = scripts.get(path);
      return {
        contents: `
          import { runScript } from ${JSON.stringify(RUNNER)};
          export const { ${names.join(', ')} } = runScript(new URL('../scripts/${file}', import.meta.url));`,
        resolveDir: resolve('.'),
      };
    });
  },
});
