/** Chromium for the tests of pages: Debian's, without a network, watched for whatever should not happen. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** Walks down the page, so that every chart has been in view and is live. */
export async function walk(page: Page): Promise<void> {
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  for (let y = 0; y < height; y += 500) {
    await page.evaluate(`window.scrollTo(0, ${y})`);
    await page.waitForTimeout(40);
  }
  await page.waitForTimeout(300);
  await page.evaluate('window.scrollTo(0, 0)');
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
