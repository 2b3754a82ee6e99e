// Compiles test files, with what of src/ they import, and the command, to JavaScript. To compile once takes a second;
// to compile in each of more than a hundred processes takes half a second and more each time.
import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What runs in a thread of its own, and the name by which the compiled command asks for it. */
const THREAD = 'src/live/rank-thread';
const THREAD_NAME = './rank-thread.js';

/**
 * What a module asks about its own place is answered with that of its source, where the files beside it are; only the
 * thread is compiled, too.
 */
const places = (folder) => ({
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll(THREAD_NAME, pathToFileURL(join(folder, `${THREAD}.mjs`)).href);
      return { contents: text, loader: 'ts' };
    });
  },
});

/** The command in a folder that `bundle` has filled. */
export const MAIN = 'src/cli/main.mjs';

/** Fills the folder; gives back the compiled test files, in the order of `files`. */
export async function bundle(files, folder) {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [...files, 'src/cli/main.ts', `${THREAD}.ts`],
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
