/** A profile made ready for ranking: its rows, its lives, and what the attribution says of them. */
import { UsageError } from '../errors.ts';
import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import type { EndpointTotals, Profile } from '../profile/profile.ts';
import { attribute } from './attribution/attribute.ts';
import type { Attribution, AttributionOptions } from './attribution/attribution.ts';
import { callsOf } from './calls-so-far.ts';
import type { CallsSoFar } from './calls-so-far.ts';
import { COMMON, COMMON_KINDS, fillCommon } from './common-columns.ts';
import { groupEndpoints } from './groups.ts';
import type { Grouping } from './groups.ts';
import { lockstepColumns } from './lockstep.ts';
import { seriesOf, workerName } from './history.ts';
import { isExact, openingSeries } from './openings.ts';
import type { LifeHistory } from './history.ts';
import { isSurelyGrowing } from './growth.ts';
import { bestFigure, readingsOf } from './metric.ts';
import { pointsOf } from './points.ts';
import type { LifePoints } from './points.ts';
import { quantumOf } from './quantum.ts';
import type { Ranking } from './ranking.ts';
import type { LifeSeries } from './series.ts';
import { floorRise, keptByLife } from './summary.ts';

/** Everything that a row is judged by. */
export interface Context {
  readonly profile: Profile;
  readonly measure: { readonly metric: Figure; readonly unit: Ranking['unit'] };
  readonly grouping: Grouping;
  readonly lives: readonly LifeHistory[];
  readonly series: readonly LifeSeries[];
  /** Columns of the series: one for each group, then those of `COMMON` where rows stand for requests. */
  readonly width: number;
  readonly attribution: Attribution;
  /** Groups that are called in a fixed rhythm with each other: no fit can tell them apart. */
  readonly lockstep: ReadonlySet<number>;
  /** Growth per worker life up to here may be called none. */
  readonly negligible: number;
  /** The same, where workers do not surely grow; where they do, no growth like theirs may. */
  readonly calm: number;
  readonly keptByAll: number;
  /** Of each life: the points that it reaches, its calls there and in all, and the rise of its floor after warm-up. */
  readonly points: readonly LifePoints[];
  readonly calls: readonly CallsSoFar[];
  readonly rises: readonly number[];
  /** The endpoints of each group; empty where rows stand for lives. */
  readonly members: readonly (readonly EndpointTotals[])[];
}

/** What to make ready. */
export interface ContextOptions {
  readonly by: Ranking['by'];
  readonly metric: Figure;
}

/** Growth per worker life up to here may be called none: caches, buffers, rounding. Bytes. */
const NEGLIGIBLE_BYTES = 4e6;

/** The same of exact levels, by how many requests a life serves: free lists and tables move by some kilobytes, and by no more for long. */
const NEGLIGIBLE_EXACT = { least: 400e3, perRequest: 64, most: NEGLIGIBLE_BYTES };
const NEGLIGIBLE_BLOCKS = { least: 4e3, perRequest: 0.6, most: 40e3 };

/** The least that a suspect keeps per life, as a part of what is negligible; and, for counts, the latter as a part of the level. */
const LEAST_KEPT = 0.25;
const NEGLIGIBLE_PART = 0.01;

/** Prepares a profile. `metric` is what `chooseMetric` chose. */
export function contextOf(profile: Profile, options: ContextOptions): Context {
  const { metric } = options;
  const { grouping, lives, width } = livesOf(profile, metric, options);
  const series = lives.map((history) => history.series);
  const unit = metric === 'blocks' ? 'count' : 'bytes';
  const negligible = negligibleOf(series, unit);
  const lockstep =
    options.by === 'host' || options.by === 'worker'
      ? new Set<number>()
      : lockstepColumns(series, grouping.groups.length, width);
  const settings: AttributionOptions = {
    leastKept: LEAST_KEPT * negligible,
    quantum: quantumOf(series),
    inseparable: lockstep,
    concurrent: lives.some(({ life }) => life.cores > 0),
  };
  const kinds = [...grouping.groups.map(() => 'calls' as const), ...COMMON_KINDS].slice(0, width);
  const attribution = attribute(series, width, { ...settings, kinds });
  const points = pointsOf(series);
  return {
    profile,
    measure: { metric, unit },
    grouping,
    lives,
    series,
    width,
    lockstep,
    attribution,
    negligible,
    calm: calmLevel(series, attribution, negligible),
    keptByAll: series.reduce((sum, life) => sum + keptByLife(life), 0),
    points,
    calls: series.map((life, i) => callsOf(life, points[i]!, width)),
    rises: series.map(floorRise),
    members: membersOf(profile, grouping),
  };
}

/** The figure to rank by: the one asked for, or the best there is. Throws UsageError when the one asked for is not in the log. */
export function chooseMetric(profile: Profile, asked: Figure | undefined): Figure {
  if (asked === undefined) return bestFigure(profile) ?? 'rss';
  const counts = readingsOf(profile);
  if (counts.has(asked)) return asked;
  const there = FIGURES.filter((figure) => counts.has(figure));
  throw new UsageError(
    `this log carries no '${asked}'; it has ${there.join(', ') || 'no memory figure'}: choose one of them with --metric`,
  );
}

/** The rows and the lives of a profile, before anything is fitted. */
export function livesOf(
  profile: Profile,
  metric: Figure,
  { by }: ContextOptions,
): Pick<Context, 'grouping' | 'lives' | 'width'> {
  const followed = profile.workers.filter((worker) => worker.lives.length > 0);
  const perLife = by === 'host' || by === 'worker';
  const names = followed.map((worker) =>
    by === 'worker' ? workerName(profile, worker) : worker.host || profile.sources[worker.source]!.name,
  );
  const distinct = perLife ? [...new Set(names)] : [];
  const grouping = perLife
    ? { groups: distinct.map((name) => ({ name, method: '', route: '' })), of: [] }
    : groupEndpoints(profile, by);
  const columns = grouping.groups.length;
  const width = perLife ? columns : columns + COMMON.length;
  const lives = followed.flatMap((worker, i) =>
    worker.lives.flatMap((life): LifeHistory[] => {
      const columnOf = perLife ? profile.endpoints.map(() => distinct.indexOf(names[i]!)) : grouping.of;
      const read = isExact(life, metric) ? openingSeries : seriesOf;
      const series = read(life, metric, columnOf, width);
      if (!series) return [];
      if (!perLife) fillCommon(series, columns);
      return [{ worker, life, name: workerName(profile, worker), host: worker.host, series }];
    }),
  );
  return { grouping, lives, width };
}

function membersOf({ endpoints }: Profile, { groups, of }: Grouping): EndpointTotals[][] {
  const members = groups.map((): EndpointTotals[] => []);
  for (let i = 0; i < of.length; i++) members[of[i]!]!.push(endpoints[i]!);
  return members;
}

function negligibleOf(series: readonly LifeSeries[], unit: Ranking['unit']): number {
  const exact = series.length > 0 && series.every((life) => life.exact);
  if (exact) return negligibleExact(series, unit === 'bytes' ? NEGLIGIBLE_EXACT : NEGLIGIBLE_BLOCKS);
  return unit === 'bytes' ? NEGLIGIBLE_BYTES : NEGLIGIBLE_PART * meanReading(series);
}

function negligibleExact(
  series: readonly LifeSeries[],
  { least, perRequest, most }: typeof NEGLIGIBLE_EXACT,
): number {
  const requests = series.reduce((sum, life) => sum + life.requests.reduce((all, n) => all + n, 0), 0);
  return Math.min(most, Math.max(least, (perRequest * requests) / series.length));
}

/** Where workers surely grow, half of that is no longer nothing, little as it may be within a short life. */
function calmLevel(series: readonly LifeSeries[], attribution: Attribution, negligible: number): number {
  if (attribution.kind !== 'fitted' || !isSurelyGrowing(series)) return negligible;
  return Math.min(negligible, Math.max(0, attribution.growth / 2));
}

function meanReading(series: readonly LifeSeries[]): number {
  let sum = 0;
  let readings = 0;
  for (const life of series) {
    for (let row = 0; row < life.rows; row++) {
      sum += life.sum[row]!;
      readings += life.readings[row]!;
    }
  }
  return readings > 0 ? sum / readings : 0;
}
