import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readPipedLines } from '../../src/input/piped.ts';
import { readFileLines } from '../../src/input/read.ts';
import { collector, inFolder, inPieces, warnings } from './collect-lines.ts';
import type { Seen } from './collect-lines.ts';
import { inLong } from '../long.ts';

const packet = (text: string): string => `<165>1 - web1 app 1 - - ${text}`;
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;
const ONE = counted(packet('one'));
const TWO = counted(packet('zwei ü\nzwei'));
const LF = counted(packet('three\n'));

interface Result {
  readonly seen: readonly Seen[];
  readonly lines: number;
  readonly cutLines: number;
  readonly codes: readonly string[];
}

const SIZES = [1, 7, 100, 100_000];

/** Reads the text as a file and as a pipe in pieces of several sizes, all of which must agree. */
async function read(text: string | Buffer, sizes = SIZES): Promise<Result> {
  const bytes = Buffer.from(text);
  const results: Result[] = [];
  for (const size of sizes) {
    const { seen, onLine } = collector();
    const { list, onWarning } = warnings();
    const { lines, cutLines } = await readPipedLines(
      { name: '-', chunks: inPieces(bytes, size) },
      { onLine, onWarning },
    );
    results.push({ seen, lines, cutLines, codes: list.map(({ code }) => code) });
  }
  await inFolder(async (folder) => {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const { seen, onLine } = collector();
    const { list, onWarning } = warnings();
    const { lines, cutLines } = await readFileLines({ path, name: 'x.log' }, { onLine, onWarning });
    results.push({ seen, lines, cutLines, codes: list.map(({ code }) => code) });
  });
  for (const result of results) assert.deepEqual(result, results[0]);
  return results[0]!;
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

describe('counted records', () => {
  it('are cut by their counts, with or without line ends between and within them', async () => {
    const text = `${ONE}${TWO}\n${LF}${ONE}\r\n${TWO}`;
    const { seen, lines, codes } = await read(text);
    const whole = [ONE, TWO, LF.trimEnd(), ONE, TWO].map(latin1);
    assert.deepEqual(
      seen.map((one) => one.text),
      whole,
    );
    assert.deepEqual(
      seen.map(({ offset }) => offset),
      offsetsOf(text, [ONE, TWO, LF, ONE, TWO]),
    );
    assert.equal(lines, 5);
    assert.deepEqual(codes, []);
  });

  it('may be one', async () => assert.deepEqual((await read(ONE)).seen, [{ text: ONE, offset: 0 }]));

  it('become lines where a count leads nowhere, with a warning', async () => {
    const text = `${ONE}${LF}20 ${packet('wrong')}\nline\n${ONE}\n`;
    const { seen, codes } = await read(text);
    assert.deepEqual(
      seen.map((one) => one.text),
      [ONE, LF.trimEnd(), `20 ${packet('wrong')}`, 'line', ONE],
    );
    assert.equal(seen[3]?.offset, text.indexOf('line'));
    assert.deepEqual(codes, ['broken-counts']);
  });

  it('are handed on as they are where the capture ends within one', async () => {
    const { seen, codes } = await read(ONE + LF.slice(0, -4));
    assert.deepEqual(
      seen.map((one) => one.text),
      [ONE, LF.slice(0, -4)],
    );
    assert.deepEqual(codes, []);
  });

  it('are cut when they are too long', async () => {
    const { seen, cutLines } = await read(
      counted(packet('x'.repeat(70_000))) + ONE,
      inLong([100, 100_000], SIZES),
    );
    assert.equal(seen.length, 2);
    assert.equal(seen[0]?.text.length, '70024 '.length + 65_536);
    assert.equal(seen[1]?.text, ONE);
    assert.equal(cutLines, 1);
  });

  it('are not what other logs are made of', async () => {
    for (const text of [
      '20 lines\n30 <b>\n',
      '9999999 <1>x\nfoo\n',
      '20 <30>a line that is longer\nbar\n',
      '12',
      '1 <',
      '127.0.0.1 - -\n',
      '\n1 <1>x\n',
    ]) {
      const { seen, codes } = await read(text);
      assert.deepEqual(
        seen.map((one) => one.text),
        text.replace(/\n$/, '').split('\n'),
        text,
      );
      assert.deepEqual(codes, []);
    }
  });
});

/** Byte offsets of the parts, which stand in the text in this order. */
function offsetsOf(text: string, parts: readonly string[]): readonly number[] {
  let from = 0;
  return parts.map((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return Buffer.byteLength(text.slice(0, at));
  });
}
