import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf } from '../../src/advise/answer.ts';
import { wholeAdvice } from '../../src/advise/whole-advice.ts';
import type { WholeAdvice } from '../../src/advise/whole-advice.ts';
import { ADVISED_SERVERS } from '../../src/advise/servers/servers.ts';
import { rank } from '../../src/ranking/rank.ts';
import { profileOf } from '../report/profiles.ts';
import { MIB } from './loads.ts';
import { workersLog } from './workers-log.ts';
import type { WorkersLog } from './workers-log.ts';

function advised(name: string, log: Partial<WorkersLog>, memory: number): WholeAdvice {
  const profile = profileOf(workersLog(log));
  const origins = { server: '', version: '', memory: '', reserve: '', workers: '' };
  const server = ADVISED_SERVERS.find((one) => one.name === name)!;
  return wholeAdvice(profile, rank(profile), { server, version: '', origins, memory });
}

test('the answer says when workers may restart together, and when they do not says nothing of it', () => {
  assert.match(
    advised('php-fpm', { hours: 8 }, 768 * MIB).answer.text,
    / Of the restarts \d+ % may come while another worker is down\./,
  );
  assert.doesNotMatch(advised('gunicorn', { hours: 8 }, 768 * MIB).answer.text, /Of the restarts/);
});

test('the answer says what no worker was ever seen to do', () => {
  const far = advised('celery', { hours: 8 }, 4096 * MIB).answer.text;
  assert.match(far, / No worker was seen beyond 1,\d{3} tasks: what comes after is extrapolated\.$/);
  const near = advised('gunicorn', { hours: 8, lifeOf: () => 5000 }, 768 * MIB).answer.text;
  assert.doesNotMatch(near, /extrapolated/);
});

test('levels of memory are whole MiB, so that what is pasted is what is said', () => {
  for (const { name } of ADVISED_SERVERS) {
    const { plan } = advised(name, { hours: 4 }, 700 * MIB);
    assert.equal((plan?.byMemory ?? 0) % MIB, 0, name);
  }
});

test('where nothing grows the answer is mild, and restarts are no more often than once an hour', () => {
  const still = advised('uwsgi', { hours: 4, growthOf: () => 0 }, 2048 * MIB);
  assert.equal(still.answer.kind, 'mild');
  assert.ok(still.predicted!.life! > 3000, `${still.predicted!.life}`);
  assert.equal(answerOf(still, still.recycling, ADVISED_SERVERS[1]!).text, still.answer.text);
});
