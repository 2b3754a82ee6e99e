/** A page stays within its size, whatever the log: many workers, many routes with long names, all of them blamed. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pageAdviser } from '../../src/cli/page-advice.ts';
import { rank } from '../../src/ranking/rank.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { renderPage } from '../../src/report/page.ts';
import { lines } from '../cli/shop-log.ts';
import type { Line } from '../cli/shop-log.ts';
import { freshRuntime } from './browser.ts';
import { profileOf } from './profiles.ts';
import { inLong } from '../long.ts';

before(freshRuntime);

/** Requests of the day: the size of a page comes from workers and routes. */
const REQUESTS = inLong(10_800, 43_200);

/** A day of 32 workers and 600 routes, each worker started anew at noon. */
function dayOfMany(): string {
  const all: Line[] = [];
  for (let i = 0; i < REQUESTS; i++) {
    const seconds = Math.floor((86_400 * i) / REQUESTS);
    const at = new Date(seconds * 1000).toISOString().slice(11, 19);
    const pid = 100 + (i % 32) + (seconds > 43_200 ? 1000 : 0);
    const route = (i * 7919) % 600;
    const target = `/${'abcdefghij'.charAt(route % 10).repeat(3)}/section-of-things/${'x'.repeat(40)}-r${'abcdefghijklmnopqrstuvwxyz'.charAt(route % 26)}${'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(route / 26))}`;
    const since = seconds > 43_200 ? i - REQUESTS / 2 : i;
    all.push({
      pid,
      req: `${i + 1}/${i + 1}`,
      rss: 60_000 + ((since * 43_200) / REQUESTS) * 3 + ((i * 31) % 900),
      at,
      target,
    });
  }
  return lines(...all);
}

test('a day of 32 workers and hundreds of routes fits', async () => {
  const profile = profileOf(dayOfMany());
  const plain = rank(profile);
  assert.ok(plain.findings.length > 200, `${plain.findings.length} rows`);
  const ranking: Ranking = {
    ...plain,
    findings: plain.findings.map((finding, i) => ({
      ...finding,
      verdict: 'leak',
      leakPerCall: { estimate: 5000 + i, low: 3000, high: 9000 },
      kept: { estimate: (5000 + i) * finding.calls, low: 3000 * finding.calls, high: 9000 * finding.calls },
      share: 0.005,
    })),
  };
  const advice = pageAdviser(
    {},
    { server: 'uwsgi', serverVersion: '2.0.30', memory: '8G' },
    { cwd: '.' },
  )(profile, plain);
  assert.ok(advice);
  for (const [isStatic, most] of [
    [true, 200_000],
    [false, 800_000],
  ] as const) {
    // With advice it is larger than without.
    for (const more of inLong([{ advice }], [{}, { advice }])) {
      const page = await renderPage({ profile, ranking, title: 'many', acknowledged: [], isStatic, ...more });
      const size = Buffer.byteLength(page);
      assert.ok(size < most, `${size} bytes, script: ${!isStatic}, advice: ${'advice' in more}`);
      assert.match(page, /first \d+ are shown, the JSON output has the rest/);
      assert.match(page, /more (?:stand|stands) in the table/);
    }
  }
});
