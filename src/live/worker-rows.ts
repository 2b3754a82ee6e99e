/** The workers as they are now: from the last ranking, with readings newer than that. */
import type { Profile } from '../profile/profile.ts';
import { workerName } from '../ranking/history.ts';
import type { LifeSummary, Ranking } from '../ranking/ranking.ts';
import { WARM_UP } from '../ranking/summary.ts';
import type { WorkerRow } from '../render/live/view.ts';
import { secondsBetween } from '../wording/moment.ts';
import type { Levels } from './levels.ts';

/** A worker of which nothing was heard for so long (seconds), while others were, has gone. */
const SILENT = 60;

/** A rate is not worth stating from less than this, in hours. */
const LEAST_HOURS = 1 / 60;

/** A row, and whose it is. */
export interface PlacedRow {
  readonly row: WorkerRow;
  readonly source: string;
  readonly host: string;
  readonly pid: number;
}

/** The rows with the latest readings, which may be newer than what the rows were made from. */
export function withLevels(rows: readonly PlacedRow[], levels: Levels): readonly WorkerRow[] {
  return rows.map(({ row, source, host, pid }) => ({ ...row, now: levels.of(source, host, pid) ?? row.now }));
}

/** One row for each worker that has readings; `ranking` is that of `profile`. */
export function workerRows(profile: Profile, ranking: Ranking, limit: number | null): readonly PlacedRow[] {
  const summaries = new Map<string, LifeSummary[]>();
  for (const summary of ranking.workers.summaries)
    summaries.set(summary.worker, [...(summaries.get(summary.worker) ?? []), summary]);
  return profile.workers.flatMap((worker): PlacedRow[] => {
    const name = workerName(profile, worker);
    const lives = summaries.get(name);
    const last = lives?.at(-1);
    if (!lives || !last) return [];
    const perHour = hourlyGrowth(last);
    const row: WorkerRow = {
      name,
      now: last.end,
      floor: last.floorTo,
      perHour,
      hoursToLimit: hoursUntil(limit, last.floorTo, perHour),
      restarts: lives.length - 1,
      isGone: last.ended !== '' || isSilent(last, ranking),
    };
    return [{ row, source: profile.sources[worker.source]!.name, host: worker.host, pid: worker.pid }];
  });
}

/** Growth of the floor after warm-up, bytes per hour. */
function hourlyGrowth({ from, to, floorFrom, floorTo }: LifeSummary): WorkerRow['perHour'] {
  const seconds = secondsBetween(from, to);
  if (seconds === null) return 'no times';
  const hours = (seconds * (1 - WARM_UP)) / 3600;
  return hours < LEAST_HOURS ? 'too new' : (floorTo - floorFrom) / hours;
}

function hoursUntil(limit: number | null, floor: number, perHour: WorkerRow['perHour']): number | null {
  if (limit === null) return null;
  if (floor >= limit) return 0;
  return typeof perHour !== 'number' || perHour <= 0 ? null : (limit - floor) / perHour;
}

function isSilent({ to }: LifeSummary, { span, workers }: Ranking): boolean {
  const silent = secondsBetween(to, span.to) ?? 0;
  const all = secondsBetween(span.from, span.to) ?? 0;
  return workers.count > 1 && silent > Math.max(SILENT, all / 10);
}
