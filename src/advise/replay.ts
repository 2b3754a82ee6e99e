/** Replays of a day or more, in short and as points of a chart. */
import type { AdviceChart, Replayed } from './advice.ts';
import type { Load } from './load.ts';
import type { Recycling } from './settings.ts';
import { simulate } from './simulate.ts';
import type { Simulated } from './simulate.ts';

/** Points of a chart at most, and looks at the memory in one replay. */
const POINTS = 288;
const LOOKS = 1440;

const DAY = 86_400;

/** Lives to be seen where a day does not hold them, and the most days. */
const LIVES = 3;
const MOST_DAYS = 14;

/** Days to replay, in seconds, so that some lives of this many seconds (null: unknown) are seen to their end. */
export function replaySeconds(life: number | null): number {
  return DAY * Math.min(MOST_DAYS, Math.max(1, Math.ceil((LIVES * (life ?? 0)) / DAY)));
}

/** The time to the full memory takes at least this part of the axis of a chart, and so many lives are seen on it. */
const SEEN = 0.2;

/**
 * Seconds that a chart of a replay shows: all of it, or less where the memory would be full so soon (null: never, or unknown) that
 * nothing of that could be seen.
 */
export function chartSeconds(
  all: number,
  { full, life }: { readonly full: number | null; readonly life: number | null },
): number {
  if (full === null || full >= SEEN * all) return all;
  return Math.min(all, Math.max(60, full / SEEN, LIVES * (life ?? 0)));
}

/** A replay with its points. */
export interface Replay {
  readonly made: Replayed;
  readonly points: readonly number[];
  readonly step: number;
}

/** Replays so many seconds; undefined where the rate is not known. */
export function replay(
  load: Load,
  settings: Recycling,
  options: {
    readonly limit: number;
    readonly seed: number;
    readonly seconds: number;
    readonly shown: number;
  },
): Replay | undefined {
  if (!(load.rate > 0)) return undefined;
  const stepsOver = (seconds: number): Simulated =>
    simulate(load, settings, { ...options, seconds, step: seconds / LOOKS });
  const run = stepsOver(options.seconds);
  const shown = options.shown < options.seconds ? stepsOver(options.shown) : run;
  const { seconds, mean, p99, peak, restarts, mostRestarting, secondsOver } = run;
  return {
    made: { seconds, mean, p99, peak, restarts, mostRestarting, secondsOver },
    ...pointsOf(shown),
  };
}

function pointsOf({ highest, step }: Simulated): Pick<Replay, 'points' | 'step'> {
  const group = Math.ceil(highest.length / POINTS);
  const points: number[] = [];
  for (let i = 0; i < highest.length; i += group)
    points.push(Math.round(Math.max(...highest.slice(i, i + group))));
  return { points, step: step * group };
}

/** The chart of up to three replays; null without the one that never restarts. */
export function chartOf(
  { memory, budget }: Pick<AdviceChart, 'memory' | 'budget'>,
  { never, advised, whatIf }: Readonly<Record<'never' | 'advised' | 'whatIf', Replay | undefined>>,
): AdviceChart | null {
  if (!never) return null;
  return {
    step: never.step,
    memory,
    budget,
    advised: advised?.points ?? null,
    never: never.points,
    whatIf: whatIf?.points ?? null,
  };
}
