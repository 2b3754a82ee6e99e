/** What is passing in a worker at a moment, as a distribution. */
import type { Load } from './load.ts';
import { quantileOf } from './quantile.ts';

/** Draws it, bytes; `random` gives evenly spread values from 0 up to 1. */
export function passingOf({ transient }: Pick<Load, 'transient'>, random: () => number): number {
  const { quantiles, tail } = transient;
  const part = random();
  const last = 1 - 1 / (quantiles.length - 1);
  return tail && part > last ? quantileOf(tail, (part - last) / (1 - last)) : quantileOf(quantiles, part);
}

/** A level with its chance; the chances of all make 1. */
export interface Level {
  readonly level: number;
  readonly chance: number;
}

/** The distribution as levels, ascending. */
export function levelsOf({ transient: { quantiles, tail } }: Pick<Load, 'transient'>): readonly Level[] {
  const steps = quantiles.length - 1;
  if (steps === 0) return [{ level: quantiles[0]!, chance: 1 }];
  const between = (points: readonly number[], chance: number): Level[] =>
    points.slice(1).map((point, i) => ({ level: (point + points[i]!) / 2, chance }));
  return tail
    ? [...between(quantiles.slice(0, -1), 1 / steps), ...between(tail, 1 / steps / (tail.length - 1))]
    : between(quantiles, 1 / steps);
}
