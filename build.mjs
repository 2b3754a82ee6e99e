// Makes dist/ from src/: the command and the library as a few files each (a module by module start costs more than reading
// a small log), the licences of the packages that stand in them, their declarations, the JSON schemas, the style sheets and
// the script of the report, and the files for `memhog setup` beside them, and an executable bit on the command, which npm
// links as `memhog`.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { makeConstants } from './build-constants.mjs';
import { buildAssembly } from './build-assembly.mjs';
import { buildScripts } from './build-scripts.mjs';
import {
  builtIns,
  external,
  latePackages,
  lateWidths,
  usedStatistics,
  writeNotices,
} from './build-packages.mjs';

/** The library: whoever imports it may have its packages already, so they stay packages. */
const LIBRARY = ['src/index.ts', 'src/node/index.ts'];
/** What is started, and the command line, which it loads for all but what reads whole logs. */
const MAIN = 'src/cli/main.ts';
const COMMANDS = 'src/cli/command.ts';
/** What runs in threads of its own. */
const THREADS = ['src/live/rank-thread.ts', 'src/shares/share-thread.ts'];

/**
 * esbuild puts modules into one file when the same entries need them, and whatever is imported by name as it is needed is an
 * entry. So all that need much of the same are made to need the whole of it, first: it becomes one file, where it was twenty.
 */
const TOGETHER = [
  // The command line: it is there before any command.
  { whole: 'src/cli/run.ts', with: /^src\/cli\/commands\/(?:ack|formats|parse|setup)\.ts$/ },
  // What reads logs and ranks them.
  {
    whole: 'src/cli/commands/parse.ts',
    with: /^src\/(?:cli\/(?:commands\/(?:advise|check|compare|explain|live|profile|report|routes)|page-advice)|report\/page|input\/(?:piped|zstd|xz|bzip2))\.ts$/,
  },
];

/** What a module is made to need, in its first line. */
function firstNeeded(source) {
  const wholes = TOGETHER.filter((each) => each.with.test(source)).map(({ whole }) => whole);
  return wholes.map((whole) => `import ${JSON.stringify(resolve(whole))};`).join('');
}

/** A module that asks where it is means its place below src/: files lie beside it in dist/, too. Chunks lie one folder deep. */
const places = (isTogether) => ({
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const source = relative(resolve('.'), path).replaceAll('\\', '/');
      const place = source.replace(/^src\//, '').replace(/\.ts$/, '.js');
      const contents = readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        `new URL('../${place}', import.meta.url).href`,
      );
      return { contents: `${isTogether ? firstNeeded(source) : ''}${contents}`, loader: 'ts' };
    });
  },
});

/** What is started loads the command line from its own files. */
const elsewhere = {
  name: 'elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/command\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './command.js', external: true } : undefined,
    );
  },
};

await buildAssembly();
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
// Built beside its place: a build that fails leaves the one before.
const out = `dist.${process.pid}.tmp`;
process.once('exit', () => rmSync(out, { recursive: true, force: true }));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', out], { stdio: 'inherit' });
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // A sixteenth of what it takes to rank a small log is to read the code.
  minifyWhitespace: true,
  metafile: true,
  logLevel: 'warning',
};
const bundled = (isTogether) => ({
  external: external(),
  plugins: [places(isTogether), latePackages, lateWidths, usedStatistics, builtIns],
});
const scripts = await buildScripts(out, { ...common, ...bundled(false) });
const placed = { ...common, outdir: out, outbase: 'src' };
const split = { ...placed, splitting: true, chunkNames: 'chunks/[name]-[hash]' };
/** What is started is one file: each takes Node half a millisecond to find and to link. */
const started = (entry) => {
  const { plugins, ...others } = bundled(false);
  return build({
    ...placed,
    ...others,
    entryPoints: [entry],
    plugins: [elsewhere, scripts.plugin, ...plugins],
  });
};
const built = [
  await build({ ...split, ...bundled(true), entryPoints: [COMMANDS] }),
  ...(await Promise.all([MAIN, ...THREADS].map(started))),
  await build({ ...split, entryPoints: LIBRARY, packages: 'external', plugins: [places(false)] }),
].map(({ metafile }) => metafile);
for (const { outputs } of built) Object.keys(outputs).forEach(makeConstants);
writeNotices([...scripts.metafiles, ...built], `${out}/third-party-notices.txt`);
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
