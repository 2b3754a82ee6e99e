import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { digest, TELLING } from '../../src/input/identity.ts';
import type { FoundFile } from '../../src/input/identity.ts';
import { planReading } from '../../src/input/new-pieces.ts';
import type { ReadFile } from '../../src/input/positions.ts';

const LAST_NIGHT = 1000;

/** A file as it lies there; its text begins with `text`. */
function found(name: string, inode: string, text: string, more: Partial<FoundFile> = {}): FoundFile {
  const head = Buffer.from(text);
  return {
    path: `/l/${name}`,
    name,
    source: 'app.log',
    inode,
    size: head.length,
    changed: 500,
    head,
    ...more,
  };
}

/** The same as the state has it, read to the end. */
function known(file: FoundFile, offset = file.size): ReadFile {
  const headLength = Math.min(TELLING, offset, file.head.length);
  const head = digest(file.head.subarray(0, headLength));
  return {
    path: file.path,
    source: file.source,
    inode: file.inode,
    offset,
    size: file.size,
    head,
    headLength,
  };
}

/** The plan as `name@offset`, and what is lost. */
function plan(
  files: readonly FoundFile[],
  before: readonly ReadFile[],
  looked = LAST_NIGHT,
): readonly string[] {
  const asked = new Set(['/l/app.log']);
  const { pieces, lost } = planReading(files, { known: before, looked, asked }, ({ name }) =>
    name.endsWith('.gz'),
  );
  return [
    ...pieces.map(({ file, offset }) => `${file.name}@${offset}`),
    ...lost.map(({ path }) => `lost ${path}`),
  ];
}

const day1 = 'monday monday monday';
const day2 = 'tuesday tuesday';
const day3 = 'wednesday';

describe('what is new', () => {
  it('is all of what is asked for in the first night, and no more', () => {
    const files = [found('app.log.1', 'b', day1), found('app.log', 'a', day2)];
    assert.deepEqual(plan(files, [], Infinity), ['app.log@0']);
  });

  it('is what was added', () => {
    const before = known(found('app.log', 'a', day1));
    assert.deepEqual(plan([found('app.log', 'a', day1 + day2)], [before]), [`app.log@${day1.length}`]);
  });

  it('is the rest of a renamed file, then the new one', () => {
    const before = known(found('app.log', 'a', day1));
    const files = [found('app.log.1', 'a', day1 + day2), found('app.log', 'b', day3)];
    assert.deepEqual(plan(files, [before]), [`app.log.1@${day1.length}`, 'app.log@0']);
  });

  it('is found again in a compressed piece, whose size says nothing', () => {
    const before = known(found('app.log', 'a', day1));
    const files = [found('app.log.1.gz', 'c', day1 + day2, { size: 3 }), found('app.log', 'b', day3)];
    assert.deepEqual(plan(files, [before]), [`app.log.1.gz@${day1.length}`, 'app.log@0']);
  });

  it('is found again in a copy, when the file itself was truncated', () => {
    const before = known(found('app.log', 'a', day1));
    const files = [found('app.log.1', 'b', day1 + day2), found('app.log', 'a', day3)];
    assert.deepEqual(plan(files, [before]), [`app.log.1@${day1.length}`, 'app.log@0']);
  });

  it('is not told from what was read when a file has its inode and less than was read', () => {
    const before = known(found('app.log', 'a', day1));
    assert.deepEqual(plan([found('app.log', 'a', day1.slice(0, 5))], [before]), [
      'app.log@0',
      'lost /l/app.log',
    ]);
  });

  it('includes pieces between a known one and the current', () => {
    const before = known(found('app.log', 'a', day1));
    const files = [found('app.log.2', 'a', day1), found('app.log.1', 'b', day2), found('app.log', 'c', day3)];
    assert.deepEqual(plan(files, [before]), [`app.log.2@${day1.length}`, 'app.log.1@0', 'app.log@0']);
  });

  it('includes a piece written since the last night, when the known one is gone', () => {
    const before = known(found('app.log', 'a', day1));
    const files = [
      found('app.log.2', 'x', 'of old', { changed: LAST_NIGHT - 1 }),
      found('app.log.1', 'b', day2, { changed: LAST_NIGHT + 1 }),
      found('app.log', 'c', day3),
    ];
    assert.deepEqual(plan(files, [before]), ['app.log.1@0', 'app.log@0', 'lost /l/app.log']);
  });

  it('includes the copy of a log that was empty the last time', () => {
    const before = known(found('app.log', 'a', ''));
    const files = [
      found('app.log.2', 'x', 'of old', { changed: LAST_NIGHT - 1 }),
      found('app.log.1', 'b', day1, { changed: LAST_NIGHT + 1 }),
      found('app.log', 'a', day2),
    ];
    assert.deepEqual(plan(files, [before]), ['app.log.1@0', 'app.log@0']);
  });

  it('is not in a copy of what was read, nor in the compressed twin', () => {
    const before = known(found('app.log', 'a', day1));
    const files = [
      found('app.log.1.gz', 'c', day1, { changed: LAST_NIGHT + 1 }),
      found('app.log.1', 'a', day1),
      found('app.log', 'b', day2),
    ];
    assert.deepEqual(plan(files, [before]), [`app.log.1@${day1.length}`, 'app.log@0']);
  });

  it('is not found in another log that has the inode by now', () => {
    const before = known(found('app.log', 'a', day1));
    const other = found('other.log', 'a', day1, { source: 'other.log' });
    assert.deepEqual(plan([other], [before]), ['lost /l/app.log']);
  });
});
