import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trendsOf } from '../../src/nightly/trend.ts';
import type { NightRanking } from '../../src/nightly/trend.ts';
import type { Finding } from '../../src/ranking/ranking.ts';
import { trendRows } from '../../src/report/index-model.ts';
import { finding, SHOP } from '../render/fixture.ts';

const leak = (size = 50_000): Finding =>
  finding({
    endpoint: 'GET /x',
    verdict: 'leak',
    leakPerCall: { estimate: size, low: 0.9 * size, high: 1.1 * size },
  });
const quiet = (): Finding => finding({ endpoint: 'GET /x' });

/** Nights with these findings, from 1 November on. */
const nightsOf = (...found: readonly (Finding | undefined)[]): readonly NightRanking[] =>
  found.map((one, i) => ({
    day: `2026-11-${String(i + 1).padStart(2, '0')}`,
    ranking: { ...SHOP, findings: [finding({ endpoint: 'GET /other' }), ...(one ? [one] : [])] },
  }));

const trendOf = (...found: readonly (Finding | undefined)[]): string => {
  const [trend] = trendsOf(nightsOf(...found));
  return trend ? `${trend.change}${trend.sure ? '' : '?'} ${trend.since ?? '-'}` : 'none';
};

describe('a trend', () => {
  it('says what became of an endpoint in the last night', () => {
    assert.equal(trendOf(quiet(), leak()), 'new 2026-11-02');
    assert.equal(trendOf(leak(), leak()), 'same? 2026-11-01');
    assert.equal(trendOf(leak(), leak(90_000)), 'worse 2026-11-01');
    assert.equal(trendOf(leak(90_000), leak()), 'better 2026-11-01');
    assert.equal(trendOf(leak(), quiet()), 'gone -');
    assert.equal(trendOf(undefined, leak()), 'new 2026-11-02');
    assert.equal(trendOf(leak(), undefined), 'unknown? -');
    assert.equal(trendOf(quiet(), quiet()), 'none');
    assert.equal(trendOf(), 'none');
  });

  it('calls nothing new in the first night, which knows no other', () => {
    assert.equal(trendOf(leak()), 'same? 2026-11-01');
  });

  it('remembers for a week what was blamed', () => {
    const week = Array.from({ length: 6 }, quiet);
    assert.equal(trendOf(leak(), ...week, leak()), 'same? 2026-11-01');
    assert.equal(trendOf(leak(), ...week, quiet(), quiet(), leak()), 'new 2026-11-10');
  });

  it('compares with the last night in which it was called', () => {
    assert.equal(trendOf(leak(), undefined, undefined, leak(90_000)), 'worse 2026-11-01');
  });

  it('does not set nights side by side that were ranked by another figure', () => {
    const [one, two] = nightsOf(quiet(), leak());
    const before = { ...one!, ranking: { ...one!.ranking, metric: 'live' as const } };
    const [trend] = trendsOf([before, two!]);
    assert.deepEqual([trend!.nights[0], trend!.sure], [undefined, false]);
  });
});

describe('the rows of the index', () => {
  it('compare the last night with the one before the last deploy', () => {
    const nights = nightsOf(quiet(), quiet(), leak(), leak()).map((night, i) =>
      i === 2
        ? {
            ...night,
            ranking: { ...night.ranking, deploys: [{ at: '2026-11-03T06:00:00', host: '', workers: 4 }] },
          }
        : night,
    );
    const [row] = trendRows(nights, trendsOf(nights));
    assert.equal(row!.change, 'same');
    assert.deepEqual([row!.sinceDeploy?.change, row!.sinceDeploy?.sure], ['new', true]);
    assert.deepEqual(row!.sizes, [0, 0, 50_000, 50_000]);
  });

  it('say nothing of a deploy where there was none, or none before it', () => {
    const none = nightsOf(quiet(), leak());
    assert.equal(trendRows(none, trendsOf(none))[0]!.sinceDeploy, undefined);
    const first = none.map((night) => ({
      ...night,
      ranking: {
        ...night.ranking,
        deploys: night.day.endsWith('01') ? [{ at: 'x', host: '', workers: 2 }] : [],
      },
    }));
    assert.equal(trendRows(first, trendsOf(first))[0]!.sinceDeploy, undefined);
  });
});
