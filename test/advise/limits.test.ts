import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSeconds } from '../../src/advise/replay.ts';
import { ADVISED_SERVERS } from '../../src/advise/servers/servers.ts';
import { wholeAdvice } from '../../src/advise/whole-advice.ts';
import type { WholeAdvice } from '../../src/advise/whole-advice.ts';
import { rank } from '../../src/ranking/rank.ts';
import { profileOf } from '../report/profiles.ts';
import { MIB } from './loads.ts';
import { workersLog } from './workers-log.ts';
import type { WorkersLog } from './workers-log.ts';

function adviser(log: Partial<WorkersLog>): (name: string, mebibytes: number) => WholeAdvice {
  const profile = profileOf(workersLog(log));
  const ranking = rank(profile);
  const origins = { server: '', version: '', memory: '', reserve: '', workers: '' };
  return (name, mebibytes) => {
    const server = ADVISED_SERVERS.find((one) => one.name === name)!;
    return wholeAdvice(profile, ranking, { server, version: '', origins, memory: mebibytes * MIB });
  };
}
const pasted = ({ settings: { files } }: WholeAdvice): string =>
  files.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n');
const note = ({ notes }: WholeAdvice, code: string): string =>
  notes.find((one) => one.code === code)?.text ?? '';

// Twenty requests a second that keep 400 KiB each: a worker with 20 MiB of room is full within three seconds.
const fast = adviser({ hours: 0.3, every: () => 0.05, growthOf: () => 409_600, lifeOf: () => 150, boot: 1 });

test('uWSGI: where a worker is full before it may end, min-worker-lifetime is lowered, and the memory is kept', () => {
  const advice = fast('uwsgi', 450);
  assert.ok(advice.plan!.leastLife! >= 1 && advice.plan!.leastLife! < 10);
  assert.match(pasted(advice), /^min-worker-lifetime = \d$/m);
  assert.ok(advice.predicted!.memory.p99 < advice.memory, `${advice.predicted!.memory.p99 / MIB}`);
  assert.equal(advice.recycling!.leastLife, advice.plan!.leastLife);
  assert.doesNotMatch(pasted(adviser({ hours: 4 })('uwsgi', 700)), /min-worker-lifetime/);
});

test('a server without a limit on memory gets that of the service manager, and the number of workers that would do', () => {
  for (const name of ['uvicorn', 'php-fpm', 'hypercorn']) {
    const advice = fast(name, 450);
    assert.match(pasted(advice), /^\[Service\]\nMemoryMax=337M\nOOMPolicy=continue\nRestart=always$/, name);
    assert.match(advice.answer.text, /service manager/);
    assert.match(
      note(advice, 'too-fast') + note(advice, 'one-request-exceeds'),
      /--workers \d|Fewer workers alone/,
    );
  }
});

test('nothing grows: only what protects is given, and what more of the log would tell', () => {
  const clean = adviser({ hours: 8, growthOf: () => 0, lifeOf: () => 6000 });
  for (const [name, text] of [
    ['uwsgi', 'master = true\nreload-on-rss = 512'],
    ['granian', '--workers-max-rss 512'],
  ] as const) {
    const advice = clean(name, 2048);
    assert.equal(advice.answer.kind, 'mild');
    assert.equal(pasted(advice), text);
    assert.equal(advice.plan!.byRequests, null);
    assert.match(note(advice, 'no-growth'), /would still let .* hide/);
  }
  const { requests } = clean('uvicorn', 2048).plan!.byRequests ?? { requests: 0 };
  const { high } = clean('uvicorn', 2048).workload!.growth!.perRequest;
  // A number protects where what could hide in the log would not fill the memory before it.
  assert.ok(3 * requests * high < 1536 * MIB, `${requests} of ${high}`);
});

test('the time axis shows how the memory fills, and some lives', () => {
  const day = 86_400;
  assert.equal(chartSeconds(day, { full: null, life: 100 }), day);
  assert.equal(chartSeconds(day, { full: day / 2, life: 100 }), day);
  assert.equal(chartSeconds(day, { full: 200, life: 100 }), 1000);
  assert.equal(chartSeconds(day, { full: 200, life: 4000 }), 12_000);
  const { chart } = fast('gunicorn', 2048);
  const full = chart!.never.findIndex((bytes) => bytes > chart!.memory);
  assert.ok(full > chart!.never.length / 10, `${full} of ${chart!.never.length}`);
});
