// Compiles what is written in AssemblyScript (TypeScript for WebAssembly) to code as text, in modules that git ignores, so that it
// goes wherever the modules around it do. Nothing is done where that is newer than its sources.
import { Buffer } from 'node:buffer';
import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Memory in pages of 64 KiB, at first and at most. */
const MODULES = [
  // What is laid out beforehand and 1 MiB, then up to 17 MiB for what a run learns (src/runs/assembly/arena.ts).
  { folder: 'src/runs/assembly', out: 'src/runs/run-code.ts', name: 'RUN_CODE', pages: 64, most: 320 },
  // As much as the columns of a fit take (src/ranking/attribution/kernels.ts).
  {
    folder: 'src/ranking/attribution/assembly',
    out: 'src/ranking/attribution/kernel-code.ts',
    name: 'KERNEL_CODE',
    pages: 16,
    most: 1024,
  },
];

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Throws with what the compiler says. */
export async function buildAssembly() {
  for (const module of MODULES) await compile(module);
}

async function compile({ folder, out, name, pages, most }) {
  const sources = [...readdirSync(folder).map((file) => join(folder, file)), 'build-assembly.mjs'];
  if (changed(out) > Math.max(...sources.map(changed))) return;
  const { default: compiler } = await import('assemblyscript/asc');
  const memory = ['--initialMemory', String(pages), '--maximumMemory', String(most)];
  const lean = ['--runtime', 'stub', '--noAssert', '--use', 'abort=', '--enable', 'simd'];
  let code;
  const { error, stderr } = await compiler.main(
    [`${folder}/index.ts`, '--outFile', 'out.wasm', '-O3', ...lean, ...memory],
    { writeFile: (_, contents) => (code = contents) },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const text = Buffer.from(code).toString('base64');
  const module = `/** What \`${folder}\` says, compiled to WebAssembly and written in base64 (build-assembly.mjs). */\nexport const ${name} =\n  '${text}';\n`;
  // Under a name of its own first: two may build at once.
  const made = `${out}.${process.pid}.tmp`;
  writeFileSync(made, module);
  renameSync(made, out);
}

if (process.argv[1]?.endsWith('build-assembly.mjs')) await buildAssembly();
