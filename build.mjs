// Makes dist/ from src/: the command and the library as a few files each (a module by module start costs more than reading
// a small log), their declarations, the JSON schemas, the style sheets and the script of the report, and the files for
// `memhog setup` beside them, and an executable bit on the command, which npm links as `memhog`.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';

/** What is started or imported by name: the command, the library, and what runs in threads of its own. */
const ENTRIES = [
  'src/cli/main.ts',
  'src/index.ts',
  'src/node/index.ts',
  'src/live/rank-thread.ts',
  'src/shares/share-thread.ts',
];

/** A module that asks where it is means its place below src/: files lie beside it in dist/, too. Chunks lie one folder deep. */
const places = {
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = relative(resolve('src'), path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      const contents = readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        `new URL('../${place}', import.meta.url).href`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
// Built beside its place: a build that fails leaves the one before.
const out = `dist.${process.pid}.tmp`;
process.once('exit', () => rmSync(out, { recursive: true, force: true }));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', out], { stdio: 'inherit' });
await build({
  entryPoints: ENTRIES,
  outdir: out,
  outbase: 'src',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  keepNames: true,
  logLevel: 'warning',
  plugins: [places],
});
if (readFileSync(`${out}/index.js`, 'utf8').includes('import.meta'))
  throw new Error('index.js lies less deep than the modules that ask for their place');
for (const folder of ['schema', 'report/style', 'setup/python', 'setup/ruby'])
  cpSync(`src/${folder}`, `${out}/${folder}`, {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  });
execFileSync(process.execPath, ['build-runtime.mjs', `${out}/report/runtime.js`], { stdio: 'inherit' });
chmodSync(`${out}/cli/main.js`, 0o755);
rmSync('dist', { recursive: true, force: true });
renameSync(out, 'dist');
