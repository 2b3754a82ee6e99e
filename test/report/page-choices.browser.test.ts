/** What a reader chooses on the page: a filter, an order, an endpoint, a stretch, a theme; each is said and can be undone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { rank } from '../../src/ranking/rank.ts';
import { renderPage } from '../../src/report/page.ts';
import { freshRuntime, launch, NO_BROWSER, open } from './browser.ts';
import type { Opened } from './browser.ts';
import { profileOf } from './profiles.ts';

const LOG = gunzipSync(
  readFileSync(new URL('../../samples/uwsgi/leaky-shop.log.gz', import.meta.url)),
).toString();

describe('choices on the page in Chromium', { skip: NO_BROWSER }, () => {
  let browser: Browser;
  let opened: Opened;
  let page: Page;
  // One page for all: what is chosen can be undone.
  before(async () => {
    freshRuntime();
    browser = await launch();
    const profile = profileOf(LOG);
    const html = await renderPage({
      profile,
      ranking: rank(profile),
      title: 'x',
      acknowledged: [],
      isStatic: false,
    });
    opened = await open(browser, html, { viewport: { width: 1200, height: 900 } });
    ({ page } = opened);
    await page.waitForSelector('html.live');
  });
  afterEach(() => assert.deepEqual(opened.faults, []));
  after(() => browser.close());

  test('the filter counts what matches, and what was shown in full can be shortened again', async () => {
    const count = page.locator('.table-tools output');
    const more = page.locator('#findings + .tools button');
    assert.match((await count.textContent())!, /^\d+ rows, 12 shown$/);
    await page.getByLabel('Name contains').fill('get');
    const [, matching] = /^(\d+) of \d+ rows match, 12 shown$/.exec((await count.textContent())!)!;
    assert.equal(await more.textContent(), `Show all ${matching!} rows that match`);
    await more.click();
    assert.equal(await page.locator('#findings tbody tr:visible').count(), Number(matching));
    assert.equal(await more.textContent(), 'Show the first 12 only');
    await more.click();
    assert.equal(await page.locator('#findings tbody tr:visible').count(), 12);
    await page.getByLabel('Name contains').fill('');
    assert.match((await count.textContent())!, /^\d+ rows, 12 shown$/);
  });

  test('the order is shown from the start, and ranks ascend', async () => {
    const sorted = page.locator('#findings th[aria-sort]');
    assert.equal(await sorted.getAttribute('aria-sort'), 'ascending');
    await page.getByRole('button', { name: 'calls' }).click();
    await page.getByRole('button', { name: '#' }).click();
    assert.equal(await sorted.getAttribute('aria-sort'), 'ascending');
    const ranks = await page.locator('#findings tbody tr:visible td:first-child').allTextContents();
    assert.deepEqual(ranks.slice(0, 3), ['1', '2', '3']);
  });

  test('a click anywhere on a row of the chart picks it, says so, and does not silently undo it', async () => {
    const row = page.locator('figure[data-chart=ranking] .mark-rect path').first();
    await row.scrollIntoViewIfNeeded();
    const box = (await row.boundingBox())!;
    for (const part of [0.9, 0.5]) {
      await page.mouse.click(box.x + part * box.width, box.y + box.height / 2);
      assert.equal(await page.locator('#pick').inputValue(), '0');
    }
    assert.match((await page.locator('#picked output').textContent())!, /^Picked: GET \/products\/:id$/);
    await page.getByRole('button', { name: 'Show all endpoints' }).click();
    assert.equal(await page.locator('#pick').inputValue(), '-1');
  });

  test('the vertical axis follows a zoom', async () => {
    const labels = page.locator('figure[data-chart=workers] .live-chart .role-axis-label text');
    await page.locator('#workers').scrollIntoViewIfNeeded();
    await labels.first().waitFor();
    const figures = async (): Promise<number[]> =>
      (await labels.allTextContents()).filter((text) => /^\d+$/.test(text)).map(Number);
    const whole = await figures();
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForTimeout(300);
    const zoomed = await figures();
    assert.ok(whole.includes(0) && !zoomed.includes(0), `${whole.join()} then ${zoomed.join()}`);
    assert.ok(Math.max(...zoomed) < Math.max(...whole), `${whole.join()} then ${zoomed.join()}`);
    await page.getByRole('button', { name: 'Whole log' }).click();
  });

  test('the theme is remembered', async () => {
    await page.getByRole('radio', { name: 'dark' }).check();
    await page.reload();
    // The page may be there before its script has looked.
    await page.getByRole('radio', { name: 'dark', checked: true }).waitFor({ timeout: 10_000 });
  });

  test('what is pressed on a phone is large enough', async () => {
    await page.setViewportSize({ width: 360, height: 900 });
    const small = await heightsOf(page, '#findings button');
    await page.setViewportSize({ width: 1200, height: 900 });
    assert.ok(small.length > 12);
    assert.ok(Math.min(...small) >= 24, `${Math.min(...small)} px`);
  });

  test('on paper nothing asks to be clicked, and nothing stays closed', async () => {
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.live-only:visible, input:visible, button.tools:visible').count(), 0);
    assert.equal(await page.locator('details:not([open])').count(), 0);
  });
});

async function heightsOf(page: Page, selector: string): Promise<number[]> {
  const boxes = await Promise.all(
    (await page.locator(`${selector}:visible`).all()).map((one) => one.boundingBox()),
  );
  return boxes.map((box) => box!.height);
}
