/** The first sentence of the index is the answer, and nothing in it is said on the word of a night that cannot tell. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newsOf } from '../../src/nightly/news.ts';
import { trendsOf } from '../../src/nightly/trend.ts';
import type { NightRanking } from '../../src/nightly/trend.ts';
import type { Acknowledged, Finding } from '../../src/ranking/ranking.ts';
import { indexHeadline } from '../../src/report/index-headline.ts';
import { renderIndex } from '../../src/report/index-page.ts';
import { finding, SHOP } from '../render/fixture.ts';

const leak = (endpoint: string, size = 50_000, more: Partial<Finding> = {}): Finding =>
  finding({
    endpoint,
    verdict: 'leak',
    confidence: 0.95,
    leakPerCall: { estimate: size, low: 0.9 * size, high: 1.1 * size },
    ...more,
  });
const quiet = (endpoint: string, more: Partial<Finding> = {}): Finding => finding({ endpoint, ...more });
const suspect = (endpoint: string, confidence: number): Finding =>
  leak(endpoint, 500, { verdict: 'suspect', confidence, leakPerCall: { estimate: 500, low: 0, high: 9000 } });

/** Nights with these findings, from 1 November on. */
const nightsOf = (...all: readonly (readonly Finding[])[]): readonly NightRanking[] =>
  all.map((findings, i) => ({ day: `2026-11-0${i + 1}`, ranking: { ...SHOP, findings } }));

interface Asked {
  readonly written?: readonly string[];
  readonly isOver?: boolean;
  readonly acknowledged?: readonly Acknowledged[];
}

function said(
  nights: readonly NightRanking[],
  { written = [], isOver = true, acknowledged = [] }: Asked = {},
): string {
  const input = {
    nights,
    trends: trendsOf(nights, isOver),
    news: newsOf(nights, written),
    acknowledged,
    isOver,
  };
  return indexHeadline(input);
}

describe('the headline of the index', () => {
  it('says what still leaks before what is new', () => {
    const nights = nightsOf([leak('GET /x'), quiet('GET /y')], [leak('GET /x'), leak('GET /y')]);
    assert.equal(said(nights), 'GET /x still leaks; GET /y is new since 2026-11-02.');
    const known = [{ endpoint: 'GET /x', until: '', note: '' }];
    assert.equal(said(nights, { acknowledged: known }), 'GET /y is new since 2026-11-02.');
  });

  it('counts what it does not name', () => {
    const all = ['GET /a', 'GET /b', 'GET /c'].map((endpoint) => leak(endpoint));
    assert.equal(said(nightsOf(all, all)), 'GET /a, GET /b and 1 more still leak.');
    assert.equal(said(nightsOf(all.slice(0, 2))), 'GET /a and GET /b leak.');
  });

  it('names what was new in any day read in this run', () => {
    const nights = nightsOf([quiet('GET /x')], [leak('GET /x')], [leak('GET /x')]);
    assert.equal(said(nights, { written: ['2026-11-02', '2026-11-03'] }), 'GET /x is new since 2026-11-02.');
    assert.equal(said(nights, { written: ['2026-11-03'] }), 'GET /x still leaks.');
  });

  it('calls nothing new that has hardly a chance to leak', () => {
    const before = [
      quiet('GET /x', { detectable: 40_000, leakPerCall: { estimate: 0, low: 0, high: 30_000 } }),
    ];
    assert.equal(said(nightsOf(before, [suspect('GET /x', 0.05)])), 'No leak is certain: watch GET /x.');
    assert.match(said(nightsOf(before, [suspect('GET /x', 0.7)])), /GET \/x is new since/);
  });

  it('clears nothing on the word of a day that is not over, or that could not have shown it', () => {
    const cleared = nightsOf([leak('GET /x')], [leak('GET /x')], [quiet('GET /x')]);
    assert.equal(said(cleared), 'GET /x is gone.');
    assert.equal(said(cleared, { isOver: false }), 'GET /x still leaks.');
    const blind = nightsOf([leak('GET /x')], [quiet('GET /x', { detectable: 51_000 })]);
    assert.doesNotMatch(said(blind), /gone/);
    const less = [leak('GET /x', 9000, { detectable: 60_000 })];
    assert.doesNotMatch(said(nightsOf([leak('GET /x')], less)), /better/);
  });

  it('lets a day that is not over blame', () => {
    const nights = nightsOf([quiet('GET /x')], [quiet('GET /x')], [leak('GET /x')]);
    assert.equal(said(nights, { isOver: false }), 'GET /x is new since 2026-11-03.');
  });

  it('says that nothing leaks, or only what is known', () => {
    assert.equal(said(nightsOf([quiet('GET /x')])), 'Nothing leaks that these nights show.');
    const known = [{ endpoint: 'GET /x', until: '', note: '' }];
    assert.equal(
      said(nightsOf([leak('GET /x')]), { acknowledged: known }),
      'Only known hogs leak: nothing new to do.',
    );
  });
});

describe('the index', () => {
  const nights = nightsOf([quiet('GET /x')], [suspect('GET /x', 0.4), suspect('GET /y', 0.4)]);
  const page = renderIndex({
    nights,
    trends: trendsOf(nights),
    acknowledged: [],
    made: '1.2.3 on 2026-11-03 04:15',
  });

  it('counts leaks and suspects apart', () => {
    assert.match(
      page,
      /<dt>certain leaks<\/dt>\s*<dd class="figure">0<\/dd>\s*<dd class="small">and 2 suspects<\/dd>/,
    );
  });

  it('leads from a row to the panel of the endpoint, and says what made it', () => {
    assert.match(page, /href="2026-11-02\.html#endpoint-2">\s*<span class="name">GET \/y/);
    assert.match(page, /Made by memhog 1\.2\.3 on 2026-11-03 04:15 from the log/);
  });
});
