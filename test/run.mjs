// Runs the tests: all of them, or those whose path holds one of the words given.
// (`node --test` of Node 20 neither knows patterns nor finds TypeScript files.)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAssembly } from '../build-assembly.mjs';
import { bundle } from './bundle.mjs';
import { inGroups } from './groups.mjs';
import { inGoodOrder } from './order.mjs';

const words = process.argv.slice(2);
const files = readdirSync('test', { recursive: true })
  .map((name) => join('test', name))
  .filter(
    (name) => name.endsWith('.test.ts') && (words.length === 0 || words.some((word) => name.includes(word))),
  )
  .sort();
if (files.length === 0) {
  console.error(`no test file with ${words.join(' or ')} in its path`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'memhog-tests-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// Ctrl-C ends the tests, then this.
process.on('SIGINT', () => undefined);
await buildAssembly();
// esbuild says itself what it does not understand.
const compiled = await bundle(inGoodOrder(files), folder).catch(() => process.exit(1));
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', 'test/run-compiled.mjs', ...inGroups(compiled, folder)],
  // Tests that start programs take those: see test/cli/command.ts.
  { stdio: 'inherit', env: { ...process.env, MEMHOG_COMPILED: folder } },
);
process.exit(status ?? 1);
