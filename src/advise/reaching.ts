/**
 * A worker whose floor rises comes to a limit with what happens to be passing at that time: trial after trial (a request, or a
 * look of a watcher) the chance that it does grows, until it is certain.
 */

/** From the trial of this number (from 1) on, up to that of the next stretch, each trial has this chance. */
export interface Stretch {
  readonly from: number;
  readonly chance: number;
}

/** What is passing with some chance, and after how many requests it reaches the limit; Infinity for never. */
export interface Reached {
  readonly requests: number;
  readonly chance: number;
}

/** Stretches of trials. A trial comes after every `every` requests, the first of them after `first`. */
export function stretchesOf(
  reached: readonly Reached[],
  { every = 1, first = 1 }: { readonly every?: number; readonly first?: number } = {},
): Stretch[] {
  const sorted = reached
    .filter(({ requests }) => requests < Infinity)
    .map(({ requests, chance }) => ({
      from: Math.max(1, Math.ceil((requests - first) / every - 1e-9) + 1),
      chance,
    }))
    .sort((a, b) => a.from - b.from);
  let so = 0;
  const stretches: Stretch[] = [];
  sorted.forEach(({ from, chance }, i) => {
    so += chance;
    if (sorted[i + 1]?.from !== from) stretches.push({ from, chance: so > 1 - CERTAIN ? 1 : so });
  });
  return stretches;
}

/** What sums of chances may lack of 1. */
const CERTAIN = 1e-9;

/** The number of trials up to the one that ends it, that one included. */
export interface Trials {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/** Mean and deviation; both Infinity where nothing ever ends it. The sums of `P(T >= n)` and of `(2n - 1) * P(T >= n)` over all `n`. */
export function trialsOf(stretches: readonly Stretch[]): Trials {
  const [begin] = stretches;
  if (!begin) return { mean: Infinity, deviation: Infinity };
  let [mean, square, left] = [begin.from - 1, (begin.from - 1) ** 2, 1];
  for (const [i, { from, chance }] of stretches.entries()) {
    const count = (stretches[i + 1]?.from ?? Infinity) - from;
    const kept = (1 - chance) ** count;
    const sum = (1 - kept) / chance;
    // The sum of `n * (1 - chance) ** n` for n from 0 up to the count.
    const moment = ((1 - chance) * sum - (kept > 0 ? count * kept : 0)) / chance;
    mean += left * sum;
    square += left * ((2 * from - 1) * sum + 2 * moment);
    left *= kept;
  }
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean ** 2)) };
}

/** Draws the number of the trial that ends it, Infinity where none does; `random` gives evenly spread values from 0 up to 1. */
export function drawTrials(stretches: readonly Stretch[], random: () => number): number {
  // What is left of the logarithm of the chance to go on.
  let patience = -Math.log(1 - random());
  for (const [i, { from, chance }] of stretches.entries()) {
    const each = -Math.log(1 - chance);
    const count = (stretches[i + 1]?.from ?? Infinity) - from;
    const needed = chance >= 1 ? 0 : patience / each;
    if (needed <= count) return from + Math.max(0, Math.ceil(needed) - 1);
    patience -= count * each;
  }
  return Infinity;
}
