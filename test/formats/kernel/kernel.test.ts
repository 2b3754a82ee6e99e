import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Kernel } from '../../../src/formats/kernel/kernel.ts';
import { survives } from '../fields/hostile.ts';
import { read } from '../fields/reading.ts';

const LINES = [
  '[1234567.891011] Out of memory: Killed process 1234 (uwsgi) total-vm:2048000kB, anon-rss:1024000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:2400kB oom_score_adj:0',
  'kernel: [ 12.891011] Out of memory: Kill process 1234 (uwsgi) score 812 or sacrifice child',
  '[Sun Nov 22 18:53:52 2026] Memory cgroup out of memory: Killed process 1234 (uwsgi) total-vm:2048000kB, anon-rss:1kB',
  'kernel: [Sun Nov  2 18:53:52 2026] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task=uwsgi,pid=1234,uid=33',
  'Killed process 1234 (uwsgi) total-vm:2048000kB, anon-rss:1024000kB, file-rss:0kB',
  'Killed process 1234 (uwsgi), UID 33, total-vm:2048000kB, anon-rss:1024000kB',
  'Memory cgroup out of memory: Killed process 1234 (celery: worker) total-vm:1kB',
  '[    7.1] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=docker-1,mems_allowed=0,oom_memcg=/docker/1,task_memcg=/docker/1,task=uwsgi,pid=1234,uid=33',
];

describe("the kernel's out-of-memory killer", () => {
  for (const line of LINES)
    it(`ends a life: ${line.slice(0, 60)}`, () =>
      assert.deepEqual(read(new Kernel(), line), { kind: 'lifecycle', event: 'end out-of-memory 1234' }));

  it('is not heard elsewhere', () => {
    for (const line of [
      '',
      '[1.0] eth0: link up',
      '[1.0]',
      '[Sun Nov 22 18:53:52 2026] eth0: link up',
      '[Sun Nov 22 18:53:52 2026]',
      '[Sun Nov 22 18:53:52 2026 Out of memory: Killed process 1234 (uwsgi)',
      'Out of memory: Killed process',
      'x Out of memory: Killed process 1234 (uwsgi)',
      'Killed process 1234 (uwsgi) by hand',
      '[pid: 7|app: 0] Out of memory: Killed process 1234 (uwsgi)',
    ])
      assert.equal(read(new Kernel(), line).kind, 'foreign', line);
  });

  it('of any bytes never breaks the parser', () => survives(() => new Kernel(), LINES));
});
