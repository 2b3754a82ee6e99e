import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { InputError } from '../../src/errors.ts';
import { LineSplitter } from '../../src/input/lines.ts';
import { BLOCK_BYTES } from '../../src/input/read-chunks.ts';
import { readFileLines } from '../../src/input/read.ts';
import { collector, inFolder, warnings } from './collect-lines.ts';
import { COMPRESSIONS, ONE, SAMPLES, TWO } from './compressed-samples.ts';

async function read(path: string, progress: number[] = []) {
  const { seen, onLine } = collector();
  const hooks = { onLine, onWarning: warnings().onWarning, onProgress: (sum: number) => progress.push(sum) };
  return { seen, ...(await readFileLines({ path, name: 'x.log' }, hooks)) };
}

async function readBytes(bytes: string | Uint8Array, progress: number[] = []) {
  let result: Awaited<ReturnType<typeof read>> | undefined;
  await inFolder(async (folder) => {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    result = await read(path, progress);
  });
  return result!;
}

function refusal(pattern: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, pattern);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

describe('readFileLines', () => {
  it('reads a file of several blocks as one stream', async () => {
    const text = Array.from({ length: 60_000 }, (_, n) => `line ${n} ${'.'.repeat(n % 37)}`).join('\n');
    assert.ok(text.length > 4 * BLOCK_BYTES);
    const { seen, onLine } = collector();
    const splitter = new LineSplitter(onLine);
    splitter.push(Buffer.from(text));
    splitter.end();
    const progress: number[] = [];
    const result = await readBytes(text, progress);
    assert.deepEqual(result.seen, seen);
    assert.equal(result.lines, 60_000);
    assert.equal(result.rawBytes, text.length);
    assert.equal(result.textBytes, text.length);
    assert.equal(progress.at(-1), text.length);
    assert.deepEqual(
      [...progress].sort((a, b) => a - b),
      progress,
    );
  });

  it('finds no lines in an empty file, without an error', async () => {
    assert.deepEqual(await readBytes(''), { seen: [], lines: 0, cutLines: 0, rawBytes: 0, textBytes: 0 });
  });

  for (const compression of COMPRESSIONS) {
    it(`reads through ${compression}, whatever the name; offsets count text`, async () => {
      const { one, two } = SAMPLES[compression];
      const { seen, rawBytes, textBytes } = await readBytes(Buffer.concat([one, two]));
      assert.deepEqual(
        seen.map(({ offset }) => offset),
        [0, 20, 40, 62],
      );
      assert.equal(rawBytes, one.length + two.length);
      assert.equal(textBytes, ONE.length + TWO.length);
    });

    it(`refuses ${compression} that is cut short`, async () => {
      const { one } = SAMPLES[compression];
      await assert.rejects(
        readBytes(one.subarray(0, -5)),
        refusal(/^x\.log ends in the middle of its .* after \d+ bytes/),
      );
    });
  }

  it('refuses binaries and archives, also inside a compression', async () => {
    const random = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * n * 31 + (n >> 3)) & 0xff));
    await assert.rejects(readBytes(random), refusal(/^x\.log is a binary file, not a log/));
    await assert.rejects(readBytes(Buffer.alloc(200_000)), refusal(/nothing but NUL/));
    await assert.rejects(readBytes(Buffer.from('PK\x03\x04 and so on')), refusal(/zip archive/));
    await assert.rejects(readBytes(Buffer.from('\ufeffa line\n', 'utf16le')), refusal(/UTF-16.*iconv/));
    const { gzipSync } = await import('node:zlib');
    await assert.rejects(readBytes(gzipSync(random)), refusal(/is a binary file/));
  });

  it('takes text with oddities for text', async () => {
    const odd = [
      '\x1b[32mGET\x1b[0m /caf\xe9',
      'a\0b',
      'Журнал обращений',
      '\x01\0\0\0\0\0\0\x5cframed by a container runtime, of ordinary length',
    ];
    const { lines } = await readBytes(Buffer.from(`${odd.join('\n')}\n${'plain line\n'.repeat(20)}`));
    assert.equal(lines, 24);
    const hole = await readBytes(Buffer.concat([Buffer.alloc(300_000), Buffer.from('\nafter the hole\n')]));
    assert.deepEqual(hole.seen.at(-1), { text: 'after the hole', offset: 300_001 });
  });

  it('says what is wrong with a file that cannot be read', async () => {
    await inFolder(async (folder) => {
      await assert.rejects(read(join(folder, 'none')), refusal(/^x\.log does not exist; check the name/));
      await assert.rejects(read(folder), refusal(/^x\.log is a directory;/));
      const secret = join(folder, 'secret');
      await writeFile(secret, 'a\n');
      await assert.rejects(
        read(join(secret, 'below')),
        refusal(/^x\.log does not exist: a part of its path is a file/),
      );
      await chmod(secret, 0);
      if (process.getuid?.() !== 0)
        await assert.rejects(read(secret), refusal(/^x\.log may not be read by this user/));
    });
  });

  it('passes on what the taker throws', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, SAMPLES.xz.one);
      const onLine = () => {
        throw new RangeError('fell over');
      };
      const reading = readFileLines({ path, name: 'x.log' }, { onLine, onWarning: onLine });
      await assert.rejects(reading, RangeError);
      // The decoder must have been let go, or this would wait for ever.
      assert.equal((await read(path)).lines, 2);
    });
  });
});
