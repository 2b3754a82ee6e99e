import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { InputError } from '../../src/errors.ts';
import { discover } from '../../src/input/discover.ts';
import { inFolder } from './collect-lines.ts';
import { SAMPLES } from './compressed-samples.ts';

async function names(args: readonly string[], cwd: string): Promise<string[]> {
  return (await discover(args, cwd)).inputs.map(({ name }) => name);
}

async function folderOfLogs(folder: string): Promise<void> {
  await mkdir(join(folder, 'logs/deep'), { recursive: true });
  for (const name of ['a.log', 'a.log.1', 'b.log', '.hidden.log', 'deep/c.log']) {
    await writeFile(join(folder, 'logs', name), `line of ${name}\n`);
  }
  await writeFile(join(folder, 'logs/a.log.2.gz'), SAMPLES.gzip.one);
  await writeFile(join(folder, 'logs/core'), Buffer.alloc(5000));
}

function refusal(pattern: RegExp) {
  return (error: unknown) =>
    error instanceof InputError && pattern.test(error.message) && !error.message.includes('\n');
}

describe('discover', () => {
  it('takes no argument and - for stdin, once', async () => {
    assert.deepEqual(await discover([], '/'), {
      inputs: [{ kind: 'stdin', name: '-', source: '-' }],
      warnings: [],
    });
    const twice = await discover(['-', '/dev/stdin'], '/');
    assert.equal(twice.inputs.length, 1);
    assert.equal(twice.warnings.length, 1);
  });

  it('finds files with their source and size', async () => {
    await inFolder(async (folder) => {
      await folderOfLogs(folder);
      const { inputs } = await discover(['logs/a.log.1', join(folder, 'logs/a.log')], folder);
      assert.deepEqual(inputs, [
        {
          kind: 'file',
          name: 'logs/a.log.1',
          path: join(folder, 'logs/a.log.1'),
          source: 'logs/a.log',
          size: 16,
        },
        {
          kind: 'file',
          name: join(folder, 'logs/a.log'),
          path: join(folder, 'logs/a.log'),
          source: 'logs/a.log',
          size: 14,
        },
      ]);
    });
  });

  it('takes the logs directly in a directory and says what it left out', async () => {
    await inFolder(async (folder) => {
      await folderOfLogs(folder);
      spawnSync('mkfifo', [join(folder, 'logs/fifo')]);
      const server = createServer().listen(join(folder, 'logs/socket'));
      await symlink('self', join(folder, 'logs/self'));
      await symlink('nowhere', join(folder, 'logs/broken'));
      await symlink('.', join(folder, 'logs/circle'));
      const { inputs, warnings } = await discover(['logs'], folder);
      server.close();
      assert.deepEqual(
        inputs.map(({ name }) => name),
        ['logs/a.log', 'logs/a.log.1', 'logs/a.log.2.gz', 'logs/b.log'],
      );
      assert.deepEqual(
        warnings.map(({ code }) => code),
        ['skipped'],
      );
      assert.match(warnings[0]!.text, /^left out: logs\/core is a binary file/);
    });
  });

  it('expands quoted patterns, through links that go round too', { timeout: 20_000 }, async () => {
    await inFolder(async (folder) => {
      await folderOfLogs(folder);
      assert.deepEqual(await names(['logs/*.log*'], folder), [
        'logs/a.log',
        'logs/a.log.1',
        'logs/a.log.2.gz',
        'logs/b.log',
      ]);
      await symlink('../logs', join(folder, 'logs/deep/up'));
      await symlink('.', join(folder, 'logs/deep/here'));
      assert.equal((await names(['**/*.log'], folder)).length, 3);
      await mkdir(join(folder, 'containers'));
      await symlink('../logs/b.log', join(folder, 'containers/pod.log'));
      assert.deepEqual(await names(['containers/*.log'], folder), ['containers/pod.log']);
    });
  });

  it('prefers a name that exists to the pattern it looks like', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'a[1].log'), 'x\n');
      await writeFile(join(folder, 'a1.log'), 'x\n');
      assert.deepEqual(await names(['a[1].log'], folder), ['a[1].log']);
    });
  });

  it('keeps a file once, whatever it is called, and warns', async () => {
    await inFolder(async (folder) => {
      await folderOfLogs(folder);
      await link(join(folder, 'logs/a.log'), join(folder, 'hard.log'));
      await symlink('logs/a.log', join(folder, 'soft.log'));
      const { inputs, warnings } = await discover(
        ['logs/a.log', 'hard.log', 'soft.log', 'logs/a.log', 'logs'],
        folder,
      );
      assert.equal(inputs.length, 4);
      assert.equal(warnings.filter(({ code }) => code === 'same-file').length, 4);
      assert.match(warnings[0]!.text, /^hard\.log is the same file as logs\/a\.log/);
    });
  });

  it('takes a FIFO that is named', async () => {
    await inFolder(async (folder) => {
      if (spawnSync('mkfifo', [join(folder, 'pipe')]).status !== 0) return;
      const { inputs } = await discover(['pipe'], folder);
      assert.equal(inputs[0]!.kind, 'pipe');
    });
  });

  it('refuses what is not there or no log, with its name and a way out', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'empty'));
      await mkdir(join(folder, 'binaries'));
      await writeFile(join(folder, 'binaries/core'), Buffer.alloc(100));
      await symlink('self', join(folder, 'self'));
      await assert.rejects(
        discover(['none.log'], folder),
        refusal(/^none\.log does not exist; check the name/),
      );
      await assert.rejects(discover(['none*.log'], folder), refusal(/^no log matches none\*\.log; /));
      await assert.rejects(
        discover(['empty'], folder),
        refusal(/^empty is a directory without a log directly in it; name/),
      );
      await assert.rejects(
        discover(['binaries'], folder),
        refusal(/^binaries is a directory without a log.*binaries\/core is a binary/),
      );
      await assert.rejects(
        discover(['self'], folder),
        refusal(/^self is a symbolic link that leads back to itself/),
      );
      await assert.rejects(discover([''], folder), refusal(/empty file name/));
      const server = createServer().listen(join(folder, 'socket'));
      await assert.rejects(discover(['socket'], folder), refusal(/^socket is a socket/));
      server.close();
    });
  });
});
