/** A live view as a running program would give it, from a log or from a ranking made up. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { FIRST_UI } from '../../src/render/live/view.ts';
import type { LiveUi, LiveView, Trend, WorkerRow } from '../../src/render/live/view.ts';
import { SHOP } from '../render/fixture.ts';

const MIB = 2 ** 20;

/** Workers in trouble, in peace, and gone. */
export const WORKERS: readonly WorkerRow[] = [
  worker('pid 4414', 180, 172, 0.4 * MIB, null),
  worker('pid 4411', 415, 402, 38.5 * MIB, 2.9),
  worker('pid 4412', 498, 494, 41 * MIB, 0.6),
  { ...worker('pid 4390', 512, 512, 44 * MIB, 0, 3), isGone: true },
  worker('pid 4413', 260, 251, 12.1 * MIB, 21.6),
];

function worker(
  name: string,
  now: number,
  floor: number,
  perHour: WorkerRow['perHour'],
  hoursToLimit: number | null,
  restarts = 0,
): WorkerRow {
  return { name, now: now * MIB, floor: floor * MIB, perHour, hoursToLimit, restarts, isGone: false };
}

/** A view of `ranking`. */
export function viewOf(ranking: Ranking | undefined, ui: Partial<LiveUi> = {}): LiveView {
  return {
    figures: {
      lines: ranking?.coverage.lines ?? 0,
      linesPerSecond: 1234,
      lagSeconds: 0.31,
      readPercent: 99.8,
      inputs: ranking?.inputs ?? ['stdin'],
      since: ranking?.span.from ?? null,
      historyNote: 'with the profile of 2026-11-19',
      rankedLines: 1e9,
      notice: '',
      trouble: '',
      isEnded: false,
    },
    workers: WORKERS,
    ranking,
    trends: new Map(
      (ranking?.findings ?? []).map(({ endpoint, verdict }) => [endpoint, TRENDS[verdict] ?? 'flat']),
    ),
    span: { kind: 'start' },
    limit: 512 * MIB,
    ui: { ...FIRST_UI, ...ui },
  };
}

const TRENDS: Readonly<Partial<Record<string, Trend>>> = { leak: 'up', suspect: 'up', bloat: 'down' };

/** The ranking of a log, packed by gzip; that of a shop when none is named, for which nothing is loaded that ranks. */
export async function rankingOf(path: string | undefined): Promise<Ranking> {
  if (path === undefined) return SHOP;
  const [{ rank }, { profileOf }] = await Promise.all([
    import('../../src/ranking/rank.ts'),
    import('../report/profiles.ts'),
  ]);
  return rank(profileOf(gunzipSync(readFileSync(path)).toString('utf8'), path));
}
