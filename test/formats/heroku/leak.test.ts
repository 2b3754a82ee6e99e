import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_SETTINGS, Pipeline, rank } from '../../../src/index.ts';
import type { Profile, Ranking } from '../../../src/index.ts';
import { herokuLog } from './make-log.ts';
import type { Plan } from './make-log.ts';

const PLAN: Plan = { dynos: 3, hours: 6, rate: 2, leak: 40_000, seed: 2 };

function profileOf(lines: Iterable<string>): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'heroku.log', machine: '' }, 'heroku.log');
  let offset = 0;
  for (const line of lines) {
    const bytes = new TextEncoder().encode(line);
    pipeline.line(bytes, 0, bytes.length, offset);
    offset += bytes.length + 1;
  }
  pipeline.end();
  return pipeline.toProfile();
}

const blamed = ({ findings }: Ranking): readonly string[] =>
  findings.flatMap(({ endpoint, verdict }) =>
    verdict === 'leak' || verdict === 'suspect' ? [endpoint] : [],
  );

describe("Heroku's router lines and samples", () => {
  it('name the route that leaks, by regression, and say that memory is that of dynos', () => {
    const profile = profileOf(herokuLog(PLAN));
    const ranking = rank(profile);
    assert.deepEqual(blamed(ranking), ['GET /reports']);
    const { estimate } = ranking.findings[0]!.leakPerCall;
    assert.ok(estimate > 0.5 * PLAN.leak && estimate < 1.5 * PLAN.leak, String(estimate));
    assert.deepEqual(
      profile.workers.map(({ host, pid }) => [host, pid]),
      [1, 2, 3].map((n) => [`web.${n}`, 0]),
    );
    assert.deepEqual(
      ranking.warnings.map(({ code }) => code),
      ['dyno'],
    );
  });

  it('name nobody when nothing leaks', () => {
    assert.deepEqual(blamed(rank(profileOf(herokuLog({ ...PLAN, leak: 0 })))), []);
  });

  it('start a life where a dyno starts', () => {
    const lines = [...herokuLog({ ...PLAN, hours: 0.05 })];
    lines.splice(
      200,
      0,
      '2026-11-22T00:01:40.000000+00:00 heroku[web.2]: Starting process with command `bin/web`',
    );
    const lives = profileOf(lines).workers.map((worker) => worker.lives.length);
    assert.deepEqual(lives, [1, 2, 1]);
  });
});
