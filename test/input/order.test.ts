import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { discover } from '../../src/input/discover.ts';
import { inTimeOrder } from '../../src/input/order.ts';
import { inFolder } from './collect-lines.ts';
import { SAMPLES } from './compressed-samples.ts';

/** Reads `t=NUMBER` anywhere in the first lines. */
function firstTime(head: Uint8Array): number | undefined {
  const found = /t=(\d+)/.exec(Buffer.from(head).toString('latin1'));
  return found ? Number(found[1]) : undefined;
}

/** Writes the files (name to content) and gives back the order found for them when named as in `given`. */
async function orderOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  given = Object.keys(files),
): Promise<string[]> {
  let order: string[] = [];
  await inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const { inputs } = await discover(given, folder);
    order = (await inTimeOrder(inputs, firstTime)).map(({ name }) => name);
  });
  return order;
}

describe('inTimeOrder', () => {
  it('puts rotated pieces in the order of their first times, however they are named', async () => {
    const files = {
      'a.log': 't=50000',
      'a.log.1': 't=10000',
      'a.log.2': 't=40000',
      'a.log.10.gz': gzipSync('no time here\nt=30000'),
    };
    const expected = ['a.log.1', 'a.log.10.gz', 'a.log.2', 'a.log'];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(Object.keys(files), { minLength: 4 }), async (given) => {
        assert.deepEqual(await orderOf(files, given), expected);
      }),
      { seed: 4, numRuns: 12 },
    );
  });

  it('lets the suffix stand where times contradict it by no more than the hour that autumn repeats', async () => {
    assert.deepEqual(await orderOf({ 'a.log': 't=6300', 'a.log.1': 't=7800' }), ['a.log.1', 'a.log']);
    assert.deepEqual(await orderOf({ 'a.log': 't=6300', 'a.log.1': 't=9901' }), ['a.log', 'a.log.1']);
    assert.deepEqual(await orderOf({ 'b.log': 't=6300', 'a.log': 't=7800' }), ['a.log', 'b.log']);
  });

  it('falls back on the suffix: higher numbers and earlier dates are older, none is newest', async () => {
    const numbered = { 'a.log': 'x', 'a.log.1': 'x', 'a.log.10': 'x', 'a.log.2': 'x' };
    assert.deepEqual(await orderOf(numbered), ['a.log.10', 'a.log.2', 'a.log.1', 'a.log']);
    const dated = { 'a.log': 'x', 'a.log-20261122': 'x', 'a.log-20260101': 'x', 'a.log.1700000000': 'x' };
    assert.deepEqual(await orderOf(dated), ['a.log.1700000000', 'a.log-20260101', 'a.log-20261122', 'a.log']);
    const equal = { 'a.log': 't=5', 'a.log.1': 't=5', 'a.log.2': 't=5' };
    assert.deepEqual(await orderOf(equal), ['a.log.2', 'a.log.1', 'a.log']);
  });

  it('keeps a file without a time behind the one its suffix puts before it', async () => {
    const files = { 'a.log': '', 'a.log.1': 't=30', 'a.log.2': 'x', 'a.log.3': 't=10' };
    assert.deepEqual(await orderOf(files), ['a.log.3', 'a.log.2', 'a.log.1', 'a.log']);
  });

  it('keeps sources apart, in the order of their names', async () => {
    const files = { 'b.log': 't=1', 'a.log': 't=9', 'b.log.1': 't=0', 'a.log.1': 't=8' };
    assert.deepEqual(await orderOf(files), ['a.log.1', 'a.log', 'b.log.1', 'b.log']);
  });

  it('looks no further than the first 64 KiB', async () => {
    const files = { 'a.log': `${'x'.repeat(70_000)}t=1`, 'a.log.1': 't=5' };
    assert.deepEqual(await orderOf(files), ['a.log.1', 'a.log']);
  });

  it('lets go of each decoder, and leaves stdin alone', { timeout: 10_000 }, async () => {
    const long = Buffer.concat(Array<Buffer>(3000).fill(SAMPLES.xz.one));
    assert.deepEqual(await orderOf({ 'a.log.1.xz': long, 'a.log.2.xz': long }), ['a.log.2.xz', 'a.log.1.xz']);
    assert.deepEqual(await inTimeOrder([{ kind: 'stdin', name: '-', source: '-' }], () => assert.fail()), [
      { kind: 'stdin', name: '-', source: '-' },
    ]);
  });
});
