// Which packages stand in the files of the command themselves, how, and their licences. To find a package costs a start more
// than to run it: each of its files is looked for, opened and judged on its own.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** What every ranking needs. All others are loaded as packages, and only by what needs them. */
const BUNDLED = ['commander', 'cli-table3', 'picocolors', 'simple-statistics', 'string-width'];

/** What cli-table3 would colour with, where it were asked to: it does without. */
const UNUSED = ['@colors/colors'];

/** What esbuild leaves as imports: the other packages of package.json. */
export function external() {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  return [...Object.keys(dependencies).filter((name) => !BUNDLED.includes(name)), ...UNUSED];
}

/**
 * string-width, whichever version is asked for, is loaded for the first text that is not made of signs of one column:
 * what it takes to tell emoji and letters of several signs takes longer to set up than a small log takes to read.
 */
export const lateWidths = {
  name: 'late widths',
  setup({ onLoad, onResolve, resolve: whereIs }) {
    onResolve({ filter: /^string-width$/ }, async ({ path, kind, resolveDir, namespace }) => {
      if (namespace === 'late-width') return undefined;
      const found = await whereIs(path, { kind, resolveDir, namespace: 'late-width' });
      return { path: found.path, namespace: 'late-width', errors: found.errors };
    });
    onLoad({ filter: /.*/, namespace: 'late-width' }, ({ path }) => ({
      contents: `
        const NARROW = /^[\\x20-\\x7e·×–…←-↓▁-█▒─]*$/;
        let width;
        function load() {
          const loaded = require(${JSON.stringify(path)});
          return loaded.default ?? loaded;
        }
        module.exports = (text, options) =>
          typeof text === 'string' && NARROW.test(text) ? text.length : (width ??= load())(text, options);`,
      resolveDir: dirname(path),
    }));
  },
};

/** Packages that hardly any run needs, and what is used of them. They stay packages, and are loaded when that is first touched. */
const LATE = { re2js: ['RE2JS', 'RE2JSSyntaxException'] };

/** An import waits for what it names; what is got from an object does not. */
export const latePackages = {
  name: 'late packages',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: new RegExp(`^(?:${Object.keys(LATE).join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'late-package',
    }));
    onLoad({ filter: /./, namespace: 'late-package' }, ({ path }) => ({
      contents: late(required(path), LATE[path]),
    }));
  },
};

/** Of simple-statistics the functions that are used, from their own files: the whole works out a table as it is loaded. */
export const usedStatistics = {
  name: 'used statistics',
  setup({ onResolve }) {
    const folder = resolve('node_modules/simple-statistics');
    onResolve({ filter: /^simple-statistics$/ }, () => ({
      path: join(folder, 'index.js'),
      sideEffects: false,
    }));
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) =>
      resolveDir.startsWith(folder) ? { path: resolve(resolveDir, path), sideEffects: false } : undefined,
    );
  },
};

/** Parts of Node that few runs need: each is dozens of files, which take as long to load as a thousand lines to read. */
const LATE_BUILT_INS = ['child_process', 'crypto', 'tty', 'worker_threads', 'zlib'].map(
  (name) => `node:${name}`,
);

/**
 * Older packages ask for parts of Node with `require`, which modules do not have. And parts that few runs need are loaded when
 * something in them is first touched.
 */
export const builtIns = {
  name: 'built-ins',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind, namespace }) => {
      if (!isBuiltin(path) || namespace === 'require-of-node') return undefined;
      if (LATE_BUILT_INS.includes(path)) return { path, namespace: 'late-built-in' };
      return kind === 'require-call' ? { path, namespace: 'built-in' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'built-in' }, ({ path }) => ({
      contents: `module.exports = ${builtIn(path)};`,
    }));
    onLoad({ filter: /./, namespace: 'late-built-in' }, async ({ path }) => ({
      contents: late(builtIn(path), Object.keys(await import(path))),
    }));
    onResolve({ filter: /^require-of-node$/ }, ({ path }) => ({ path, namespace: 'require-of-node' }));
    onLoad({ filter: /./, namespace: 'require-of-node' }, () => ({
      contents: `
        import { createRequire } from 'node:module';
        export const ofNode = createRequire(import.meta.url);`,
    }));
  },
};

/** The text of a module that runs `load` when one of these names is first touched, which stand in what it gives. */
function late(load, names) {
  const getters = names
    .filter((name) => name !== 'default')
    .map((name) => `get ${name}() { return loaded().${name}; },`);
  return `let it; const loaded = () => (it ??= ${load}); module.exports = { ${getters.join(' ')} };`;
}

/** The text of what gives a part of Node when it is run. */
function builtIn(name) {
  return `process.getBuiltinModule(${JSON.stringify(name)})`;
}

/** The text of what gives a package when it is run. Needs `builtIns`. */
function required(name) {
  return `require('require-of-node').ofNode(${JSON.stringify(name)})`;
}

/** The folder of the package that a file stands in; undefined for a file of memhog, or one made here. */
function packageOf(file) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return file.includes(':') ? undefined : folder;
}

/** The packages of what was bundled, and the texts of their licences. Throws for a package that brings none. */
function licencesOf(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.map(packageOf).filter((folder) => folder !== undefined));
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${folder} brings no licence`);
    return {
      title: `${name} ${version} (${license})`,
      text: readFileSync(join(folder, file), 'utf8').trim(),
    };
  });
}

/** Writes the licences of what was bundled, as they ask for. */
export function writeNotices(metafiles, path) {
  const notices = licencesOf(metafiles).map(({ title, text }) => `${title}\n\n${text}\n`);
  const lead = 'The files in this folder hold code of these packages.\n';
  writeFileSync(path, [lead, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
}

/** The same as a comment that goes with the code: each text once, behind all that stand under it. */
export function noticeComment(metafiles) {
  const titles = new Map();
  for (const { title, text } of licencesOf(metafiles)) titles.set(text, [...(titles.get(text) ?? []), title]);
  const notices = [...titles].map(([text, names]) =>
    `${names.join(', ')}\n\n${text}`.replaceAll('*/', '* /'),
  );
  return `/*\nThis holds code of these packages.\n\n${notices.join('\n\n')}\n*/\n`;
}
