/** What memhog makes of the logs with the probe (samples/probe): every leak before any innocent, and RSS alone does not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { probeLogs, rankedSample, scoreOf, truthOf } from './probe-report/score.ts';

describe('a ranking by the probe', () => {
  for (const name of probeLogs(false).filter((one) => !one.includes('/')))
    it(`${name}: eight leaks first, their sizes right, no innocent accused`, () => {
      const score = scoreOf(rankedSample(name), truthOf(name));
      assert.equal(score.metric, 'live');
      assert.equal(score.precision, 1);
      assert.deepEqual(score.accused, []);
      assert.ok(score.leaks + score.suspects >= 6, `${score.leaks} leaks, ${score.suspects} suspects`);
      assert.ok(score.covered >= 7, `${score.covered} ranges hold the truth`);
      const middle = score.errors.map(Math.abs).sort((a, b) => a - b)[score.errors.length >> 1]!;
      assert.ok(middle < 0.1, `sizes are off by ${middle}`);
      assert.ok(scoreOf(rankedSample(name, 'rss'), truthOf(name)).precision < score.precision);
    });

  for (const name of probeLogs(false).filter((one) => one.includes('/')))
    it(`${name}: no innocent accused, however few readings there are`, () => {
      assert.deepEqual(scoreOf(rankedSample(name), truthOf(name)).accused, []);
    });
});
