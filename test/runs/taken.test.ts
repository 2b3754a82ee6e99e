/** Lines as uWSGI writes them are taken by a run: what it leaves is read right, but slowly, so that no comparison of results shows it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PlainRun } from '../../src/runs/plain-run.ts';
import { plainLine } from './plain-log.ts';

/** How many of the lines a run takes, each behind one of another shape. */
function taken(lines: readonly string[]): number {
  const run = new PlainRun({ endpoint: () => 1, wantsExample: () => false, offerExample: () => undefined });
  run.begin({ file: 0, bucketsPerLife: 512, isByWhole: false });
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  return run.take(bytes, 0, bytes.length, 0, 0);
}

describe('a run takes', () => {
  it('lines whose numbers have more and fewer digits than those before', () => {
    const lines = [9, 10, 99_999_999, 100_000_000, 7, 123_456, 12_345_678].flatMap((number, i) => [
      plainLine({ pid: 1 + number, own: number, all: 2 * number, core: i, rss: 2 ** 20 * (i + 1) + number }),
      plainLine({ vsz: 2 ** 30 - number, rss: 4096 + number, path: `/users/${number}`, status: 200 + i }),
    ]);
    assert.equal(taken(lines), lines.length);
  });

  it('lines with an address and a user of any length', () => {
    const lines = ['10.0.0.5', '::1', '2001:db8:85a3:8d3:1319:8a2e:370:7348', 'a'.repeat(16)].flatMap(
      (address) =>
        ['', 'bob', 'b'.repeat(15), 'b'.repeat(40)].map((user) =>
          plainLine().replace('10.0.0.5 (bob)', `${address} (${user})`),
        ),
    );
    assert.equal(taken(lines), lines.length);
  });
});
