import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { InputError } from '../../src/errors.ts';
import type { FollowOptions } from '../../src/input/follow.ts';
import { MAX_LINE } from '../../src/input/lines.ts';
import { inFolder } from './collect-lines.ts';
import { Following } from './following.ts';

/** Follows `app.log` in a new folder, which holds `before`, or is not there yet. */
async function follow(
  before: string | Uint8Array | undefined,
  use: (path: string, following: Following) => Promise<void>,
  options: FollowOptions = { start: 'end' },
): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, 'app.log');
    if (before !== undefined) writeFileSync(path, before);
    const following = new Following([path], options);
    try {
      await following.ready();
      await use(path, following);
    } finally {
      await following.stop();
    }
  });
}

describe('a log that grows', () => {
  it('is followed from behind its last whole line', async () => {
    await follow('old\nhal', async (path, following) => {
      appendFileSync(path, 'f\nnext\n');
      await following.brings('half', 'next');
      assert.deepEqual(
        following.came.map(({ offset }) => offset),
        [4, 9],
      );
    });
  });

  it('is read from its start when asked to', async () => {
    await follow('one\r\ntwo\n', async (_, following) => following.brings('one', 'two'), { start: 'start' });
  });

  it('keeps a line back until its newline comes, also at the end', async () => {
    await follow('', async (path, following) => {
      appendFileSync(path, 'whole\npart');
      await following.brings('whole');
      await following.stop();
      assert.deepEqual(following.texts, ['whole']);
      assert.equal(following.follower.positions()[0]?.offset, 6);
    });
  });

  it('is drained once more at the end', async () => {
    await follow(
      '',
      async (path, following) => {
        appendFileSync(path, 'last\n');
        await following.stop();
        assert.deepEqual(following.texts, ['last']);
      },
      { start: 'end', pollMs: 60_000 },
    );
  });

  it('is waited for, with one word, and read from its start', async () => {
    await follow(undefined, async (path, following) => {
      await sleep(50);
      assert.deepEqual(following.warnings, [{ code: 'waiting', text: 'waiting for app.log' }]);
      writeFileSync(path, 'first\n');
      await following.brings('first');
    });
  });

  it('is one of several, none of which waits for another', async () => {
    await inFolder(async (folder) => {
      const [big, small] = [join(folder, 'big.log'), join(folder, 'small.log')];
      writeFileSync(big, `${'x'.repeat(99)}\n`.repeat(50_000));
      writeFileSync(small, 'small\n');
      const following = new Following([big, small], { start: 'start' });
      await following.ready();
      const at = following.came.findIndex(({ log }) => log === 'small.log');
      assert.ok(at >= 0 && at < 5_000, String(at));
      assert.equal(following.came.length, 50_001);
      await following.stop();
    });
  });

  it('has lines that are too long cut and counted', async () => {
    await follow('', async (path, following) => {
      appendFileSync(path, `${'y'.repeat(MAX_LINE + 5)}\nshort\n`);
      await following.until(() => following.came.length === 2);
      assert.equal(following.texts[0]?.length, MAX_LINE);
      assert.equal(following.follower.cutLines, 1);
    });
  });

  it('may hold counted records, from the start, from the end and again', async () => {
    const record = (text: string): string => `${text.length} ${text}`;
    const [one, two, three] = ['<14>1 one', '<14>1 two\nlines', '<14>1 three'].map(record) as [
      string,
      string,
      string,
    ];
    await follow(
      one + two,
      async (path, following) => {
        // Of a record without a line end only the next one shows that its count was right.
        await following.brings(one);
        appendFileSync(path, three + one);
        await following.brings(one, two, three);
        await following.stop();
        appendFileSync(path, two);
        const positions = following.follower.positions();
        const again = new Following([path], { start: { positions } });
        await again.brings(one);
        await again.stop();
      },
      { start: 'start' },
    );
    await follow(one + two, async (path, following) => {
      appendFileSync(path, three);
      await following.brings(two);
    });
  });

  it('is refused when it is compressed or no text', async () => {
    for (const [content, words] of [
      [gzipSync('x\n'), /app\.log is compressed/],
      [Buffer.from('7f454c4602010100000000000000000000', 'hex'), /app\.log is a binary file/],
    ] as const)
      await assert.rejects(
        follow(content, () => Promise.resolve()),
        (error) => error instanceof InputError && words.test(error.message),
      );
  });

  it('is found again after its folder was deleted', async () => {
    await inFolder(async (folder) => {
      const inner = join(folder, 'logs');
      const path = join(inner, 'app.log');
      mkdirSync(inner);
      writeFileSync(path, '');
      const following = new Following([path], { start: 'end' });
      await following.ready();
      rmSync(inner, { recursive: true });
      await sleep(50);
      mkdirSync(inner);
      writeFileSync(path, 'again\n');
      await following.brings('again');
      await following.stop();
    });
  });
});

describe('a log that is rotated', () => {
  it('is drained under its old name before the new file is read', async () => {
    await follow('', async (path, following) => {
      appendFileSync(path, '1\n');
      await following.brings('1');
      renameSync(path, `${path}.1`);
      writeFileSync(path, '4\n');
      appendFileSync(`${path}.1`, '2\n');
      await following.until(() => following.came.length >= 2);
      appendFileSync(`${path}.1`, '3');
      await following.brings('1', '2', '3', '4');
    });
  });

  it('may have a worker that goes on writing to the old file for a while', async () => {
    await follow('1\n', async (path, following) => {
      renameSync(path, `${path}.1`);
      writeFileSync(path, '2\n');
      await following.brings('2');
      appendFileSync(`${path}.1`, '3\n');
      await following.brings('2', '3');
    });
  });

  it('may leave nothing behind under its name for a while', async () => {
    await follow('1\n', async (path, following) => {
      renameSync(path, `${path}.1`);
      await sleep(50);
      appendFileSync(`${path}.1`, '2\n');
      await following.brings('2');
      writeFileSync(path, '3\n');
      await following.brings('2', '3');
    });
  });

  it('is read from the copy on when it was copied and truncated', async () => {
    await follow('1\n', async (path, following) => {
      appendFileSync(path, '2\n');
      copyFileSync(path, `${path}.1`);
      truncateSync(path);
      appendFileSync(path, '3\n');
      await following.brings('2', '3');
      assert.deepEqual(
        following.came.map(({ file }) => file),
        ['app.log.1', 'app.log'],
      );
    });
  });

  it('is known to be truncated even when it has grown longer again', async () => {
    for (const filling of ['', 'x'.repeat(6000)])
      await follow(`${filling}1\n`, async (path, following) => {
        appendFileSync(path, '2\n');
        copyFileSync(path, `${path}.1`);
        truncateSync(path);
        const more = Array.from({ length: 2000 }, (_, i) => String(i + 3));
        appendFileSync(path, `${more.join('\n')}\n`);
        await following.brings('2', ...more);
      });
  });

  it('brings no line twice when the copy is older than what was read', async () => {
    for (const filling of ['', 'x'.repeat(6000)])
      await follow(`${filling}1\n`, async (path, following) => {
        copyFileSync(path, `${path}.1`);
        appendFileSync(path, '2\n');
        await following.brings('2');
        truncateSync(path);
        appendFileSync(path, '3\n');
        await following.brings('2', '3');
        assert.deepEqual(following.codes, []);
      });
  });

  it('is told of when it was truncated and no copy is there', async () => {
    await follow('1\n2\n', async (path, following) => {
      writeFileSync(path, '3\n');
      await following.brings('3');
      assert.deepEqual(following.codes, ['lost']);
    });
  });

  it('is read through pieces that were made and packed between two looks', async () => {
    await follow('1\n', async (path, following) => {
      appendFileSync(path, '2\n');
      renameSync(path, `${path}.3`);
      writeFileSync(`${path}.2.gz`, gzipSync('3\n'));
      writeFileSync(`${path}.1`, '4\n');
      writeFileSync(path, '5\n');
      await following.brings('2', '3', '4', '5');
    });
  });

  it('may be a link to a file elsewhere, as in pods', async () => {
    await inFolder(async (folder) => {
      const [real, link] = [join(folder, '0.log'), join(folder, 'link.log')];
      writeFileSync(real, '');
      symlinkSync(real, link);
      const following = new Following([link], { start: 'end' });
      await following.ready();
      appendFileSync(real, '1\n');
      renameSync(real, `${real}.20261122-101500`);
      writeFileSync(real, '2\n');
      await following.brings('1', '2');
      await following.stop();
    });
  });
});

describe('a run that goes on where another stopped', () => {
  it('finds its place under another name, packed or not, and goes on with what follows', async () => {
    for (const isPacked of [false, true])
      await follow(
        '1\n2\n',
        async (path, first) => {
          await first.brings('1', '2');
          await first.stop();
          appendFileSync(path, '3\n');
          renameSync(path, `${path}.2`);
          if (isPacked) {
            writeFileSync(`${path}.2.gz`, gzipSync('1\n2\n3\n'));
            rmSync(`${path}.2`);
          }
          writeFileSync(`${path}.1`, '4\n');
          writeFileSync(path, '5\n');
          const second = new Following([path], { start: { positions: first.follower.positions() } });
          await second.brings('3', '4', '5');
          await second.stop();
          const third = new Following([path], { start: { positions: second.follower.positions() } });
          await third.ready();
          appendFileSync(path, '6\n');
          await third.brings('6');
          await third.stop();
        },
        { start: 'start' },
      );
  });

  it('reads a log it has no position of from its start', async () => {
    await follow('1\n', async (_, following) => following.brings('1'), { start: { positions: [] } });
  });

  it('says when what it knew is gone', async () => {
    await follow('1\n', async (path, first) => {
      await first.stop();
      rmSync(path);
      writeFileSync(path, '2\n');
      const second = new Following([path], { start: { positions: first.follower.positions() } });
      await second.brings('2');
      assert.deepEqual(second.codes, ['lost']);
      await second.stop();
    });
  });
});
