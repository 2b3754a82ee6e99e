/** Pictures of pages, for people to look at: three widths, both themes. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, showAll } from './browser.ts';

/** Widths of a phone, a tablet, a desk, with the height that is shown of the page. */
const SCREENS = [
  { width: 360, height: 1500 },
  { width: 900, height: 1300 },
  { width: 1600, height: 1200 },
];

/**
 * Writes `NAME-WIDTH-THEME.png` into `folder` for each of the pages (name and file), with whatever script they have
 * running. Needs Chromium: see `NO_BROWSER`. Throws Error when a page says or asks for something.
 */
export async function takeScreenshots(
  pages: readonly { readonly name: string; readonly file: string }[],
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  try {
    for (const { name, file } of pages) {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const viewport of SCREENS) {
          const { page, faults, close } = await open(browser, readFileSync(file, 'utf8'), {
            colorScheme,
            viewport,
          });
          if ((await page.locator('script').count()) > 0) await showAll(page);
          await page.setViewportSize(viewport);
          await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}.png`) });
          await close();
          if (faults.length > 0) throw new Error(`${file}: ${faults.join('; ')}`);
        }
      }
    }
  } finally {
    await browser.close();
  }
}
