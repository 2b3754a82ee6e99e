// Compiles src/runs/assembly (AssemblyScript, TypeScript for WebAssembly) to src/runs/run-code.ts, which git ignores: the code as
// text, so that it goes wherever the modules do. Nothing is done where that is newer than its sources.
import { Buffer } from 'node:buffer';
import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'src/runs/assembly';
const OUT = 'src/runs/run-code.ts';
/** 64 KiB each: what is laid out beforehand and 1 MiB at first, then up to 17 MiB for what a run learns (src/runs/assembly/arena.ts). */
const PAGES = 64;
const MOST_PAGES = 320;

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Throws with what the compiler says. */
export async function buildRuns() {
  const sources = [...readdirSync(FOLDER).map((name) => join(FOLDER, name)), 'build-runs.mjs'];
  if (changed(OUT) > Math.max(...sources.map(changed))) return;
  const { default: compiler } = await import('assemblyscript/asc');
  const memory = ['--initialMemory', String(PAGES), '--maximumMemory', String(MOST_PAGES)];
  const lean = ['--runtime', 'stub', '--noAssert', '--use', 'abort=', '--enable', 'simd'];
  let code;
  const { error, stderr } = await compiler.main(
    [`${FOLDER}/index.ts`, '--outFile', 'run.wasm', '-O3', ...lean, ...memory],
    { writeFile: (_, contents) => (code = contents) },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const text = Buffer.from(code).toString('base64');
  const module = `/** What \`src/runs/assembly\` says, compiled to WebAssembly and written in base64 (build-runs.mjs). */\nexport const RUN_CODE =\n  '${text}';\n`;
  // Under a name of its own first: two may build at once.
  const made = `${OUT}.${process.pid}.tmp`;
  writeFileSync(made, module);
  renameSync(made, OUT);
}

if (process.argv[1]?.endsWith('build-runs.mjs')) await buildRuns();
