/** What a run under the advised settings came to, beside what was said before. */
import { readFileSync } from 'node:fs';
import type { WholeAdvice } from '../../src/advise/whole-advice.ts';
import { loadOf } from '../../src/advise/load.ts';
import { simulate } from '../../src/advise/simulate.ts';
import { downsOf, wholeStays } from './marks.ts';
import type { Downs } from './marks.ts';
import { peakOf, readingsOf, requestsBy } from './readings.ts';
import type { Seen } from './site.ts';
import type { Stack } from './stack.ts';

/** Figures of one run. Bytes and seconds. */
export interface Measured {
  readonly seconds: number;
  readonly requests: number;
  /** The most that all workers held together: as seen from outside, and by the readings of the log. */
  readonly peak: number;
  readonly peakOfLog: number;
  /** All workers together just after the start, before any request. */
  readonly atStart: number;
  readonly restarts: number;
  /** Requests of each process of the first `workers`, most first. */
  readonly shares: readonly number[];
  /** Requests of the lives that ended in the run, in the mean. */
  readonly perLife: number;
  readonly downs: Downs;
  /** The most processes that were missing in one look from outside. */
  readonly missing: number;
}

/** What the advice said of the same. */
export interface Promised {
  /** The fullest moment, 99 times in a hundred. */
  readonly peak: number;
  readonly restartsPerHour: number;
  readonly mostDown: number;
  /** Chance per restart that more than one worker is down. */
  readonly chance: number;
}

/** Evaluates a run. */
export function measure(stack: Stack, seen: Seen, workers: number): Measured {
  const { from, to, looks, stays } = seen;
  const readings = readingsOf(readFileSync(seen.log, 'utf8'), stack.reading);
  const counts = requestsBy(readings);
  const downs = downsOf(stays, from, to, workers);
  const ended = wholeStays(stays, from, to).map(({ pid }) => counts.get(pid) ?? 0);
  const perLife = ended.reduce((sum, count) => sum + count, 0) / ended.length;
  return {
    seconds: to - from,
    requests: readings.length,
    peak: Math.max(...looks.map(({ bytes }) => bytes)),
    peakOfLog: peakOf(readings),
    atStart: looks[0]?.bytes ?? 0,
    restarts: ended.length,
    shares: stays
      .slice(0, workers)
      .map(({ pid }) => counts.get(pid) ?? 0)
      .sort((a, b) => b - a),
    perLife,
    downs,
    missing: Math.max(0, ...looks.map((look) => workers - look.workers)),
  };
}

/** The same number of seconds as the run, replayed with several seeds: least and greatest. */
export interface Replays {
  readonly peak: readonly [number, number];
  readonly restarts: readonly [number, number];
}

const SEEDS = 20;

/** Replays. Undefined where there is no plan to replay. */
export function replaysOf(
  { workload, growth, plan, recycling, restart }: WholeAdvice,
  seconds: number,
): Replays | undefined {
  if (!workload || !growth || !plan || !recycling) return undefined;
  const load = loadOf(workload, { workers: plan.workers, growth: growth.perRequest, boot: restart });
  const runs = Array.from({ length: SEEDS }, (_, seed) =>
    simulate(load, recycling, { seconds, step: 0.1, seed: seed + 1 }),
  );
  const ends = (values: readonly number[]): readonly [number, number] => [
    Math.min(...values),
    Math.max(...values),
  ];
  return { peak: ends(runs.map(({ peak }) => peak)), restarts: ends(runs.map(({ restarts }) => restarts)) };
}

/** What was promised. Throws Error where nothing was predicted. */
export function promisedBy({ predicted, workers }: WholeAdvice): Promised {
  if (!predicted?.together || predicted.restartsPerHour === null) throw new Error('nothing was predicted');
  const { memory, together, replayed, restartsPerHour } = predicted;
  const chance = Math.max(together.afterDeploy, together.steady);
  return {
    peak: Math.max(memory.p99, memory.afterDeploy),
    restartsPerHour,
    // A bound that holds is a promise; where it does not, only the replay says how many it may come to.
    mostDown: chance <= 0.01 ? together.k : (replayed?.mostRestarting ?? workers),
    chance,
  };
}
