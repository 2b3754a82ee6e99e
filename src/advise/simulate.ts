/** Replays a workload under given settings: deterministic for a seed, exact in time for each restart. */
import { followAll } from './all-lives.ts';
import type { AllLives } from './all-lives.ts';
import { TrafficClock } from './clock.ts';
import type { Load } from './load.ts';
import { passingOf } from './passing.ts';
import { meanOf, quantileOf } from './quantile.ts';
import { randomOf } from './random.ts';
import type { Recycling } from './settings.ts';
import { floorOfLife } from './worker-path.ts';
import type { Course } from './worker-path.ts';

/** How to replay. */
export interface SimulateOptions {
  /** Seconds from midnight on, when all workers start in step. A day when left out. */
  readonly seconds?: number;
  /** Seconds between two points of the lists. 60 when left out. */
  readonly step?: number;
  readonly seed?: number;
  /** Bytes that all workers together should stay under; nothing is over it when left out. */
  readonly limit?: number;
}

/** What happened. Lists over time have an element for the end of each step. Bytes. */
export interface Simulated {
  readonly seconds: number;
  readonly step: number;
  /** Memory of all workers at that moment, and the most of the step. */
  readonly total: readonly number[];
  readonly highest: readonly number[];
  /** Floors by worker and step; 0 while it restarts. */
  readonly workers: readonly (readonly number[])[];
  readonly restarts: number;
  /** Restarts in each step. */
  readonly restartsInStep: readonly number[];
  readonly mostRestarting: number;
  readonly mean: number;
  readonly p99: number;
  readonly peak: number;
  /** Seconds in which the memory of all workers was over the limit. */
  readonly secondsOver: number;
}

const DAY = 86_400;

/** Moments of a step that are looked at, each drawn within its part of the step. */
const LOOKS = 8;

/** Runs it. Needs a rate above 0. Lives that are too many to follow end the replay early: see `seconds`. */
export function simulate(load: Load, settings: Recycling, options: SimulateOptions = {}): Simulated {
  const { seconds = DAY, step = 60, seed = 1, limit = Infinity } = options;
  const clock = new TrafficClock(load.rate, load.byHour);
  const course: Course = { load, settings, clock, seconds };
  const all = followAll(course, seed);
  const { lives, end } = all;
  // Where the replay was cut nobody restarts any more, so a step that reaches beyond would show growth that is none.
  const steps = Math.max(1, end < seconds ? Math.floor(end / step) : Math.ceil(end / step - 1e-9));
  const restarts = lives.flatMap((own) => own.map(({ down }) => down)).filter((down) => down < end);
  const inOrder = restarts.toSorted((a, b) => a - b);
  const { looks, ...watched } = watch(course, all, inOrder, { step, steps, seed });
  const restartsInStep = new Array<number>(steps).fill(0);
  for (const down of restarts) restartsInStep[Math.min(steps - 1, Math.floor(down / step))]!++;
  const over = looks.filter((total) => total > limit).length;
  return {
    ...watched,
    seconds: end,
    step,
    restarts: restarts.length,
    restartsInStep,
    mostRestarting: mostAtOnce(inOrder, load.boot - (settings.watch?.overlap ?? 0)),
    mean: meanOf(looks),
    p99: quantileOf(
      looks.toSorted((a, b) => a - b),
      0.99,
    ),
    peak: watched.highest.reduce((most, one) => Math.max(most, one), 0),
    secondsOver: (steps * step * over) / looks.length,
  };
}

/** What is seen of all workers. */
interface Watched extends Pick<Simulated, 'total' | 'highest' | 'workers'> {
  /** Memory of all at moments that have nothing to do with any rhythm: as many in each step, each drawn within its part of it. */
  readonly looks: readonly number[];
}

/** Follows all workers from moment to moment: drawn ones, the end of each step, and just before each restart. */
function watch(
  course: Course,
  { lives, traffic }: AllLives,
  restarts: readonly number[],
  { step, steps, seed }: { step: number; steps: number; seed: number },
): Watched {
  const { load, clock, settings } = course;
  const random = randomOf(seed * 104_729 + 1);
  const at = lives.map(() => 0);
  const [total, highest, looks]: number[][] = [[], [], []];
  const workers = lives.map((): number[] => []);
  const floorsAt = (time: number): number[] =>
    floorsOf(load, lives, at, { time, sent: traffic.sentBy(time), overlap: settings.watch?.overlap ?? 0 });
  const heldAt = (time: number): number => passing(load, floorsAt(time), random);
  let next = 0;
  for (let i = 0; i < steps; i++) {
    const requests = load.workers * (clock.requestsBy((i + 1) * step) - clock.requestsBy(i * step));
    let most = 0;
    for (let look = 0; look < LOOKS; look++) {
      const moment = (i + (look + random()) / LOOKS) * step;
      for (; next < restarts.length && restarts[next]! <= moment; next++)
        most = Math.max(most, heldAt(restarts[next]!));
      looks!.push(heldAt(moment));
      // What nobody asked for does not pass again.
      if (look < requests) most = Math.max(most, looks!.at(-1)!);
    }
    const end = (i + 1) * step;
    for (; next < restarts.length && restarts[next]! <= end; next++)
      most = Math.max(most, heldAt(restarts[next]!));
    const floors = floorsAt(end);
    floors.forEach((floor, worker) => workers[worker]!.push(Math.round(floor)));
    total!.push(passing(load, floors, random));
    highest!.push(Math.max(most, total!.at(-1)!));
  }
  return { total: total!, highest: highest!, workers, looks: looks! };
}

/** The floor of each worker at a time that never goes back; 0 for one that is down. A worker is still there at the end of its life. */
function floorsOf(
  load: Load,
  lives: AllLives['lives'],
  at: number[],
  { time, sent, overlap }: { readonly time: number; readonly sent: number; readonly overlap: number },
): number[] {
  return lives.map((own, worker) => {
    while (at[worker]! + 1 < own.length && own[at[worker]!]!.down < time) at[worker]!++;
    const life = own[at[worker]!]!;
    if (time < life.up || time > life.down) return 0;
    const floor = floorOfLife(load, life, life.share * (sent - life.before), time - life.up);
    // Its successor is there already.
    return time > life.down - overlap ? floor + load.start : floor;
  });
}

/** All workers together, with a draw of what is passing in each that is there. */
function passing(load: Load, floors: readonly number[], random: () => number): number {
  return floors.reduce((sum, floor) => (floor > 0 ? sum + floor + passingOf(load, random) : sum), 0);
}

/** The most workers that were down at one moment; `downs` ascending. */
function mostAtOnce(downs: readonly number[], boot: number): number {
  if (boot <= 0) return downs.length > 0 ? 1 : 0;
  let [most, first] = [0, 0];
  downs.forEach((down, i) => {
    while (downs[first]! + boot <= down) first++;
    most = Math.max(most, i - first + 1);
  });
  return most;
}
