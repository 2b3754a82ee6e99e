/** What a page says is what the log shows: each kind of log has its own words, and what is not known is not stated as a figure. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Profile } from '../../src/profile/profile.ts';
import { rank } from '../../src/ranking/rank.ts';
import { renderPage } from '../../src/report/page.ts';
import { profileOf, SHOP_PROFILE } from './profiles.ts';

const sample = (name: string): string =>
  gunzipSync(readFileSync(new URL(`../../samples/${name}`, import.meta.url))).toString();

/** The words of a page, without markup and drawings, and the page itself. */
async function wordsOf(profile: Profile): Promise<{ words: string; page: string }> {
  const ranking = rank(profile);
  const page = await renderPage({ profile, ranking, title: 'x', acknowledged: [], isStatic: true });
  const words = page
    .replace(/<style\b.*?<\/style>|<svg\b.*?<\/svg>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return { words, page };
}

/** The texts that are drawn in the charts of this name. */
function drawnIn(page: string, chart: string): readonly string[] {
  const figures = [...page.matchAll(new RegExp(`<figure data-chart="${chart}".*?</figure>`, 'gs'))];
  return figures.flatMap(([figure]) => [...figure.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!));
}

describe('the page of a log of peaks', () => {
  let words: string;
  let page: string;
  before(async () => {
    ({ words, page } = await wordsOf(profileOf(sample('php-fpm/shop-php-fpm-8.2.36.log.gz'), 'php-fpm.log')));
  });

  test('has the words of peaks', () => {
    assert.match(words, /Peak by endpoint/);
    assert.match(words, /What the requests of each worker needed/);
    assert.match(words, /Largest request 34 MiB GET \/api\/v1\/orders\/:id/);
    assert.match(words, /typical peak 24 MiB one call in a hundred 32 MiB largest 34 MiB/);
    assert.match(words, /They never tell of leaks/);
    assert.match(words, /VmRSS in \/proc\/self\/status/);
    assert.ok(drawnIn(page, 'ranking').includes('peak, MiB'));
    assert.ok(drawnIn(page, 'deltas').includes('peak of the call'));
  });

  test('has no word of leaks that it cannot know', () => {
    assert.doesNotMatch(
      words,
      /leak per call|lifts the floor|chance that it leaks|90 % interval|comes back later|Growth|\bkept,|0 B|PEAK/,
    );
    assert.ok(!drawnIn(page, 'ranking').some((text) => text.startsWith('kept')));
  });

  test('says once why peaks show no leak', () => {
    assert.equal(words.match(/counted from nothing, which cannot show a leak/g)?.length, 1);
  });
});

describe('the page of a log that is too short', () => {
  let words: string;
  let page: string;
  before(async () => {
    const requests = sample('uwsgi/clean.log.gz')
      .split('\n')
      .filter((line) => line.includes('rss usage'))
      .slice(0, 22);
    ({ words, page } = await wordsOf(profileOf(`${requests.join('\n')}\n`)));
  });

  test('says that nothing is known instead of zeros and chances', () => {
    assert.match(words, /Growth not known/);
    assert.match(words, /leak per call not known chance that it leaks not known/);
    assert.doesNotMatch(words, /6 %|0 B \(0 B to 0 B\)|per 1,000 requests/);
    assert.doesNotMatch(page, /data-chart="(?:ranking|heat)"/, 'no bars of nothing');
  });

  test('knows that its times are there, within one second', () => {
    assert.match(words, /all within one second, 2026-11-22 21:09:59/);
    assert.match(words, /All of the log lies within one second: the axis counts requests/);
    assert.doesNotMatch(words, /has no times|0 s:/);
  });

  test('counts calls in whole calls', () => {
    const calls = drawnIn(page, 'calls').filter(
      (text) => text !== 'calls' && text !== 'requests of the worker',
    );
    assert.ok(calls.length > 0);
    for (const text of calls) assert.match(text, /^\d+$/);
  });
});

describe('the page of a log without a leak', () => {
  let words: string;
  let page: string;
  before(async () => {
    ({ words, page } = await wordsOf(profileOf(sample('uwsgi/clean.log.gz'))));
  });

  test('does not state a growth that may be none', () => {
    assert.match(
      words,
      /Growth not certain -1\.\d MiB to \+\d\.\d MiB per 1,000 requests \(90 %\), which holds zero/,
    );
    assert.match(words, /which need not be growth: too little to call it a leak/);
  });

  test('has no bars of what is not blamed', () => {
    assert.doesNotMatch(page, /data-chart="(?:ranking|heat)"/);
    assert.match(words, /Nothing is blamed/);
    assert.doesNotMatch(words, /What memhog blames comes first/);
  });

  test('takes the large request that the log ends on for no floor', () => {
    assert.match(words, /pid 13801 7,893 requests, floor 35\.9 MiB/);
    assert.doesNotMatch(words, /72\.7 MiB \d|floor 72/);
  });
});

describe('the page of a log with leaks', () => {
  test('counts what was started anew', async () => {
    const recycled = await wordsOf(profileOf(sample('uwsgi/recycled.log.gz')));
    assert.match(recycled.words, /Workers 26 22 were started anew during the log; 24 ended: recycled/);
    const killed = await wordsOf(profileOf(sample('uwsgi/killed.log.gz')));
    assert.match(killed.words, /Workers 5 1 was started anew during the log; 1 ended: killed/);
  });

  test('says its order, what spans prove, and units with every range', async () => {
    const { words, page } = await wordsOf(
      profileOf(sample('uwsgi/leaky-shop.log.gz'), '/srv/logs/leaky-shop.log'),
    );
    assert.match(words, /In order of certainty, not of size/);
    assert.match(words, /Other endpoints were called in the same stretches/);
    assert.doesNotMatch(words, /\+[\d.,]+ [KMG]?i?B for each/);
    for (const [, range] of page.matchAll(/<small>([^<]*–[^<]*)<\/small>/g))
      assert.match(range!, / [KMG]?i?B$/);
    assert.match(page, /<span title="\/srv\/logs\/leaky-shop\.log">leaky-shop\.log:\d+<\/span>/);
    assert.ok(drawnIn(page, 'deltas').includes('calls (scale of square roots)'));
    assert.ok(drawnIn(page, 'deltas').includes('0'));
    assert.ok(
      drawnIn(page, 'ranking').some((text) => text.endsWith('· leak')),
      'verdicts are not cut',
    );
  });

  test('kept and calls of an endpoint stand on axes of one length', async () => {
    const { page } = await wordsOf(SHOP_PROFILE);
    const widths = (chart: string): readonly string[] =>
      [...page.matchAll(new RegExp(`<figure data-chart="${chart}".*?</figure>`, 'gs'))].map(
        ([figure]) => /x2="(\d[\d.]+)"/.exec(figure)?.[1] ?? 'none',
      );
    assert.ok(!widths('kept').includes('none'));
    assert.equal(widths('kept')[0], widths('calls')[0]);
  });
});
