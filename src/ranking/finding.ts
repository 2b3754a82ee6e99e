/** One row of the ranking, and what it is sorted by. */
import type { ColumnFit } from './attribution/attribution.ts';
import { callsSoFar } from './calls-so-far.ts';
import type { Context } from './context.ts';
import { floorSpans, largeRequests } from './evidence.ts';
import type { Group } from './groups.ts';
import { UNLOGGED } from '../profile/profile.ts';
import { judgeRow, PRIOR } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { meanAt } from './points.ts';
import type { Finding, Interval } from './ranking.ts';
import type { Totals } from './totals.ts';
import { partOfLife, totalsOf } from './totals.ts';

/** A finding with its group and its likelihood ratio; -Infinity where none was made. */
export interface Row {
  readonly group: Group;
  readonly z: number;
  readonly made: Finding;
}

/** An interval times a factor. */
export function scaled({ estimate, low, high }: Interval, factor: number): Interval {
  return { estimate: estimate * factor, low: low * factor, high: high * factor };
}

const NOTHING: Interval = { estimate: 0, low: 0, high: 0 };

/** Makes the row of one group. */
export function findingOf(context: Context, column: number): Row {
  const { profile, attribution, lives, grouping, keptByAll, width } = context;
  const group = grouping.groups[column]!;
  const totals = totalsOf(context, column);
  const fit = attribution.kind === 'fitted' ? attribution.columns[column] : undefined;
  const blamedCalls = callsSince(context, column, fit?.began);
  const { verdict, because } = judge(context, column, totals, blamedCalls, fit);
  const kept = scaled(fit ?? NOTHING, blamedCalls);
  const isBlamed = verdict === 'leak' || verdict === 'suspect';
  const made: Finding = {
    rank: 0,
    endpoint: group.name,
    method: group.method,
    route: group.route,
    calls: totals.total,
    verdict,
    confidence: fit?.confidence ?? PRIOR,
    because,
    leakPerCall: scaled(fit ?? NOTHING, 1),
    detectable: fit?.detectable ?? null,
    kept,
    share: keptByAll > 0 ? Math.min(1, kept.estimate / keptByAll) : 0,
    net: totals.growth + totals.shrink,
    growth: totals.growth,
    shrink: totals.shrink,
    floor: kept.estimate > 0 ? attributedLevel(context, column, fit!) : [],
    evidence: [
      ...(isBlamed ? floorSpans(lives, column, width) : []),
      ...largeRequests(profile, totals.largest),
    ],
    ...(totals.paths.length > 0 ? { paths: totals.paths } : {}),
  };
  return { group, z: fit?.z ?? -Infinity, made };
}

/** All calls of a column, of rows that end after `began` where it is given. */
function callsSince({ series, calls, width }: Context, column: number, began: number | undefined): number {
  if (began === undefined) return calls.reduce((sum, { total }) => sum + total[column]!, 0);
  return series.reduce((sum, life) => sum + callsSoFar(life, column, width, began).at(-1)!, 0);
}

/** What a column kept so far, in the mean life, for a sparkline. */
export function attributedLevel(
  { series, points, calls, width }: Context,
  column: number,
  { estimate, began }: { readonly estimate: number; readonly began?: number },
): number[] {
  return meanAt(points, (life, rows) => {
    if (began !== undefined) {
      const sofar = callsSoFar(series[life]!, column, width, began);
      return Array.from(rows, (row) => sofar[row]! * estimate);
    }
    const { atPoints } = calls[life]!;
    return Array.from(rows, (_, place) => atPoints[place * width + column]! * estimate);
  });
}

/** Whom a group is called in a fixed rhythm with; empty if its calls are its own. */
function lockstepPartners({ lockstep, grouping }: Context, column: number): readonly string[] {
  if (!lockstep.has(column)) return [];
  return [...lockstep].filter((other) => other !== column).map((other) => grouping.groups[other]!.name);
}

function judge(
  context: Context,
  column: number,
  totals: Totals,
  blamedCalls: number,
  fit: ColumnFit | undefined,
): Judgement {
  const { profile, attribution, grouping, calls, negligible, calm } = context;
  const lookalikes =
    attribution.kind === 'fitted'
      ? attribution.lookalikes.find((one) => one.columns.includes(column))
      : undefined;
  const rises = context.rises.filter((_, life) => calls[life]!.total[column]! > 0);
  const partners = lockstepPartners(context, column);
  return judgeRow({
    inStep: partners,
    measure: context.measure,
    fit,
    fittable: attribution.kind === 'fitted',
    placeless: grouping.groups[column]!.name === UNLOGGED,
    calls: totals.total,
    blamedCalls,
    lives: rises.length,
    growing: rises.filter((rise) => rise > 0).length,
    rise: rises.reduce((sum, rise) => sum + rise, 0),
    growth: totals.growth,
    shrink: totals.shrink,
    largest: totals.largest.map((large) => ({ delta: large.delta, part: partOfLife(context, large) })),
    together: (lookalikes?.columns ?? [])
      .filter((other) => other !== column)
      .map((other) => grouping.groups[other]!.name),
    workerGrowth: attribution.kind === 'fitted' ? attribution.growth : 0,
    unexplained: attribution.kind === 'fitted' ? attribution.growth - attribution.attributed : 0,
    negligible,
    calm,
    hours: profile.to > profile.from ? (profile.to - profile.from) / 3600 : 0,
  });
}
