// Compiles test files, with what of src/ they import, and programs that they start, to JavaScript. To compile once takes a second;
// to compile in each of more than a hundred processes takes half a second and more each time.
import { readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What runs in threads of its own; the compiled command asks for it by its name. */
const THREADS = ['src/live/rank-thread', 'src/shares/share-thread'];

/**
 * What a module asks about its own place is answered with that of its source, where the files beside it are; only
 * what runs in threads is compiled, too.
 */
const places = (folder) => ({
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      for (const thread of THREADS)
        contents = contents.replaceAll(
          `./${basename(thread)}.js`,
          pathToFileURL(join(folder, `${thread}.mjs`)).href,
        );
      return { contents, loader: 'ts' };
    });
  },
});

/** What tests start as programs of their own: see test/cli/command.ts. */
const PROGRAMS = [
  'src/cli/main',
  'test/code-cache/run-once',
  'test/live/terminal-demo',
  'test/live/hanging-hook',
];

/** Fills the folder; gives back the compiled test files, in the order of `files`. */
export async function bundle(files, folder) {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [...files, ...[...PROGRAMS, ...THREADS].map((name) => `${name}.ts`)],
    outdir: folder,
    outbase: '.',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    keepNames: true,
    sourcemap: true,
    logLevel: 'warning',
    plugins: [places(folder)],
  });
  return files.map((file) => join(folder, file.replace(/\.ts$/, '.mjs')));
}
