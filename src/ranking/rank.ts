/**
 * Profile to Ranking: which rows keep memory, how much per call, how sure, and why.
 *
 *     profile -> groups, lives -> series -> attribution -> judgement, evidence -> findings
 */
import { UsageError } from '../errors.ts';
import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import { FILTERED, UNLOGGED } from '../profile/profile.ts';
import type { LargeDelta, Profile } from '../profile/profile.ts';
import { attribute } from './attribution/attribute.ts';
import type { Attribution, ColumnFit } from './attribution/attribution.ts';
import { answerOf } from './answer.ts';
import { coverageOf } from './coverage.ts';
import { floorSpans, largeRequests } from './evidence.ts';
import { groupEndpoints } from './groups.ts';
import type { Group, Grouping } from './groups.ts';
import { floorOf, seriesOf, workerName } from './history.ts';
import type { LifeHistory } from './history.ts';
import { judgeRow, PRIOR } from './judgement.ts';
import { bestFigure, readingsOf } from './metric.ts';
import type { Finding, Interval, Ranking, Verdict } from './ranking.ts';
import type { LifeSeries } from './series.ts';
import { callsSoFar, floorRise, isoTime, keptByLife, meanLevel, summarise } from './summary.ts';
import { warningsOf } from './warnings.ts';

/** What to rank. Filters choose what is shown and ranked; every request still counts in the fit. */
export interface RankOptions {
  readonly by?: Ranking['by'];
  /** The figure to rank by; the best one present when left out. */
  readonly metric?: Figure;
  /** Only rows for which this holds. */
  readonly shows?: (row: Group) => boolean;
  /** Only lives of workers for which this holds. */
  readonly follows?: (worker: { readonly pid: number; readonly host: string }) => boolean;
  /** Names of the inputs, for the record. */
  readonly inputs?: readonly string[];
}

/** Growth per worker life up to here may be called none: caches, buffers, rounding. Bytes; counts are a thousandth. */
const NEGLIGIBLE_BYTES = 4e6;

/** Everything that a row is judged by. */
interface Context {
  readonly profile: Profile;
  readonly metric: Figure;
  readonly measure: { readonly metric: Figure; readonly unit: Ranking['unit'] };
  readonly grouping: Grouping;
  readonly lives: readonly LifeHistory[];
  readonly series: readonly LifeSeries[];
  readonly attribution: Attribution;
  readonly negligible: number;
  readonly keptByAll: number;
}

/** Ranks what a profile holds. Pure. Throws UsageError when the figure asked for is not in the log. */
export function rank(profile: Profile, options: RankOptions = {}): Ranking {
  const by = options.by ?? (profile.settings.by === 'status' ? 'status' : 'endpoint');
  const metric = chooseMetric(profile, options.metric);
  const context = contextOf(profile, metric, by, options);
  const rows = context.grouping.groups.map((group, column) => finding(context, group, column));
  const shown = rows.filter(
    ({ group, calls }) => group.name !== FILTERED && calls.total > 0 && (options.shows?.(group) ?? true),
  );
  const findings = shown.sort(byBlame).map(({ made }, i) => ({ ...made, rank: i + 1 }));
  const perWorker = growthPerWorker(context);
  const attributed = context.attribution.kind === 'fitted' ? context.attribution.attributed : 0;
  const { measure, negligible, lives } = context;
  const fittable = context.attribution.kind === 'fitted';
  return {
    schema: 'memhog.ranking/1',
    metric,
    unit: measure.unit,
    by,
    inputs: options.inputs ?? profile.files,
    span: { from: isoTime(profile.from), to: isoTime(profile.to) },
    answer: answerOf({ measure, findings, fittable, perWorker, attributed, negligible }),
    growth: { perWorker, attributed },
    coverage: coverageOf(profile.coverage),
    workers: {
      count: new Set(lives.map(({ worker }) => worker)).size,
      lives: lives.length,
      floor: meanLevel(context.series, floorOf),
      summaries: lives.map(summarise),
    },
    warnings: warningsOf(
      profile,
      lives.map(({ life }) => life),
    ),
    findings,
  };
}

function chooseMetric(profile: Profile, asked: Figure | undefined): Figure {
  if (asked === undefined) return bestFigure(profile) ?? 'rss';
  const counts = readingsOf(profile);
  if (counts.has(asked)) return asked;
  const there = FIGURES.filter((figure) => counts.has(figure));
  throw new UsageError(
    `this log carries no '${asked}'; it has ${there.join(', ') || 'no memory figure'}: choose one of them with --metric`,
  );
}

function contextOf(profile: Profile, metric: Figure, by: Ranking['by'], options: RankOptions): Context {
  const follows = options.follows ?? (() => true);
  const followed = profile.workers.filter((worker) => worker.lives.length > 0 && follows(worker));
  const perLife = by === 'host' || by === 'worker';
  const nameOf = (index: number): string => {
    const worker = followed[index]!;
    return by === 'worker'
      ? workerName(profile, worker)
      : worker.host || profile.sources[worker.source]!.name;
  };
  const names = perLife ? [...new Set(followed.map((_, i) => nameOf(i)))] : [];
  const grouping = perLife
    ? { groups: names.map((name) => ({ name, method: '', route: '' })), of: [] }
    : groupEndpoints(profile, by);
  const columns = grouping.groups.length;
  const lives = followed.flatMap((worker, i) =>
    worker.lives.flatMap((life): LifeHistory[] => {
      const columnOf = perLife ? profile.endpoints.map(() => names.indexOf(nameOf(i))) : grouping.of;
      const series = seriesOf(life, metric, columnOf, columns);
      return series ? [{ worker, life, name: workerName(profile, worker), host: worker.host, series }] : [];
    }),
  );
  const series = lives.map((history) => history.series);
  const unit = metric === 'blocks' ? 'count' : 'bytes';
  return {
    profile,
    metric,
    measure: { metric, unit },
    grouping,
    lives,
    series,
    attribution: attribute(series, columns),
    negligible: unit === 'bytes' ? NEGLIGIBLE_BYTES : NEGLIGIBLE_BYTES / 1000,
    keptByAll: series.reduce((sum, life) => sum + keptByLife(life), 0),
  };
}

/** Growth of the mean life after its warm-up. */
function growthPerWorker({ attribution, series }: Context): number {
  if (attribution.kind === 'fitted') return attribution.growth;
  return series.length === 0 ? 0 : series.reduce((sum, life) => sum + floorRise(life), 0) / series.length;
}

interface Totals {
  readonly total: number;
  readonly fitted: number;
  readonly growth: number;
  readonly shrink: number;
  readonly largest: readonly LargeDelta[];
}

/** Calls and deltas of one row, from the endpoints that belong to it (or, by life, from the edges of the lives). */
function totalsOf({ profile, metric, grouping, series, lives }: Context, column: number): Totals {
  const columns = grouping.groups.length;
  let fitted = 0;
  for (const life of series)
    for (let row = 0; row < life.rows; row++) fitted += life.calls[row * columns + column]!;
  if (grouping.of.length === 0) {
    const own = lives.filter(({ series: life }) => life.calls[column]! > 0);
    const net = own.map(({ series: life }) => life.last[life.rows - 1]! - life.first[0]!);
    const sum = (keep: (value: number) => boolean): number =>
      net.filter(keep).reduce((all, value) => all + value, 0);
    return {
      total: fitted,
      fitted,
      growth: sum((value) => value > 0),
      shrink: sum((value) => value < 0),
      largest: [],
    };
  }
  const members = profile.endpoints.filter((_, endpoint) => grouping.of[endpoint] === column);
  const sum = (read: (member: (typeof members)[number]) => number): number =>
    members.reduce((all, member) => all + read(member), 0);
  return {
    total: sum(({ calls }) => calls),
    fitted,
    growth: sum(({ deltas }) => deltas[metric]?.growth ?? 0),
    shrink: sum(({ deltas }) => deltas[metric]?.shrink ?? 0),
    largest: members
      .flatMap(({ largest }) => largest)
      .sort((a, b) => b.delta - a.delta)
      .slice(0, 3),
  };
}

/** Which part of its worker's life had passed at a large delta; NaN where the log has no times. */
function partOfLife({ lives, profile }: Context, large: LargeDelta): number {
  const life = lives.find(({ worker, series }) => {
    const same =
      worker.pid === large.pid &&
      worker.host === large.host &&
      profile.sources[worker.source] === profile.sources[large.source];
    return same && series.from[0]! <= large.time && large.time <= series.to[series.rows - 1]!;
  });
  if (!life) return NaN;
  const [from, to] = [life.series.from[0]!, life.series.to[life.series.rows - 1]!];
  return to > from ? (large.time - from) / (to - from) : NaN;
}

interface Row {
  readonly group: Group;
  readonly calls: Totals;
  readonly z: number;
  readonly made: Finding;
}

function finding(context: Context, group: Group, column: number): Row {
  const { profile, attribution, lives, series, grouping, keptByAll } = context;
  const totals = totalsOf(context, column);
  const fit = attribution.kind === 'fitted' ? attribution.columns[column] : undefined;
  const { verdict, because } = judge(context, column, totals, fit);
  const scaled = (factor: number): Interval => {
    const { estimate, low, high } = fit ?? { estimate: 0, low: 0, high: 0 };
    return { estimate: estimate * factor, low: low * factor, high: high * factor };
  };
  const kept = scaled(totals.fitted);
  const columns = grouping.groups.length;
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
    leakPerCall: scaled(1),
    detectable: fit?.detectable ?? null,
    kept,
    share: keptByAll > 0 ? Math.min(1, kept.estimate / keptByAll) : 0,
    net: totals.growth + totals.shrink,
    growth: totals.growth,
    shrink: totals.shrink,
    floor:
      kept.estimate > 0
        ? meanLevel(series, (life) => callsSoFar(life, column, columns).map((calls) => calls * fit!.estimate))
        : [],
    evidence: [
      ...(isBlamed ? floorSpans(lives, column, columns) : []),
      ...largeRequests(profile, totals.largest),
    ],
  };
  return { group, calls: totals, z: fit?.z ?? -Infinity, made };
}

function judge(
  context: Context,
  column: number,
  totals: Totals,
  fit: ColumnFit | undefined,
): { verdict: Verdict; because: string } {
  const { attribution, grouping, series, negligible } = context;
  const columns = grouping.groups.length;
  const lookalikes =
    attribution.kind === 'fitted'
      ? attribution.lookalikes.find((one) => one.columns.includes(column))
      : undefined;
  const rises = series.filter((life) => callsSoFar(life, column, columns).at(-1)! > 0).map(floorRise);
  return judgeRow({
    measure: context.measure,
    fit,
    fittable: attribution.kind === 'fitted',
    placeless: grouping.groups[column]!.name === UNLOGGED,
    calls: totals.total,
    lives: rises.length,
    growing: rises.filter((rise) => rise > 0).length,
    rise: rises.reduce((sum, rise) => sum + rise, 0),
    growth: totals.growth,
    shrink: totals.shrink,
    largest: totals.largest.map((large) => ({ delta: large.delta, part: partOfLife(context, large) })),
    together: (lookalikes?.columns ?? [])
      .filter((other) => other !== column)
      .map((other) => grouping.groups[other]!.name),
    unexplained: attribution.kind === 'fitted' ? attribution.growth - attribution.attributed : 0,
    negligible,
  });
}

const ORDER: readonly Verdict[] = ['leak', 'suspect'];

/** Leaks, then suspects, then the rest by how likely they leak; ties by name. */
function byBlame(a: Row, b: Row): number {
  const place = ({ made }: Row): number =>
    ORDER.includes(made.verdict) ? ORDER.indexOf(made.verdict) : ORDER.length;
  if (place(a) !== place(b)) return place(a) - place(b);
  if (a.z !== b.z) return b.z - a.z;
  return a.made.endpoint < b.made.endpoint ? -1 : a.made.endpoint > b.made.endpoint ? 1 : 0;
}
