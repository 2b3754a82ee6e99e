/** What the reader must know before trusting the numbers, as data with a code. */
import { FEW_BUCKETS, bucketsPerLife } from '../profile/grid.ts';
import { isCoarsened } from '../profile/profile.ts';
import type { Coverage, Life, Profile } from '../profile/profile.ts';
import { RSS } from '../record.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Warning } from './ranking.ts';

/** Lines not understood above this part are worth a warning. */
const MANY_MALFORMED = 0.02;

/** No process that serves requests has less RSS, in bytes. */
const LEAST_PROCESS = 2 ** 20;
/** A figure below this is too small for KiB too: 8 MiB. */
const FEWEST_KIB = 8192;

/** Requests missing above this part of all make the figures per call wrong. */
const MANY_UNLOGGED = 0.1;

/**
 * Floors hold what every request kept, the calls are the logged ones alone. Multiplying by the part logged would not
 * mend it: calls counted in a sample follow the true ones loosely, which lowers what is fitted by a part nobody knows.
 */
function inflated(logged: number, missing: number): string {
  const times = (logged + missing) / Math.max(1, logged);
  return `as only ${formatPercent(logged / (logged + missing))} are logged, what the others kept counts as kept by those: figures per call are up to ${groupDigits(times, times < 10 ? 1 : 0)} times too high`;
}

/** Lives that served requests and carry no reading of the figure that is ranked by. */
function leftOut({ workers }: Profile, ranked: readonly Life[]): string | undefined {
  const all = workers.flatMap((worker) => worker.lives).filter((life) => life.requests > 0);
  const there = new Set(ranked);
  const out = all.filter((life) => !there.has(life));
  // Where nothing has it the answer says so.
  if (out.length === 0 || ranked.length === 0 || out.every(({ firstRead }) => !firstRead)) return undefined;
  const count = (lives: readonly Life[]): number => lives.reduce((sum, life) => sum + life.requests, 0);
  return `${groupDigits(out.length)} of ${formatCounted(all.length, 'worker life', 'worker lives')} (${formatPercent(count(out) / count(all))} of the requests) carry no reading of the figure that is ranked by, so what they keep is not counted here`;
}

type Check = (profile: Profile, lives: readonly Life[]) => string | undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  threads: (_profile, lives) => {
    const shared = lives.filter(({ cores }) => cores > 0).length;
    if (shared === 0) return undefined;
    return `${formatCounted(shared, 'worker life served', 'worker lives served')} several requests at once (threads or async): a step in memory may belong to any of them, and only the trend over many requests is used`;
  },
  unlogged: (_profile, lives) => {
    let [logged, missing] = [0, 0];
    for (const { requests, unlogged, cores } of lives) {
      logged += requests;
      if (cores === 0) missing += Math.max(0, unlogged);
    }
    if (missing === 0) return undefined;
    const many = missing > MANY_UNLOGGED * (logged + missing) ? `; ${inflated(logged, missing)}` : '';
    return `${formatCounted(missing, 'request is', 'requests are')} missing from the log by the workers' own counters (conditional logging, or lines lost under load); memory that moved across them is charged to (unlogged)${many}`;
  },
  malformed: ({ coverage }) => {
    const lines = coverage.malformed.reduce((sum, reason) => sum + reason.lines, 0);
    if (lines <= MANY_MALFORMED * coverage.lines) return undefined;
    return `${formatPercent(lines / coverage.lines)} of the lines could not be read in full`;
  },
  'cut-lines': ({ coverage }) =>
    coverage.cut === 0
      ? undefined
      : `${formatCounted(coverage.cut, 'line was', 'lines were')} longer than 64 KiB and cut`,
  unit: (_profile, lives) => {
    const largest = largestRss(lives);
    if (largest === 0 || largest >= LEAST_PROCESS) return undefined;
    const [unit, suffix] = largest < FEWEST_KIB ? ['MiB', 'mb'] : ['KiB', 'kb'];
    return `no reading of RSS is above ${groupDigits(largest)} bytes, less than any server process has: the figures are most likely ${unit} and the amounts here too small; give the unit, as in --fields rss_${suffix}=NAME (in --pattern: (?<rss_${suffix}>…))`;
  },
  dyno: ({ coverage }) =>
    isOfDynos(coverage)
      ? 'memory is that of whole dynos, sampled every 20 seconds or so: what memhog finds, it finds by regression, and processes within a dyno are not told apart'
      : undefined,
  'no-reading': ({ coverage }, lives) => {
    // Where memory is sampled no request has a reading of its own, and the probe reads as few as it may.
    if (isOfDynos(coverage) || lives.every(({ firstRead }) => firstRead?.atStart)) return undefined;
    const without = coverage.requests - coverage.readings;
    return without <= 0
      ? undefined
      : `${formatCounted(without, 'request carries', 'requests carry')} no memory reading`;
  },
  'left-out': (profile, lives) => leftOut(profile, lives),
  'few-buckets': (_profile, lives) =>
    bucketsPerLife(lives.length) >= FEW_BUCKETS
      ? undefined
      : `with ${formatCounted(lives.length, 'worker life', 'worker lives')} the history of each is kept in ${bucketsPerLife(lives.length)} steps; give fewer hosts or hours at a time for finer ones`,
  coarsened: (profile) =>
    isCoarsened(profile)
      ? 'bounds were reached (too many worker lives or made-up paths): calls are exact, some detail was summed up'
      : undefined,
};

/** The largest RSS of all lives in bytes, 0 where there is none. */
function largestRss(lives: readonly Life[]): number {
  let largest = 0;
  for (const { buckets, firstRead, lastRead } of lives) {
    for (const { figures } of buckets) largest = Math.max(largest, figures.rss?.max ?? 0);
    largest = Math.max(largest, firstRead?.figures[RSS] ?? 0, lastRead?.figures[RSS] ?? 0);
  }
  return largest;
}

/** Whether memory comes from Heroku's samples. */
function isOfDynos({ formats, samples }: Coverage): boolean {
  return samples > 0 && formats.some(([name]) => name === 'heroku');
}

/** All warnings that apply. */
export function warningsOf(profile: Profile, lives: readonly Life[]): Warning[] {
  return Object.entries(CHECKS).flatMap(([code, check]) => {
    const text = check(profile, lives);
    return text === undefined ? [] : [{ code, text }];
  });
}
