/** reports/sample is what `npm run sample-report` makes now. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { folderWith } from '../cli/shop-log.ts';
import { makeSample, SAMPLE } from './make-sample.ts';

const REMEDY = 'run `npm run sample-report`, look at the pages, and keep them';

const fresh = join(folderWith(), 'sample');

before(() => makeSample(fresh));

/** What a reader sees of a page: without its style, scripts, data and markup. */
function wordsOf(page: string): string {
  return page
    .replace(/<(style|script|svg)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What must be the same, whatever made it: compression may differ from machine to machine, and drawings to the last digit. */
function essence(folder: string, name: string): string {
  const bytes = readFileSync(join(folder, name));
  if (name.endsWith('.memhog')) return gunzipSync(bytes).toString('utf8');
  return name.endsWith('.html') ? wordsOf(bytes.toString('utf8')) : bytes.toString('utf8');
}

describe('the sample report', () => {
  it('has the files that are made now', () => {
    assert.deepEqual(readdirSync(SAMPLE).sort(), readdirSync(fresh).sort(), REMEDY);
  });

  it('says what is said now', () => {
    for (const name of readdirSync(fresh))
      assert.equal(essence(SAMPLE, name), essence(fresh, name), `${name} has drifted: ${REMEDY}`);
  });

  it('shows what an index is for: several nights, a deploy, a known hog, links to pages that are there', () => {
    const index = readFileSync(join(fresh, 'index.html'), 'utf8');
    assert.ok(wordsOf(index).includes('POST /cart/items is acknowledged until 2026-12-31'));
    assert.match(index, /class="deploy"/);
    const links = [...index.matchAll(/href="(2026-[^"]+)"/g)].map(([, link = '']) => link);
    assert.ok(new Set(links).size >= 7);
    for (const link of links) {
      const [page = '', place] = link.split('#');
      assert.ok(readdirSync(fresh).includes(page), link);
      if (place !== undefined)
        assert.ok(readFileSync(join(fresh, page), 'utf8').includes(`id="${place}"`), link);
    }
  });
});
