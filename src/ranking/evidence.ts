/** What can be shown for an endpoint: where the floor rose while it was called, and its largest single deltas. */
import type { LargeDelta, Profile } from '../profile/profile.ts';
import { callsSoFar } from './calls-so-far.ts';
import { floorOf, workerName } from './history.ts';
import type { LifeHistory } from './history.ts';
import type { Evidence } from './ranking.ts';
import { isoTime, warmRow } from './summary.ts';

/** Spans shown for an endpoint. */
const SPANS = 4;

/** The lives in which the floor rose most after warm-up while the column was called. */
export function floorSpans(lives: readonly LifeHistory[], column: number, columns: number): Evidence[] {
  const spans = lives.map(({ series, name }): Evidence => {
    const floor = floorOf(series);
    const [first, last] = [warmRow(series), series.rows - 1];
    const calls = callsSoFar(series, column, columns);
    return {
      kind: 'span',
      from: isoTime(series.from[first]!),
      to: isoTime(series.to[last]!),
      worker: name,
      before: floor[first]!,
      after: floor[last]!,
      calls: calls[last]! - calls[first]!,
    };
  });
  return spans
    .filter(({ before, after, calls }) => after > before && calls > 0)
    .sort((a, b) => b.after - b.before - (a.after - a.before))
    .slice(0, SPANS);
}

/** Large deltas as evidence; the place in the file is left out for stdin, which cannot be looked up. */
export function largeRequests(profile: Profile, large: readonly LargeDelta[]): Evidence[] {
  return large.map(({ before, after, time, source, host, pid, file, offset }) => {
    const worker = profile.workers.find(
      (one) => one.source === source && one.host === host && one.pid === pid,
    );
    const name = profile.files[file]!;
    const at = isoTime(time);
    return {
      kind: 'request',
      from: at,
      to: at,
      worker: worker ? workerName(profile, worker) : `pid ${pid}`,
      before,
      after,
      calls: 1,
      ...(name === '-' ? {} : { source: name, offset }),
    };
  });
}
