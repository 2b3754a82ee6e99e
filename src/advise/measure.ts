/** Profile and ranking to the workload that restarts are calculated from. Pure. */
import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import { lowerBound } from '../profile/histogram.ts';
import type { Life, Profile, Reading } from '../profile/profile.ts';
import { BACKGROUND } from '../ranking/common-columns.ts';
import { livesOf } from '../ranking/context.ts';
import { growthRates } from '../ranking/growth.ts';
import { readingsOf } from '../ranking/metric.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { isTimed } from '../ranking/axis.ts';
import { longLives, measureLives } from './lives.ts';
import type { LifeMeasure, LifeSlope } from './lives.ts';
import { beginOf, bootTime, byMachine, endOf, workersAtOnce } from './processes.ts';
import { medianOf } from './quantile.ts';
import { sharesOf } from './shares.ts';
import { growthSpread, lateSlope } from './spread.ts';
import { trafficOf } from './traffic.ts';
import type { Watched } from './traffic.ts';
import { transientOf } from './transients.ts';
import type { FloorGrowth, WarmUp, Workload } from './workload.ts';
import { warmLevel } from './workload.ts';
import { unknownsOf } from './unknowns.ts';

/** What limits of servers and machines look at first; what only some readings carry is not chosen. */
const PREFERENCE: readonly Figure[] = ['rss', 'pss', 'uss', 'live'];
const ENOUGH = 0.9;

/** Measures a profile; undefined when it has no reading of resident memory (or, failing that, of the heap). */
export function measure(profile: Profile, ranking: Ranking): Workload | undefined {
  const figure = levelFigure(profile);
  if (!figure) return undefined;
  const histories = livesOf(profile, figure, { by: 'endpoint', metric: figure }).lives;
  if (histories.length === 0) return undefined;
  const lives = measureLives(histories);
  const series = histories.map((history) => history.series);
  const timed = isTimed(histories);
  const counted = countedPerLogged(lives);
  const machines = byMachine(lives);
  const atOnce = machines.map((machine) => workersAtOnce(machine, timed));
  const workers = Math.max(...atOnce);
  const { from, to } = profile;
  const traffic = trafficOf(lives, {
    watched: timed ? watchedOf(machines, atOnce, profile) : [],
    counted,
    shares: sharesOf(machines, { workers, isTimed: timed }),
  });
  const long = longLives(lives);
  const slopes = long.flatMap(({ slope }) => slope ?? []);
  const rate = growthRates(long.map(({ history }) => history.series)).perRequest;
  const born = lives.filter(({ isBorn }) => isBorn);
  const { start, warmUp } = beginning(lives, counted);
  const known = {
    figure,
    workers,
    start,
    warmUp,
    growth: rate && growthOf(rate, slopes, { ranking, figure, counted }),
    transient: transientOf(
      series,
      histories.map(({ life }) => greatest(life, figure)),
    ),
    traffic,
    largestStep: largestStep(profile, figure, warmLevel({ start, warmUp })),
    boot: timed ? bootTime(lives, traffic.perWorker) : null,
    shared: sharedPages(profile, figure),
    evidence: {
      lives: lives.length,
      born: born.length,
      requests: lives.reduce((sum, { requests }) => sum + requests, 0),
      longest: Math.max(...lives.map(({ requests }) => requests)) * counted,
      seconds: timed ? to - from : null,
      countedPerLogged: counted,
    },
  };
  return { ...known, unknown: unknownsOf(known) };
}

/** One machine was watched all the time; logs of several, or of one on several days, need not cover the same time. */
function watchedOf(
  machines: readonly (readonly LifeMeasure[])[],
  atOnce: readonly number[],
  { from, to }: Profile,
): Watched[] {
  if (machines.length === 1) return [{ from, to, workers: atOnce[0]! }];
  return machines.map((lives, i) => ({
    from: Math.min(...lives.map(beginOf)),
    to: Math.max(...lives.map(endOf)),
    workers: atOnce[i]!,
  }));
}

function levelFigure(profile: Profile): Figure | undefined {
  const counts = readingsOf(profile);
  const most = Math.max(0, ...PREFERENCE.map((figure) => counts.get(figure) ?? 0));
  return PREFERENCE.find((figure) => most > 0 && (counts.get(figure) ?? 0) >= ENOUGH * most);
}

/** The server counts requests that the log lacks as well. */
function countedPerLogged(lives: readonly LifeMeasure[]): number {
  let [logged, unlogged] = [0, 0];
  for (const { history } of lives) {
    logged += history.life.requests;
    unlogged += history.life.unlogged;
  }
  return logged > 0 ? (logged + unlogged) / logged : 1;
}

/** First readings and warm-ups of the lives that began within the log; where none did, the lowest level seen has to do. */
function beginning(lives: readonly LifeMeasure[], counted: number): { start: number; warmUp: WarmUp } {
  const born = lives.filter(({ isBorn }) => isBorn);
  if (born.length === 0)
    return {
      start: Math.min(...lives.map(({ history }) => Math.min(...history.series.min))),
      warmUp: { size: 0, requests: 0 },
    };
  const warmUps = born.flatMap(({ slope }) => slope?.warmUp ?? []);
  return {
    start: medianOf(born.map(({ start }) => start)),
    warmUp:
      warmUps.length === 0
        ? { size: 0, requests: 0 }
        : {
            size: medianOf(warmUps.map(({ size }) => size)),
            requests: Math.round(counted * medianOf(warmUps.map(({ requests }) => requests))),
          },
  };
}

function growthOf(
  rate: FloorGrowth['perRequest'],
  slopes: readonly LifeSlope[],
  { ranking, figure, counted }: { ranking: Ranking; figure: Figure; counted: number },
): FloorGrowth {
  const { spread, walk } = growthSpread(slopes);
  const background = ranking.findings.find(
    ({ endpoint, verdict }) => endpoint === BACKGROUND.name && (verdict === 'leak' || verdict === 'suspect'),
  );
  const { estimate, low, high } = rate;
  return {
    perRequest: { estimate: estimate / counted, low: low / counted, high: high / counted },
    late: lateSlope(slopes) / counted,
    perSecond: ranking.metric === figure ? (background?.leakPerCall.estimate ?? 0) : 0,
    spread: spread / counted,
    walk: walk / counted,
  };
}

/** The greatest reading of each bucket that has one, in their order. */
function greatest(life: Life, figure: Figure): Float64Array {
  return Float64Array.from(life.buckets.flatMap(({ figures }) => figures[figure]?.max ?? []));
}

/** What belongs to the warm-up is left out where the log says to which level a step led. */
function largestStep(profile: Profile, figure: Figure, warm: number): number {
  // The largest single steps are kept for the first figure of a line alone.
  const steps = profile.endpoints.flatMap(({ largest, deltas }) =>
    figure === FIGURES[0]
      ? largest.map(({ delta, after }) => Math.min(delta, after - warm))
      : (deltas[figure]?.histogram ?? []).map(([bucket]) => (bucket > 0 ? lowerBound(bucket) : 0)),
  );
  return Math.max(0, ...steps);
}

/** Resident less private memory at the end of each life, the median; null where readings do not carry both. */
function sharedPages(profile: Profile, figure: Figure): number | null {
  if (figure !== 'rss') return null;
  const [resident, own] = [FIGURES.indexOf('rss'), FIGURES.indexOf('uss')];
  const both = ({ figures }: Reading): number[] =>
    figures[resident]! > 0 && figures[own]! > 0 ? [Math.max(0, figures[resident]! - figures[own]!)] : [];
  const shared = profile.workers.flatMap(({ lives }) =>
    lives.flatMap(({ lastRead }) => (lastRead ? both(lastRead) : [])),
  );
  return shared.length > 0 ? medianOf(shared) : null;
}
