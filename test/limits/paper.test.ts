/** docs/limits.md names tests that are there, and the numbers of the code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { EXPANSION_FREE, EXPANSION_LIMIT } from '../../src/input/decompress.ts';
import { LARGEST_DOCUMENT } from '../../src/input/document.ts';
import { MAX_LINE } from '../../src/input/lines.ts';
import { MOST_DAYS } from '../../src/nightly/day-split.ts';
import { MOST_BUCKETS } from '../../src/profile/grid.ts';
import { MOST_LIVES } from '../../src/profile/host-table.ts';
import { MOST_CHILDREN, MOST_NODES } from '../../src/profile/route-tree.ts';
import { MOST_NODES_OF_TEXT, MOST_TEXT } from '../../src/profile/text-bounds.ts';
import { MOST_RULES } from '../../src/routes/router.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEXT = readFileSync(join(ROOT, 'docs/limits.md'), 'utf8');

it('each test that docs/limits.md names is there, and each bound names one', () => {
  const rows = TEXT.split('\n').filter((line) => /^\| (?!-|what )/.test(line));
  assert.ok(rows.length > 25);
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
    assert.ok(tests.length > 0, row);
    for (const path of tests) assert.ok(existsSync(join(ROOT, path)), path);
  }
});

it('the numbers in docs/limits.md are those of the code', () => {
  const said = [
    `${MAX_LINE / 1024} KiB of a line`,
    `${MOST_CHILDREN} names in one place`,
    `${MOST_NODES.toLocaleString('en')} nodes of a tree`,
    `${MOST_LIVES.toLocaleString('en')} lives`,
    `${MOST_BUCKETS} buckets of a life`,
    `${MOST_DAYS.toLocaleString('en')} days in a run`,
    `${EXPANSION_LIMIT.toLocaleString('en')} times the packed bytes after ${EXPANSION_FREE / 2 ** 30} GiB`,
    `${MOST_TEXT / 2 ** 20} MiB of text, ${MOST_NODES_OF_TEXT.toLocaleString('en')} lists and objects`,
    `${MOST_RULES.toLocaleString('en')} each`,
  ];
  for (const words of said) assert.ok(TEXT.includes(words), words);
  assert.equal(LARGEST_DOCUMENT, MOST_TEXT);
});
