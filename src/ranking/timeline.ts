/**
 * The history that charts are drawn from: the level and floor of each life, restarts and deploys, and for each
 * finding its calls and the memory attributed to it over the log. Pure: profile and ranking in, numbers out.
 */
import type { FigureCell, Profile } from '../profile/profile.ts';
import type { Figure } from '../record.ts';
import { finerSteps, isTimed, placesInRequests, placesInTime, stepsOver } from './axis.ts';
import type { Places, Steps } from './axis.ts';
import { COMMON } from './common-columns.ts';
import { callsSoFar } from './calls-so-far.ts';
import { livesOf } from './context.ts';
import { deploysOf, isNewStart } from './deploys.ts';
import type { Deploy } from './deploys.ts';
import { endOf, floorOf, settledFloor } from './history.ts';
import type { LifeHistory } from './history.ts';
import type { Finding, Ranking } from './ranking.ts';
import { warmRow } from './summary.ts';

/** A worker's life as lines over the axis. All lists are of one length, at least 1. */
export interface LifeLine {
  readonly worker: string;
  /** Index of the worker: lives of one worker share it. */
  readonly workerIndex: number;
  readonly requests: number;
  /** Where its first request stands. */
  readonly from: number;
  /** Place on the axis, ascending. */
  readonly at: readonly number[];
  /** The highest reading of the stretch up to this place, and the mean. */
  readonly level: readonly number[];
  readonly mean: readonly number[];
  /** The lowest reading the life still returns to later, as far as that is known. */
  readonly floor: readonly number[];
  /** Whether it began within the log (a restart, a recycling, a deploy), and how it ended as the log says; empty if it does not. */
  readonly isNew: boolean;
  readonly ended: string;
}

/** One finding over the log. Lists have an element for each of `Timeline.steps`. */
export interface EndpointLine {
  readonly endpoint: string;
  readonly calls: readonly number[];
  /** Memory attributed: leak per call times calls, since it began. They sum to `kept.estimate` of the finding. */
  readonly kept: readonly number[];
  /** For each of `Timeline.lives`, at its last places (those after its warm-up), what the floor would be if only this endpoint kept memory; empty where nothing is attributed. */
  readonly explained: readonly (readonly number[])[];
}

/** See the file. */
export interface Timeline {
  /** What places on the axis are: seconds (wall clock as printed, as if UTC), or requests of a worker where the log has no times. */
  readonly axis: 'time' | 'requests';
  readonly from: number;
  readonly to: number;
  /** For curves; `cell` steps make one cell of the heat map. */
  readonly steps: Steps;
  readonly cell: number;
  readonly lives: readonly LifeLine[];
  readonly deploys: readonly Deploy[];
  /** What all lives together kept so far, for each of `steps`: floors less first readings, ended lives included. */
  readonly kept: readonly number[];
  readonly endpoints: readonly EndpointLine[];
}

/** How much detail. */
export interface TimelineOptions {
  /** Points of all lives together at most, but never under 12 for one. */
  readonly points: number;
  /** Findings to follow. */
  readonly findings: readonly Finding[];
}

const LEAST_POINTS = 12;

/** The history of a profile; undefined when no life has a reading. */
export function timelineOf(
  profile: Profile,
  ranking: Ranking,
  options: TimelineOptions,
): Timeline | undefined {
  const { grouping, lives, width } = livesOf(profile, ranking.metric, {
    by: ranking.by,
    metric: ranking.metric,
  });
  if (lives.length === 0) return undefined;
  const timed = isTimed(lives);
  const places = timed ? lives.map(({ series }) => placesInTime(series)) : inRequests(lives);
  const from = Math.min(...places.map((one) => one.from[0]!));
  const to = Math.max(...places.map((one) => one.to.at(-1)!));
  const cells = stepsOver(from, to, timed);
  const steps = finerSteps(cells);
  const perLife = Math.max(LEAST_POINTS, Math.floor(options.points / lives.length));
  const rows = lives.map(({ series }) => thinRows(series.rows, perLife));
  const workers = [...new Set(lives.map(({ worker }) => worker))];
  const names = [...grouping.groups, ...COMMON].slice(0, width).map(({ name }) => name);
  return {
    axis: timed ? 'time' : 'requests',
    from,
    to,
    steps,
    cell: Math.round(cells.step / steps.step),
    lives: lives.map((life, i) => ({
      ...lineOf(life, ranking.metric, places[i]!, rows[i]!),
      workerIndex: workers.indexOf(life.worker),
      isNew: isNewStart(life, lives),
    })),
    deploys: timed ? deploysOf(lives) : [],
    kept: keptSoFar(lives, places, steps),
    endpoints: options.findings.flatMap((finding): EndpointLine[] => {
      const column = names.indexOf(finding.endpoint);
      return column < 0 ? [] : [endpointLine(finding, column, width, { lives, places, rows, steps })];
    }),
  };
}

function inRequests(lives: readonly LifeHistory[]): Places[] {
  const so = new Map<unknown, number>();
  return lives.map(({ worker, series }) => {
    const before = so.get(worker) ?? 0;
    const places = placesInRequests(series, before);
    so.set(worker, places.to.at(-1)!);
    return places;
  });
}

/** Which rows are drawn: the last of each of at most `most` equal groups, so that the floor stays exact. */
function thinRows(rows: number, most: number): number[] {
  const count = Math.min(rows, most);
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * rows) / count) - 1);
}

function lineOf(
  life: LifeHistory,
  metric: Figure,
  places: Places,
  rows: readonly number[],
): Omit<LifeLine, 'isNew' | 'workerIndex'> {
  const { series } = life;
  const floor = settledFloor(series);
  // A row of the series is a bucket that holds the figure.
  const cells = life.life.buckets.flatMap(({ figures }) => figures[metric] ?? []);
  const drawn = rows.map((last, i) => cells.slice((rows[i - 1] ?? -1) + 1, last + 1));
  return {
    worker: life.name,
    requests: life.life.requests,
    from: places.from[0]!,
    at: rows.map((row) => places.to[row]!),
    level: drawn.map((stretch) => stretch.reduce((most, { max }) => Math.max(most, max), 0)),
    mean: drawn.map(meanOf),
    floor: rows.map((row) => floor[row]!),
    ended: endOf(life),
  };
}

function meanOf(cells: readonly FigureCell[]): number {
  const readings = cells.reduce((all, cell) => all + cell.readings, 0);
  return cells.reduce((all, { sum }) => all + sum, 0) / readings;
}

interface Drawn {
  readonly lives: readonly LifeHistory[];
  readonly places: readonly Places[];
  readonly rows: readonly (readonly number[])[];
  readonly steps: Steps;
}

function endpointLine(finding: Finding, column: number, width: number, drawn: Drawn): EndpointLine {
  const { lives, places, rows, steps } = drawn;
  const calls = new Float64Array(steps.count);
  lives.forEach(({ series }, i) => {
    for (let row = 0; row < series.rows; row++)
      spread(calls, steps, places[i]!.from[row]!, places[i]!.to[row]!, series.calls[row * width + column]!);
  });
  const leak = finding.leakPerCall.estimate;
  const blamed = leak > 0 ? finding.kept.estimate / leak : 0;
  const since = beginning(calls, blamed);
  const explained =
    leak === 0
      ? []
      : lives.map(({ series }, i) => {
          const so = callsSoFar(series, column, width);
          const began = steps.first + since * steps.step;
          const before = so[places[i]!.to.findLastIndex((to) => to <= began)] ?? 0;
          const kept = (row: number): number => leak * Math.max(0, so[row]! - before);
          const base = floorOf(series)[warmRow(series)]! - kept(warmRow(series));
          return rows[i]!.filter((row) => row >= warmRow(series)).map((row) => base + kept(row));
        });
  return {
    endpoint: finding.endpoint,
    calls: [...calls],
    kept: Array.from(calls, (count, i) => leak * count * blamedPart(i, since)),
    explained,
  };
}

/** Which part of a step lies after the beginning, given as a step and a fraction. */
function blamedPart(step: number, since: number): number {
  return Math.min(1, Math.max(0, step + 1 - since));
}

/** The place, in steps, after which there are so many calls: where the leak began. 0 where all calls are blamed. */
function beginning(calls: Float64Array, blamed: number): number {
  let left = blamed;
  for (let step = calls.length - 1; step >= 0; step--) {
    const count = calls[step]!;
    // Sums of parts are not exact.
    if (left <= 1e-9 * blamed) return step + 1;
    if (left < count * (1 - 1e-9)) return step + 1 - left / count;
    left -= count;
  }
  return 0;
}

/** Adds `amount` to the cells that the stretch touches, evenly. */
function spread(cells: Float64Array, steps: Steps, from: number, to: number, amount: number): void {
  if (amount === 0) return;
  const at = (place: number): number => (place - steps.first) / steps.step;
  const last = cells.length - 1;
  const [start, end] = [at(from), at(to)];
  const [low, high] = [Math.min(last, Math.floor(start)), Math.min(last, Math.floor(end))];
  if (low === high) {
    cells[low]! += amount;
    return;
  }
  for (let cell = low; cell <= high; cell++) {
    const upper = cell === last ? end : Math.min(end, cell + 1);
    cells[cell]! += (amount * (upper - Math.max(start, cell))) / (end - start);
  }
}

function keptSoFar(lives: readonly LifeHistory[], places: readonly Places[], steps: Steps): number[] {
  const sums = new Float64Array(steps.count);
  lives.forEach(({ series }, i) => {
    const floor = floorOf(series);
    let row = -1;
    for (let step = 0; step < steps.count; step++) {
      const end = steps.first + (step + 1) * steps.step;
      while (row + 1 < series.rows && places[i]!.to[row + 1]! <= end) row++;
      if (row >= 0) sums[step]! += Math.max(0, floor[row]! - series.first[0]!);
    }
  });
  return [...sums];
}
