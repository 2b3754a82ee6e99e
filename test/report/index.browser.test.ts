/** The index of the nights and the page of a comparison in Chromium, with what strangers send in all their names. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { trendsOf } from '../../src/nightly/trend.ts';
import type { NightRanking } from '../../src/nightly/trend.ts';
import { compareRankings } from '../../src/ranking/compare-rankings.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { renderComparePage } from '../../src/report/compare-page.ts';
import { renderIndex } from '../../src/report/index-page.ts';
import { inLong } from '../long.ts';
import { finding } from '../render/fixture.ts';
import { HOSTILE } from '../render/hostile-fixture.ts';
import { barriers, launch, NO_BROWSER, open, widthOf } from './browser.ts';

const dayOf = (index: number): string => new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10);

/** Ninety nights: quiet, a deploy, then everything leaks that has a hostile name. */
const nights: readonly NightRanking[] = Array.from({ length: 90 }, (_, i): NightRanking => {
  const findings = HOSTILE.findings.map((one, k) =>
    i < 60
      ? finding({ endpoint: one.endpoint })
      : finding({
          ...one,
          verdict: k % 2 === 0 ? 'leak' : 'suspect',
          leakPerCall: { estimate: 90_000 + i, low: 80_000, high: 99_000 },
          kept: { estimate: 9e8, low: 8e8, high: 1e9 },
        }),
  );
  const deploys =
    i === 60 ? { deploys: [{ at: `${dayOf(i)}T06:00:00`, host: '<b>host</b>', workers: 4 }] } : {};
  const ranking: Ranking = { ...HOSTILE, findings, ...deploys };
  return { day: dayOf(i), ranking };
});

const acknowledged = HOSTILE.findings
  .slice(0, 6)
  .map(({ endpoint }) => ({ endpoint, until: '2026-12-31', note: `"><script>alert(1)</script>${endpoint}` }));

const pages = {
  index: renderIndex({ nights, trends: trendsOf(nights), acknowledged }),
  'index without nights': renderIndex({ nights: [], trends: [], acknowledged: [] }),
  comparison: renderComparePage(
    compareRankings(nights[0]!.ranking, { ...nights[89]!.ranking, acknowledged }),
  ),
};

/** The widths of a phone, a tablet and a desk; what a theme colours is no other in another width. */
const LOOKS = [
  [360, 'dark'],
  [900, 'light'],
  [1600, 'dark'],
] as const;

type Look = (typeof LOOKS)[number];

/** How the page of this place is looked at: the first, the longest, on a phone, the others on one more each; in the long run all on all. */
const looksOf = (place: number): readonly Look[] => inLong<readonly Look[]>([LOOKS[place]!], LOOKS);

describe('a page without script', { skip: NO_BROWSER }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  for (const [i, [name, html]] of Object.entries(pages).entries())
    it(`is inert, fits and is accessible at three widths and in both themes (${name})`, async () => {
      assert.doesNotMatch(html, /<script/);
      for (const [width, colorScheme] of looksOf(i)) {
        const { page, faults, close } = await open(browser, html, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        const found = await barriers(page);
        const wide = await widthOf(page);
        const markup = await page.locator('script, b b, iframe, img, form').count();
        await close();
        assert.deepEqual([faults, found, markup], [[], [], 0]);
        assert.ok(wide <= width, `${wide} px at ${width}`);
      }
    });
});
