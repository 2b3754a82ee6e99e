import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axesOf } from '../../src/ranking/axes.ts';
import { meanLevel, pointsOf } from '../../src/ranking/points.ts';
import type { LifeSeries } from '../../src/ranking/series.ts';

const NONE = new Float64Array();

/** A life whose rows end at these times; the first bucket after a gap holds what came before it too. */
function life(to: readonly number[]): LifeSeries {
  return {
    rows: to.length,
    at: Float64Array.from(to, (_, row) => row),
    requests: NONE,
    readings: NONE,
    sum: NONE,
    min: NONE,
    first: NONE,
    last: NONE,
    from: Float64Array.from(to, (_, row) => to[row - 1] ?? to[0]! - 10),
    to: Float64Array.from(to),
    calls: NONE,
  };
}

const run = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + 10 * i);

describe('the axis that rows are drawn on', () => {
  it('is the time of the log where there are readings all along', () => {
    const one = life(run(0, 100));
    assert.equal(axesOf([one])[0], one.to);
    const few = life([0, 100, 200]);
    assert.equal(axesOf([few])[0], few.to);
  });

  it('leaves out ten hours without readings, for every life alike', () => {
    const both = life([...run(0, 60), ...run(36_600, 40)]);
    const late = life(run(36_605, 30));
    const [axis, other] = axesOf([both, late]);
    assert.ok(axis!.at(-1)! < 1200, `${axis!.at(-1)}`);
    assert.ok(axis!.every((value, i) => i === 0 || value > axis![i - 1]!));
    assert.equal(other![0]! - axis![60]!, 5);
  });

  it('does so twice', () => {
    const axis = axesOf([life([...run(0, 30), ...run(40_000, 30), ...run(45_000, 30)])])[0]!;
    assert.ok(axis.at(-1)! < 1200, `${axis.at(-1)}`);
  });

  it('so that a night and a morning are drawn by all that was read', () => {
    const one = life([...run(0, 60), ...run(36_600, 60)]);
    const points = meanLevel(pointsOf([one]), [one], ({ at }) => at);
    assert.equal(points.length, 60);
    assert.equal(new Set(points).size, 60);
  });

  it('is the place within the life where the log has no times', () => {
    const one = life([Number.NaN, Number.NaN]);
    assert.equal(axesOf([one])[0], one.at);
  });
});
