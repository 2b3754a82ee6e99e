import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attribute } from '../../../src/ranking/attribution/attribute.ts';
import { coarsen } from '../../../src/ranking/attribution/coarse-life.ts';
import type { LaggedLife } from '../../../src/ranking/attribution/lagged-counts.ts';
import { withLaggedCounts } from '../../../src/ranking/attribution/lagged-counts.ts';
import { areRecycled, freed, withoutStartUp } from '../../../src/ranking/attribution/start-up.ts';
import type { LifeSeries } from '../../../src/ranking/series.ts';
import { makeLives } from './synthetic.ts';

const TRAFFIC = [30, 20, 20, 15, 10, 5];
const COLUMNS = TRAFFIC.length;

/** Recycled lives, each followed by the next; a life of `buckets[i]` buckets, all of one seed. */
function recycled(buckets: readonly number[], kept: readonly number[]): LifeSeries[] {
  return buckets.map((count, i) => {
    const [life] = makeLives({
      seed: 40 + i,
      lives: 1,
      buckets: count,
      traffic: TRAFFIC,
      kept,
      walk: 20_000,
      white: 10_000,
    });
    return inTime(life!, 100 * i);
  });
}

/** The life with one second for every bucket from `start` on. */
function inTime(life: LifeSeries, start: number): LifeSeries {
  const from = life.at.map((t) => start + t);
  return { ...life, from, to: from.map((t) => t + 1) };
}

/** The same lives with a level added that depends on age alone. */
function withCurve(lives: readonly LifeSeries[], curve: (age: number) => number): LifeSeries[] {
  return lives.map((life) => ({
    ...life,
    sum: life.sum.map((sum, t) => sum + curve(t) * life.readings[t]!),
    min: life.min.map((min, t) => min + curve(t)),
  }));
}

const lagged = (lives: readonly LifeSeries[]): LaggedLife[] =>
  lives.map((life) => withLaggedCounts(coarsen(life, COLUMNS, 512)));

function greatestGap(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  return Math.max(...a.flatMap((level, i) => Array.from(level, (value, t) => Math.abs(value - b[i]![t]!))));
}

/** Start-up of a form that no simple function has: two steps, and a slow rise between. */
const curve = (age: number): number => (age < 9 ? 0 : 8e6) + 5e5 * Math.sqrt(age) + (age < 25 ? 0 : 3e6);

describe('the start-up curve', () => {
  const lengths = [40, 40, 38, 40, 31, 40, 40, 22, 40, 40, 40, 40, 40, 40];
  const lives = recycled(lengths, [0, 0, 20_000, 0, 0, 0]);

  it('is removed from both readings whatever its form, also where lives end early', () => {
    const [plain, curved] = [lagged(lives), lagged(withCurve(lives, curve))];
    const [freePlain, freeCurved] = [withoutStartUp(plain), withoutStartUp(curved)];
    for (const reading of ['mean', 'min'] as const) {
      const levels = (all: readonly LaggedLife[]): Float64Array[] => all.map((life) => life[reading]);
      assert.ok(greatestGap(levels(plain), levels(curved)) > 8e6, 'the curve does not show');
      assert.ok(greatestGap(levels(freePlain), levels(freeCurved)) < 1, 'something of the curve is left');
    }
  });

  it('leaves of every level where it began and how it differs between lives', () => {
    const levels = lagged(lives).map((life) => life.lagged[2]!);
    const free = freed(levels);
    for (const [i, level] of levels.entries()) assert.equal(free[i]![0], level[0]);
    for (let t = 1; t < 40; t++) {
      const there = free.filter(({ length }) => length > t);
      const rise = there.reduce((sum, level) => sum + level[t]! - level[t - 1]!, 0);
      assert.ok(Math.abs(rise) < 1e-6, `the mean life still rises by ${rise} at age ${t}`);
    }
    const lost = levels.map((level, i) => level.map((value, t) => value - free[i]![t]!));
    assert.ok(greatestGap([lost[0]!], [lost[1]!]) < 1e-6, 'two lives lost different curves');
  });

  it('does not hide a leak, and accuses nobody of a start-up', () => {
    const fit = attribute(withCurve(lives, curve), COLUMNS);
    assert.ok(fit.kind === 'fitted');
    assert.deepEqual(
      fit.columns.flatMap((column, j) => (column && column.suggestion !== 'none' ? [j] : [])),
      [2],
    );
    const innocent = attribute(withCurve(recycled(lengths, [0, 0, 0, 0, 0, 0]), curve), COLUMNS);
    assert.ok(innocent.kind === 'fitted');
    assert.ok(innocent.columns.every((column) => column?.suggestion === 'none'));
  });
});

describe('recycled lives', () => {
  const lives = recycled(new Array<number>(14).fill(40), [0, 0, 0, 0, 0, 0]);

  it('are those that follow one another', () => {
    assert.equal(areRecycled(lives), true);
  });

  it('are not those that run side by side, however many', () => {
    assert.equal(areRecycled(lives.map((life) => inTime(life, 0))), false);
  });

  it('are not told where they are few, or the log has no times', () => {
    assert.equal(areRecycled(lives.slice(0, 11)), false);
    const timeless = lives.map((life) => ({
      ...life,
      from: life.from.map(() => NaN),
      to: life.to.map(() => NaN),
    }));
    assert.equal(areRecycled(timeless), false);
  });
});
