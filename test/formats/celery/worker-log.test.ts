import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fresh, mutated, randomFrom, read } from '../memhog/reading.ts';
import type { Said } from '../memhog/reading.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

const ID = '9a82389d-e8bf-4b5b-a1d9-54b264dcaf6c';
const AT = '[2026-11-22 19:02:17,224: INFO/ForkPoolWorker-4]';
const MAIN = '[2026-11-22 19:02:17,224: INFO/MainProcess]';
const LINE = `${AT} proj.tasks.add[${ID}]: memhog v=1 pid=1091 seq=12 inflight=1 rss=38907904 task=proj.tasks.add status=SUCCESS ms=0.412`;
const SAID: Said = {
  kind: 'request',
  pid: 1091,
  seq: 12,
  time: '2026-11-22T19:02:17',
  route: 'proj.tasks.add',
  figures: { rss: 38907904 },
};
const celery = (line: string): Said => read(fresh().celery, line);

describe('a line of a Celery task', () => {
  it('says which task, which process and how much memory', () => assert.deepEqual(celery(LINE), SAID));

  it('is its own example', () => {
    const { about } = fresh().celery;
    assert.deepEqual(celery(about.example).figures, { rss: 38912000 });
    let at = 0;
    for (const { pattern } of about.landmarks) {
      const match = pattern.exec(about.example.slice(at));
      assert.ok(match, String(pattern));
      at += match.index + match[0].length;
    }
  });

  it('has its name and its process from the prefix where the tail says neither', () => {
    const short: Said = { ...SAID, pid: 4 };
    const { seq, ...rest } = short;
    assert.equal(seq, 12);
    assert.deepEqual(celery(`${AT} proj.tasks.add[${ID}]: memhog rss=38907904`), rest);
    assert.deepEqual(celery(`${AT} proj.tasks.add[${ID}]: memhog v=1 seq=12 rss=38907904`), short);
    assert.deepEqual(celery(`${AT} memhog v=1 seq=12 rss=38907904 task=proj.tasks.add`), short);
    const solo = celery(`${MAIN} proj.tasks.add[${ID}]: memhog rss=38907904`);
    assert.deepEqual([solo.pid, solo.route], [undefined, 'proj.tasks.add']);
  });

  it('has no reading when it is cut, and never a wrong one', () => {
    for (let end = 0; end < LINE.length; end++) {
      const { kind, figures, pid } = celery(LINE.slice(0, end));
      if (kind === 'request') assert.deepEqual([pid, figures], [1091, { rss: 38907904 }]);
      else assert.equal(figures, undefined);
    }
    assert.equal(celery(`${AT} add[1]: memhog rss=389120`).kind, 'request');
    assert.equal(celery(`${AT} add[1]: memhog rss=38912`).kind, 'malformed');
  });
});

describe('other lines of the worker', () => {
  it('are ignored by their sort', () => {
    const sorts: Record<string, string> = {
      [`${MAIN} Task proj.tasks.add[${ID}] received`]: 'task received',
      [`${AT} Task proj.tasks.add[${ID}] succeeded in 5.04049999108247e-05s: 0`]: 'task line without memory',
      [`[2026-11-22 19:02:17,233: ERROR/ForkPoolWorker-1] Task proj.tasks.boom[${ID}] raised unexpected: ValueError('no')`]:
        'task line without memory',
      [`${AT} Task proj.tasks.add[${ID}] retry: Retry in 3s`]: 'task line without memory',
      [`${AT} proj.tasks.add[${ID}]: hello memhog v=1 pid=5 rss=4096 task=x`]: 'message of a task',
      [`${MAIN} mingle: all alone`]: 'server message',
      [`${MAIN} Connected to redis://localhost:6379//`]: 'server message',
    };
    for (const [line, reason] of Object.entries(sorts))
      assert.deepEqual(celery(line), { kind: 'ignored', reason }, line);
  });

  it('tell of starts and ends', () => {
    const sayings: Record<string, string> = {
      [`${MAIN} celery@web-1 ready.`]: 'instance started 0',
      ' -------------- celery@web-1 v5.2.6 (dawn-chorus)': 'instance started 0',
      [`[2026-11-22 19:02:17,224: ERROR/MainProcess] Process 'ForkPoolWorker-4' pid:1091 exited with 'signal 9 (SIGKILL)'`]:
        'end killed 1091',
      [`[2026-11-22 19:02:17,224: ERROR/MainProcess] Process 'ForkPoolWorker-4' pid:1091 exited with 'exitcode 1'`]:
        'end stopped 1091',
    };
    for (const [line, event] of Object.entries(sayings))
      assert.deepEqual(celery(line), { kind: 'lifecycle', event }, line);
  });

  it('name a process as its readings do', () => {
    const limit = `[2026-11-22 19:02:17,224: WARNING/ForkPoolWorker-4] child process exiting after exceeding memory limit (140288KiB / 120000KiB)`;
    const exit = `${MAIN} Process 'ForkPoolWorker-4' pid:1091 exited with 'signal 9 (SIGKILL)'`;
    const named = fresh().celery;
    assert.equal(read(named, limit).kind, 'ignored');
    read(named, LINE);
    assert.equal(read(named, limit).event, 'end memory-limit 1091');
    assert.equal(read(named, exit).event, 'end killed 1091');
    const nameless = fresh().celery;
    read(nameless, `${AT} add[1]: memhog rss=38907904`);
    assert.equal(read(nameless, limit).event, 'end memory-limit 4');
    assert.equal(read(nameless, exit).event, 'end killed 4');
  });

  it('are foreign when they are not of the worker', () => {
    for (const line of [
      '',
      '[',
      'Traceback (most recent call last):',
      '  File "/x.py", line 3, in add',
      '[2026-11-22 18:58:47 +0000] [31909] [INFO] Booting worker with pid: 31909',
      '[2026-11-22 19:02:17,224: info/x] y',
      '[2026-11-22 19:02:17,224: INFO/x',
      ' -------------- a line',
    ])
      assert.equal(celery(line).kind, 'foreign', line);
  });

  it(`are read without a throw or a look outside: ${CHANGED} changed lines`, () => {
    const random = randomFrom(71);
    const parser = fresh().celery;
    const lines = [
      LINE,
      `${AT} a[1]: memhog rss=4096`,
      `${MAIN} Process 'ForkPoolWorker-4' pid:1091 exited with 'x'`,
      `${MAIN} celery@web-1 ready.`,
    ];
    for (let run = 0; run < CHANGED; run++)
      read(parser, mutated(lines[run % lines.length]!, random, 1 + Math.floor(random() * 4)));
  });
});
