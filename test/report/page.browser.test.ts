/** The page in a real browser. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { rank } from '../../src/ranking/rank.ts';
import { renderPage } from '../../src/report/page.ts';
import { inLong } from '../long.ts';
import {
  barriers,
  freshRuntime,
  launch,
  NO_BROWSER,
  open,
  resize,
  showAll,
  until,
  widthOf,
} from './browser.ts';
import type { Opened } from './browser.ts';
import { hostileProfile, SHOP_PROFILE } from './profiles.ts';

/** The widest first: what has become wide must become narrow again. */
const WIDTHS = inLong([1600, 360], [1600, 900, 360]);

/** Whether with script, theme and width, for axe: as many as it takes to see each once; in the long run all together. */
const LOOKS = inLong(
  [
    [true, 'dark', 360],
    [false, 'light', 1200],
  ] as const,
  [true, false].flatMap((isLive) =>
    (['light', 'dark'] as const).flatMap((theme) =>
      [360, 1200].map((width) => [isLive, theme, width] as const),
    ),
  ),
);

describe('the page in Chromium', { skip: NO_BROWSER }, () => {
  let browser: Browser;
  let opened: Opened;
  let page: Page;
  let live: string;
  let still: string;
  before(async () => {
    freshRuntime();
    browser = await launch();
    const shared = {
      profile: SHOP_PROFILE,
      ranking: rank(SHOP_PROFILE),
      title: 'shop.log',
      acknowledged: [
        {
          endpoint: 'POST /login',
          until: '2026-12-31',
          note: 'sessions are kept for ever; a fix is in review',
        },
      ],
    };
    live = await renderPage({ ...shared, isStatic: false });
    still = await renderPage({ ...shared, isStatic: true });
    // One page for all who leave it as they found it: to draw its charts takes longer than what is done with them.
    opened = await open(browser, live, { viewport: { width: 1200, height: 900 }, colorScheme: 'dark' });
    ({ page } = opened);
    await showAll(page);
  });
  afterEach(() => assert.deepEqual(opened.faults, []));
  after(() => browser.close());

  test('every chart becomes live and is drawn, nothing is asked for, nothing is said', async () => {
    const figures = page.locator('figure[data-chart]:visible');
    assert.ok((await figures.count()) >= 9);
    for (const figure of await figures.all()) {
      const marks = await figure.locator('.live-chart svg :is(path[d], rect, line, text)').count();
      assert.ok(marks > 5, `${(await figure.getAttribute('data-chart'))!}: ${marks} marks`);
    }
    const lines = await page.locator('figure[data-chart=workers] .mark-line path').count();
    assert.ok(lines >= 8, `level and floor of four workers: ${lines} lines`);
  });

  test('picking an endpoint in the table leads every chart to it', async () => {
    const dotted = 'figure[data-chart=workers] path[stroke-dasharray="2,3"]';
    assert.equal(await page.locator('article.panel:visible').count(), 3);
    await page.getByRole('button', { name: 'GET /cart' }).click();
    assert.equal(await page.locator('article.panel:visible').count(), 1);
    assert.equal(await page.locator('#pick').inputValue(), '0');
    await page.locator('#workers').scrollIntoViewIfNeeded();
    await until(page, `document.querySelectorAll('${dotted}').length === 4`);
    const faint = page.locator('figure[data-chart=ranking] path[opacity="0.35"]');
    assert.ok(
      (await page.locator('figure[data-chart=ranking] .mark-rect path').count()) > (await faint.count()),
    );
    await page.locator('#pick').selectOption('-1');
    assert.equal(await page.locator('article.panel:visible').count(), 3);
  });

  test('a bar of the ranking picks its endpoint', async () => {
    const bar = page.locator('figure[data-chart=ranking] .mark-rect path').first();
    await bar.click();
    assert.equal(await page.locator('#pick').inputValue(), '0');
    await page.locator('#pick').selectOption('-1');
  });

  test('dragging across a chart zooms all of them, buttons go back, keys do too', async () => {
    const chart = page.locator('figure[data-chart=workers] .canvas');
    await chart.scrollIntoViewIfNeeded();
    const ticks = async (name: string): Promise<string[]> => {
      const labels = page.locator(`figure[data-chart=${name}]`).first().locator('.role-axis-label text');
      return (await labels.allTextContents()).sort();
    };
    const before = await ticks('calls');
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 120);
    await page.mouse.down();
    await page.mouse.move(box.x + 320, box.y + 130, { steps: 4 });
    await page.mouse.move(box.x + 420, box.y + 130, { steps: 4 });
    await page.mouse.up();
    const shown = page.locator('#zoom output');
    await until(page, "document.querySelector('#zoom output').textContent !== ''");
    assert.match((await shown.textContent())!, /^2026-11-22 \d\d:\d\d:\d\d to 2026-11-22 \d\d:\d\d:\d\d$/);
    const labels =
      "[...document.querySelector('figure[data-chart=calls]').querySelectorAll('.role-axis-label text')]";
    const shows = `JSON.stringify(${labels}.map(({ textContent }) => textContent).sort())`;
    // The chart of calls follows.
    await until(page, `${shows} !== '${JSON.stringify(before)}'`);
    const mark = await page
      .locator('figure[data-chart=workers] .stretch_brush path')
      .first()
      .getAttribute('d');
    assert.ok(!mark || /h0|M0,0h0/.test(mark), `the mark is gone: ${mark ?? ''}`);
    await page.getByRole('button', { name: 'Whole log' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await shown.textContent(), '');
    await until(page, `${shows} === '${JSON.stringify(before)}'`);
    await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
    assert.notEqual(await shown.textContent(), '');
    await page.getByRole('button', { name: 'Whole log' }).press('Enter');
    await until(page, `${shows} === '${JSON.stringify(before)}'`);
  });

  test('workers are hidden and shown', async () => {
    await page.locator('#workers').scrollIntoViewIfNeeded();
    const selector = 'figure[data-chart=workers] .mark-line path[stroke-width="2"]';
    const drawn = `document.querySelectorAll('${selector}').length`;
    await until(page, `${drawn} === 4`);
    await page.getByRole('checkbox', { name: /pid 101/ }).uncheck();
    await until(page, `${drawn} === 3`);
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await until(page, `${drawn} === 4`);
  });

  test('the pointer is told what it rests on', async () => {
    await page.locator('figure[data-chart=ranking] .mark-rect path').first().hover();
    await page.locator('.tip:visible').waitFor();
    assert.match(
      (await page.locator('.tip').textContent())!,
      /endpoint GET \/cart.*verdict leak.*kept .* \(.* to .*\)/,
    );
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.tip:visible').count(), 0);
  });

  test('the table is sorted and filtered', async () => {
    const names = (): Promise<string[]> => page.locator('#findings tbody tr:visible th').allTextContents();
    const all = await names();
    await page.getByRole('button', { name: 'calls' }).click();
    assert.equal(await page.locator('#findings th[aria-sort]').getAttribute('aria-sort'), 'descending');
    const calls = await page.locator('#findings tbody tr:visible td:nth-child(6)').allTextContents();
    const figures = calls.map((text) => Number(text.replaceAll(',', '')));
    assert.deepEqual(
      figures,
      figures.toSorted((a, b) => b - a),
    );
    await page.getByLabel('Name contains').fill('CART');
    assert.deepEqual(await names(), ['GET /cart']);
    await page.getByLabel('Name contains').fill('');
    assert.deepEqual((await names()).toSorted(), all.toSorted());
  });

  test('without JavaScript the page is complete', async () => {
    for (const html of [live, still]) {
      const { page, faults, close } = await open(browser, html, {
        javaScriptEnabled: false,
        viewport: { width: 1200, height: 900 },
      });
      assert.equal(
        await page.locator('#findings tbody tr:visible').count(),
        rank(SHOP_PROFILE).findings.length,
      );
      const drawn = page.locator('figure[data-chart] svg:visible');
      assert.ok((await drawn.count()) >= 9);
      for (const svg of await drawn.all()) assert.ok((await svg.boundingBox())!.height > 50);
      assert.equal(
        await page.locator('#picker:visible, .table-tools:visible, .live-only:visible').count(),
        0,
      );
      assert.deepEqual(faults, []);
      await close();
    }
  });

  test('nothing is wider than the screen, in any width', async () => {
    for (const width of [...WIDTHS, 1200]) {
      await resize(page, width);
      assert.equal(await widthOf(page), width);
    }
    const { page: drawn, close } = await open(browser, still);
    for (const width of WIDTHS) {
      await drawn.setViewportSize({ width, height: 800 });
      assert.equal(await widthOf(drawn), width);
    }
    await close();
  });

  test('the theme follows the system, and the switch before it', async () => {
    const paper = async (): Promise<string> =>
      String(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
    const dark = await paper();
    await page.getByRole('radio', { name: 'light' }).check();
    const light = await paper();
    assert.notEqual(light, dark);
    await page.getByRole('radio', { name: 'dark' }).check();
    assert.equal(await paper(), dark);
  });

  test('axe finds nothing, in both themes, wide and narrow, with script and without', async () => {
    for (const [isLive, colorScheme, width] of LOOKS) {
      const viewport = { width, height: 900 };
      const { page, close } = await open(browser, isLive ? live : still, { colorScheme, viewport });
      if (isLive) await showAll(page);
      assert.equal(await widthOf(page), width);
      assert.deepEqual(await barriers(page), [], `${colorScheme} ${width}`);
      await close();
    }
  });

  test('hostile text runs nowhere and breaks nothing', async () => {
    const profile = hostileProfile();
    const html = await renderPage({
      profile,
      ranking: rank(profile),
      title: 'x',
      acknowledged: [],
      isStatic: false,
    });
    const { page, faults, close } = await open(browser, html, {
      viewport: { width: WIDTHS[0]!, height: 900 },
    });
    await showAll(page);
    for (const width of WIDTHS) {
      await resize(page, width);
      await page.locator('button.pick').first().click();
      await page.locator('figure[data-chart=ranking] .mark-rect path').first().hover();
      assert.equal(await page.title(), 'memhog: x');
      assert.equal(await page.locator('img, iframe, object, a[href^="javascript"], script[src]').count(), 0);
      assert.equal(await widthOf(page), width);
      assert.deepEqual(faults, []);
    }
    await close();
  });
});
