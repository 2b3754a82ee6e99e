import type { LifecycleEvent } from '../record.ts';
import { NO_COUNTER } from '../record.ts';
import type { Break, Reading, Seam } from './profile.ts';

/** Nothing was said. */
export const NO_SEAM: Seam = { strength: 'none', ended: '', started: '' };

/** The server's start banner: every worker of the instance is probably new. */
export const INSTANCE_SEAM: Seam = { strength: 'likely', ended: 'stopped', started: 'started' };

const STRENGTHS: readonly Break[] = ['none', 'likely', 'certain'];

/** What two stretches of lines between the same two requests say together. Associative; `NO_SEAM` is neutral. */
export function joinSeams(left: Seam, right: Seam): Seam {
  if (left === NO_SEAM) return right;
  if (right === NO_SEAM) return left;
  const strength = STRENGTHS[Math.max(STRENGTHS.indexOf(left.strength), STRENGTHS.indexOf(right.strength))]!;
  // The first word of an end names its cause (reload-on-rss, then "killed"), the last word of a start the process that serves.
  return { strength, ended: left.ended || right.ended, started: right.started || left.started };
}

/** What one lifecycle line says of its worker. */
export function seamOf(event: LifecycleEvent): Seam {
  switch (event.kind) {
    case 'start':
      return { strength: 'certain', ended: '', started: event.what };
    case 'end':
      return { strength: 'certain', ended: event.what, started: '' };
    case 'note':
      return { strength: 'none', ended: event.what, started: '' };
    case 'instance':
      return INSTANCE_SEAM;
  }
}

/** The part of a reading that tells one process from the next. */
export type Identity = Pick<Reading, 'app' | 'workerRequests' | 'instanceRequests' | 'core'>;

/** With threads, lines of one worker may be written a little out of order. */
const THREAD_DISORDER = 256;

/** Shippers of logs may hand on lines a little out of order, so a counter that falls by less, and by less than half, fell for that. */
const SHIPPED_DISORDER = 64;

function wentBack(previous: number, next: number, sameCore: boolean): boolean {
  if (previous === NO_COUNTER || next === NO_COUNTER) return false;
  if (!sameCore) return next + THREAD_DISORDER < previous;
  const fall = previous - next;
  return fall === 0 || fall > SHIPPED_DISORDER || (fall > 0 && fall >= next);
}

/**
 * Whether `next` is of another process than `previous`, the reading of the same pid before it.
 *
 * uWSGI's counters live in shared memory: the instance's (B of `req: A/B`) never goes back within an instance, and
 * the worker slot's (A) continues across respawns, so neither marks a respawn; but either going back on the same
 * core is another instance, container or re-initialised app under the same pid (facts: core/logging.c, pyloader.c).
 * A counter of the worker that simply goes on overrules a banner (`likely`), and a count that the instance's counter,
 * which processes share without a lock, has lost.
 */
export function isRestart(previous: Identity, next: Identity, strength: Break): boolean {
  if (strength === 'certain') return true;
  const sameApp = previous.app === next.app;
  if (sameApp && goesOnByOne(previous, next)) return false;
  if (countsFinished(previous, next)) return startsAgain(previous, next) || strength === 'likely';
  const sameCore = previous.core === next.core;
  if (wentBack(previous.instanceRequests, next.instanceRequests, sameCore)) return true;
  if (sameApp && wentBack(previous.workerRequests, next.workerRequests, sameCore)) return true;
  return strength === 'likely';
}

/**
 * Whether the counters are those of a memhog tail: requests finished by the process, whichever thread served them, and
 * not by the instance. Such lines name no core: `core` says how many others were in progress.
 */
function countsFinished(previous: Identity, next: Identity): boolean {
  return (
    previous.instanceRequests === NO_COUNTER &&
    next.instanceRequests === NO_COUNTER &&
    previous.workerRequests !== NO_COUNTER &&
    next.workerRequests !== NO_COUNTER
  );
}

/** Lines of threads that end together may be written in another order than they were counted in, alone as they may seem by then. */
const NEIGHBOURS = 16;

function startsAgain(previous: Identity, next: Identity): boolean {
  const disorder = previous.core === 0 && next.core === 0 ? NEIGHBOURS : THREAD_DISORDER;
  return next.workerRequests === 1 || next.workerRequests + disorder < previous.workerRequests;
}

/** So many counts may be lost to processes that add to one counter without a lock. */
const LOST_COUNTS = 8;

/** The worker's own counter counts the very next request and the instance's does not fall far: the same process. */
function goesOnByOne(previous: Identity, next: Identity): boolean {
  if (previous.workerRequests === NO_COUNTER || next.workerRequests !== previous.workerRequests + 1)
    return false;
  return previous.instanceRequests - next.instanceRequests <= LOST_COUNTS;
}

/**
 * How many requests of the worker stand between two of its readings and are not in the log: the jump of its own
 * counter. 0 if there is none or it cannot be known (no counter, another app, threads that overtake each other); negative
 * where a line stands after its successors, so that the sum over a life is right in any order.
 */
export function requestsBetween(previous: Identity, next: Identity): number {
  if (
    previous.app !== next.app ||
    previous.workerRequests === NO_COUNTER ||
    next.workerRequests === NO_COUNTER
  )
    return 0;
  if (previous.core !== next.core || (countsFinished(previous, next) && next.core > 0)) return 0;
  return next.workerRequests - previous.workerRequests - 1;
}
