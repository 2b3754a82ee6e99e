import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withLimitsBelowStart } from '../../../src/advise/present/below-start.ts';
import type { Compared } from '../../../src/advise/present/compare.ts';
import { readPresent } from '../../../src/advise/present/read.ts';
import { ADVISED_SERVERS } from '../../../src/advise/servers/servers.ts';

const MIB = 1024 * 1024;

function checked(
  name: string,
  [file, text]: readonly [string, string],
  rows: readonly Compared[] = [],
  version?: readonly number[],
): readonly Compared[] {
  const server = ADVISED_SERVERS.find((one) => one.name === name);
  assert.ok(server);
  return withLimitsBelowStart(rows, readPresent(file, text), { server, version, start: 40 * MIB });
}

describe('limits on memory below what a new worker holds', () => {
  it('are named with their unit, by what they would do', () => {
    const [row, ...more] = checked('celery', ['c.py', 'worker_max_memory_per_child = 300\n']);
    assert.deepEqual(more, []);
    assert.deepEqual([row?.judgement, row?.present, row?.advised, row?.line], ['too-low', 300, null, 1]);
    assert.match(row?.text ?? '', /300 KiB .*\(40 MiB\): every task would end its child; the unit is KiB$/);
    assert.match(
      checked('uwsgi', ['a.ini', '[uwsgi]\nreload-on-rss = 39\n'])[0]?.text ?? '',
      /every request would end its worker; the unit is MiB$/,
    );
    assert.match(
      checked('unicorn', ['config.ru', 'use Unicorn::WorkerKiller::Oom, 192, 256\n'])[0]?.text ?? '',
      /the unit is bytes$/,
    );
    assert.match(
      checked('granian', ['Procfile', 'web: granian --workers-max-rss 10 app\n'])[0]?.text ?? '',
      /every look would end a worker/,
    );
  });

  it('are no others: as large as a new worker, off, told by nothing, overruled, or unknown to the version', () => {
    for (const text of ['= 40960', '= 0', '= f()', '= 300\nworker_max_memory_per_child = 99999'])
      assert.deepEqual(checked('celery', ['c.py', `worker_max_memory_per_child ${text}\n`]), [], text);
    assert.deepEqual(checked('celery', ['c.py', 'worker_max_memory_per_child = 300\n'], [], [3, 1]), []);
    assert.deepEqual(checked('uwsgi', ['a.ini', '[uwsgi]\nmax-requests = 3\n']), []);
  });

  it('take the place of what was said of them, and of nothing else', () => {
    const before: readonly Compared[] = [
      { setting: 'a', present: 1, advised: 2, judgement: 'too-low', text: 'x', line: 1 },
      {
        setting: 'worker_max_memory_per_child',
        present: 300,
        advised: 200_000,
        judgement: 'too-low',
        text: 'x',
        line: 2,
      },
    ];
    const after = checked('celery', ['c.py', 'a = 1\nworker_max_memory_per_child = 300\n'], before);
    assert.equal(after.length, 2);
    assert.equal(after[0], before[0]);
    assert.equal(after[1]?.advised, 200_000);
    assert.match(after[1].text, /every task/);
  });
});
