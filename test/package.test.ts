/** What `npm pack` makes: a package that runs and can be imported, with nothing in it that a user does not need. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '..');
const SAMPLE = join(ROOT, 'samples/uwsgi/killed.log.gz');
let folder = '';
let installed = '';

/** Runs a program; fails unless it ends with 0. */
function stdoutOf(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

/** When the newest file below a folder was changed, in milliseconds; 0 without one. */
function newest(below: string): number {
  if (!existsSync(below)) return 0;
  const names = readdirSync(below, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...names.map((name) => statSync(join(below, name)).mtimeMs));
}

before(() => {
  if (newest(join(ROOT, 'dist')) < newest(join(ROOT, 'src'))) stdoutOf(process.execPath, ['build.mjs'], ROOT);
  folder = mkdtempSync(join(tmpdir(), 'memhog-package-'));
  stdoutOf('npm', ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', folder], ROOT);
  const [tarball] = readdirSync(folder);
  stdoutOf('tar', ['-xzf', tarball!], folder);
  // As npm would install it, but with the dependencies that are here already: node_modules/memhog beside them.
  const modules = join(folder, 'app/node_modules');
  installed = join(modules, 'memhog');
  mkdirSync(modules, { recursive: true });
  renameSync(join(folder, 'package'), installed);
  symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what is compiled, its declarations and its papers, and nothing else', () => {
    const names = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.startsWith('node_modules') && statSync(join(installed, name)).isFile(),
    );
    const strange = names.filter(
      (name) =>
        !/^dist\/.+\.(?:js|cjs|d\.ts|json)$/.test(name) &&
        name !== 'dist/third-party-notices.txt' &&
        !/^dist\/(?:setup\/.+\.(?:py|rb)|report\/.+\.(?:css|gz))$/.test(name) &&
        !/^(?:package\.json|LICENSE|[A-Z]+\.md)$/.test(name),
    );
    assert.deepEqual(strange, []);
    for (const name of [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/cli/main.js',
      'dist/schema/ranking.schema.json',
      'package.json',
      'LICENSE',
    ])
      assert.ok(names.includes(name), name);
    assert.ok(!names.some((name) => name.includes('.test.')));
  });

  it('runs: its version is that of the package, and it ranks a sample', () => {
    const bin = join(installed, 'dist/cli/main.js');
    const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
    assert.ok(manifest.includes(`"version": "${stdoutOf(bin, ['--version'], folder).trim()}"`));
    assert.match(stdoutOf(bin, ['parse', SAMPLE, '--top', '3'], folder), /5 worker|workers +5/);
  });

  it('loads late what few logs need: widths of other scripts, and patterns', () => {
    const bin = join(installed, 'dist/cli/main.js');
    const log = join(folder, 'kanji.log');
    const text = gunzipSync(readFileSync(SAMPLE)).toString('utf8');
    writeFileSync(log, text.replaceAll(/ (GET|POST) \//g, ' $1 /漢字/'));
    assert.match(stdoutOf(bin, ['parse', log, '--top', '3'], folder), /\/漢字\//);
    const pattern = String.raw`rss usage: (?P<rss>\d+) .*pid: (?P<pid>\d+)\|.* (?P<method>GET|POST) (?P<path>\S+) `;
    const read = stdoutOf(bin, ['check', '--pattern', pattern, '--output', 'json', SAMPLE], folder);
    assert.match(read, /"pattern"/);
  });

  it('is started as one file, as are its threads, and finds the command line in few', () => {
    const dist = join(installed, 'dist');
    const packages: string[] = [];
    const load = (file: string, loaded = new Set<string>()): Set<string> => {
      if (loaded.has(file)) return loaded;
      loaded.add(file);
      const [imports] = /^(?:#!.*\n)?(?:import[^"]*"[^"]+";\s*)*/.exec(readFileSync(file, 'utf8'))!;
      for (const [, name] of imports.matchAll(/"([^"]+)";/g)) {
        if (name!.startsWith('.')) load(join(dirname(file), name!), loaded);
        else if (!name!.startsWith('node:')) packages.push(name!);
      }
      return loaded;
    };
    for (const started of ['cli/main.js', 'shares/share-thread.js', 'live/rank-thread.js'])
      assert.equal(load(join(dist, started)).size, 1, started);
    const { size } = load(join(dist, 'cli/command.js'));
    assert.ok(size > 2 && size <= 10, `${size} files`);
    assert.deepEqual(packages, []);
    // Whole logs are read by a script, which a Node of this version takes compiled.
    assert.match(readFileSync(join(dist, 'cli/main.js'), 'utf8'), /scripts\/reading-command-\w+\.cjs/);
  });

  it('asks for no package when it ranks a log that is not packed', () => {
    const listing = join(folder, 'listing.cjs');
    writeFileSync(
      listing,
      `process.on('exit', () => console.error(Object.keys(require.cache).filter((name) => !name.includes('listing'))))`,
    );
    const log = join(folder, 'plain.log');
    writeFileSync(log, gunzipSync(readFileSync(SAMPLE)));
    const bin = join(installed, 'dist/cli/main.js');
    const { status, stderr } = spawnSync(process.execPath, ['--require', listing, bin, 'parse', log], {
      encoding: 'utf8',
    });
    assert.equal(stderr, '[]\n');
    assert.equal(status, 0);
  });

  it('keeps what was compiled for `parse` beside its script, and ranks the same with it', () => {
    const scripts = join(installed, 'dist/scripts');
    for (const name of readdirSync(scripts).filter((each) => each.includes('.cache')))
      rmSync(join(scripts, name));
    const bin = join(installed, 'dist/cli/main.js');
    stdoutOf(bin, ['routes', SAMPLE], folder);
    stdoutOf(bin, ['parse', '--help'], folder);
    assert.ok(readdirSync(scripts).every((name) => name.endsWith('.cjs')));
    const first = stdoutOf(bin, ['parse', SAMPLE, '--output', 'json'], folder);
    assert.equal(
      readdirSync(scripts).filter((name) => /^reading-command-\w+\.cjs\.cache$/.test(name)).length,
      1,
    );
    assert.equal(stdoutOf(bin, ['parse', SAMPLE, '--output', 'json'], folder), first);
    const html = stdoutOf(bin, ['parse', SAMPLE, '--output', 'html'], folder);
    assert.match(html, /<svg/);
    assert.match(stdoutOf(bin, ['parse', `${folder}/p*.log`], folder), /5 worker|workers +5/);
  });

  it('names its scripts by what they hold, so that nothing is taken that was kept of another', () => {
    const scripts = readdirSync(join(installed, 'dist/scripts')).filter((name) => name.endsWith('.cjs'));
    assert.equal(scripts.length, 2);
    for (const name of scripts) {
      const text = readFileSync(join(installed, 'dist/scripts', name));
      assert.ok(name.endsWith(`-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.cjs`), name);
    }
  });

  it('says under which licences the packages stand that are part of its files', () => {
    const notices = readFileSync(join(installed, 'dist/third-party-notices.txt'), 'utf8');
    const named = [...notices.matchAll(/^(\S+) \d\S* \((?:MIT|ISC)\)\n\n/gm)].map(([, name]) => name);
    for (const name of ['cli-table3', 'commander', 'emoji-regex', 'picocolors', 'simple-statistics'])
      assert.ok(named.includes(name), name);
    assert.ok((notices.match(/Copyright/g) ?? []).length >= named.length);
  });

  it('can be imported, and its declarations fit', () => {
    const app = join(folder, 'app');
    const program = `
import { decode, DEFAULT_SETTINGS, encode, Pipeline, rank, RENDERERS } from 'memhog';
import type { Ranking } from 'memhog';
declare const console: { log(...all: unknown[]): void };
const line = Uint8Array.from([104, 105]);
const pipeline = new Pipeline(DEFAULT_SETTINGS);
pipeline.open({ name: 'access.log', machine: 'web1' }, 'access.log');
pipeline.line(line, 0, line.length, 0);
const ranking: Ranking = rank(decode(encode(pipeline.toProfile())));
console.log(ranking.schema, ranking.coverage.lines, [...RENDERERS.keys()].length > 3);
`;
    writeFileSync(join(app, 'package.json'), '{"type": "module"}');
    writeFileSync(join(app, 'use.ts'), program);
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      types: [],
    };
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    stdoutOf(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], app);
    assert.equal(stdoutOf(process.execPath, ['use.js'], app), 'memhog.ranking/1 1 true\n');
  });

  it('ships the schema that its results name', () => {
    const schema = readFileSync(join(installed, 'dist/schema/ranking.schema.json'), 'utf8');
    assert.ok(schema.includes('memhog.ranking/1'));
  });
});
