// Runs the tests: all of them, or those whose path holds one of the words given.
// (`node --test` of Node 20 neither knows patterns nor finds TypeScript files.)
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

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
const { status } = spawnSync(
  process.execPath,
  // Two at a time: on two cores Node would run one alone.
  ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-reporter=spec', ...files],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
