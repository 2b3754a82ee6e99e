/** Runs apps/leaky.mjs in a process of its own; its lines, read as memhog reads them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fieldsOf } from './fields.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

type Fields = ReadonlyMap<string, string>;

/** What the server wrote of `count` calls of a path and of two others between. */
export async function leaky(
  path: string,
  count: number,
  env: Record<string, string> = {},
): Promise<{ requests: Fields[]; findings: Fields[] }> {
  const app = join(ROOT, 'test/node/apps/leaky.mjs');
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', app, path, String(count)], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  assert.equal(stderr, '');
  const lines = stdout.split('\n').filter((line) => line.startsWith('memhog '));
  const fields = lines.map(fieldsOf);
  return {
    requests: fields.filter((one) => !one.has('trace')),
    findings: fields.filter((one) => one.has('trace')),
  };
}
