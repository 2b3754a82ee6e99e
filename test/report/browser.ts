/** Chromium for the tests of pages: Debian's, without a network, watched for whatever should not happen. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is; undefined where there is none. */
export const CHROMIUM = PROGRAMS.find(existsSync);

/** Why tests in a browser are left out; false where they are not. */
export const NO_BROWSER = CHROMIUM === undefined ? 'chromium is not installed' : false;

/** Starts it. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
}

/** Makes the script of the page from its sources as they are now. */
export function freshRuntime(): void {
  execFileSync(process.execPath, ['build-runtime.mjs']);
}

/** How wide the page is, in pixels of the style. */
export async function widthOf(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth'));
}

/** Whether every chart that can be seen is live and as wide as its place. */
const DRAWN = `[...document.querySelectorAll('figure[data-chart] .canvas')]
  .filter((canvas) => canvas.checkVisibility())
  .every((canvas) => {
    const svg = canvas.querySelector('.live-chart svg');
    return svg && svg.querySelectorAll('path[d], rect, line, text').length > 5 &&
      Math.abs(Number(svg.getAttribute('width')) - canvas.clientWidth) <= 1;
  })`;

/** Waits until an expression is true in the page. Throws Error after half a minute. */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + 30_000;
  // Not page.waitForFunction, which needs what the policy of the page forbids.
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > end) throw new Error(`this did not come true: ${expression}`);
    await page.waitForTimeout(20);
  }
}

/** Makes the window as high as the page, so that every chart is in view, and waits until all are live and drawn. */
export async function showAll(page: Page): Promise<void> {
  await page.waitForSelector('html.live');
  const { width } = page.viewportSize()!;
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ width, height });
  await until(page, DRAWN);
}

/** Gives the window another width and waits until the charts have followed. */
export async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: page.viewportSize()!.height });
  await until(page, `innerWidth === ${width} && ${DRAWN}`);
}

/** What axe has against the page, each with the first element. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // What is in order need not be told one by one, which takes longer than to find it. Pages have no frames to look into.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 120)}`);
}

/** An opened page, and what went wrong in it. */
export interface Opened {
  readonly page: Page;
  /** Console errors and warnings, exceptions, requests beyond the file itself, violations of the policy. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a page from a file. */
export async function open(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'memhog-page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  const own = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(own)) faults.push(`request: ${request.url().slice(0, 200)}`);
  });
  if (options.javaScriptEnabled !== false)
    await page.addInitScript(
      "document.addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))",
    );
  await page.goto(own);
  return {
    page,
    faults,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
