/** The logs of samples/wrappers, written by real programs: each says what its bare twin says, of one host. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readFileLines } from '../../src/input/read.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { comparable, openPipeline } from './comparable.ts';

const FOLDER = join(import.meta.dirname, '../../samples/wrappers');

async function read(
  name: string,
): Promise<{ readonly profile: Profile; readonly wrappers: readonly string[] }> {
  const pipeline = openPipeline();
  await readFileLines(
    { path: join(FOLDER, name), name },
    { onLine: (...line) => pipeline.line(...line), onWarning: ({ text }) => assert.fail(text) },
  );
  pipeline.end();
  return { profile: pipeline.toProfile(), wrappers: [...pipeline.wrappers.keys()] };
}

const names = readdirSync(FOLDER).filter((name) => name.endsWith('.log.gz') && name !== 'bare.log.gz');
const bare = await read('bare.log.gz');

describe('logs that real transports wrote', () => {
  it('are there', () => {
    assert.ok(names.length >= 8);
    assert.ok(bare.profile.coverage.requests > 500);
  });

  for (const name of names) {
    it(`say what the bare log says: ${name}`, async () => {
      const { profile, wrappers } = await read(name);
      assert.equal(comparable(profile), comparable(bare.profile));
      assert.equal(wrappers.length, 1);
      assert.deepEqual([...new Set(profile.workers.map(({ host }) => host))], ['shop']);
    });
  }
});
