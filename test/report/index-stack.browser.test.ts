/** Index and comparison on a phone and on a small window: nothing scrolls sideways, and what one looks for is in view. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { trendsOf } from '../../src/nightly/trend.ts';
import type { NightRanking } from '../../src/nightly/trend.ts';
import { compareRankings } from '../../src/ranking/compare-rankings.ts';
import { renderComparePage } from '../../src/report/compare-page.ts';
import { renderIndex } from '../../src/report/index-page.ts';
import { finding, SHOP } from '../render/fixture.ts';
import { launch, NO_BROWSER, open } from './browser.ts';

const QUIET = { ...SHOP, findings: SHOP.findings.map(({ endpoint }) => finding({ endpoint })) };
const nights: readonly NightRanking[] = [QUIET, SHOP, SHOP].map((ranking, i) => ({
  day: `2026-11-0${i + 1}`,
  ranking,
}));
const index = renderIndex({ nights, trends: trendsOf(nights), acknowledged: [] });
const comparison = renderComparePage(compareRankings(QUIET, SHOP));

describe('tables in a narrow window', { skip: NO_BROWSER }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  for (const [name, page, cell] of [
    ['index', index, '.night-line'],
    ['comparison', comparison, 'td:last-child'],
  ] as const)
    for (const width of [360, 900])
      it(`have every cell in view at ${width} px (${name})`, async () => {
        const opened = await open(browser, page, { viewport: { width, height: 900 } });
        const sideways = await opened.page.evaluate(
          "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length",
        );
        const box = await opened.page.locator(`tbody ${cell}`).first().boundingBox();
        const faults = opened.faults;
        await opened.close();
        assert.deepEqual([sideways, faults], [0, []]);
        assert.ok(box && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
      });
});
