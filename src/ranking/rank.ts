/**
 * Profile to Ranking: which rows keep memory, how much per call, how sure, and why.
 *
 *     profile -> groups, lives -> series -> attribution -> judgement, evidence -> findings
 */
import type { Figure } from '../record.ts';
import { FILTERED } from '../profile/profile.ts';
import type { Profile } from '../profile/profile.ts';
import { answerOf } from './answer.ts';
import { commonFindings } from './common-finding.ts';
import { chooseMetric, contextOf } from './context.ts';
import type { Context } from './context.ts';
import { coverageOf } from './coverage.ts';
import { deploysOf } from './deploys.ts';
import { findingOf } from './finding.ts';
import type { Row } from './finding.ts';
import type { Group } from './groups.ts';
import { withFound } from './found.ts';
import { growthRates } from './growth.ts';
import { floorOf } from './history.ts';
import { limitOf } from './limit.ts';
import { rankPeaks } from './peaks.ts';
import { meanLevel } from './points.ts';
import type { Ranking, Verdict } from './ranking.ts';
import { isoTime, summarise } from './summary.ts';
import { warningsOf } from './warnings.ts';

/** What to rank. Filters choose what is shown and ranked; every request still counts in the fit. */
export interface RankOptions {
  readonly by?: Ranking['by'];
  /** The figure to rank by; the best one present when left out. */
  readonly metric?: Figure;
  /** Only rows for which this holds. */
  readonly shows?: (row: Group) => boolean;
  /** Names of the inputs, for the record. */
  readonly inputs?: readonly string[];
  /** A level of the figure, per worker, to say when it will be reached. */
  readonly limit?: number;
}

/** Ranks what a profile holds. Pure. Throws UsageError when the figure asked for is not in the log. */
export function rank(profile: Profile, options: RankOptions = {}): Ranking {
  return withFound(profile, rankFigures(profile, options));
}

function rankFigures(profile: Profile, options: RankOptions): Ranking {
  const by = options.by ?? (profile.settings.by === 'status' ? 'status' : 'endpoint');
  const metric = chooseMetric(profile, options.metric);
  if (metric === 'peak') return rankPeaks(profile, by, options);
  const context = contextOf(profile, { by, metric });
  const { measure, lives, series, attribution, calm } = context;
  const rows = [
    ...context.grouping.groups
      .map((_, column) => findingOf(context, column))
      // Memory may have moved on a row without calls of its own, as across requests that are not in the log.
      .filter(({ made }) => made.calls > 0 || made.growth > 0 || made.shrink < 0),
    ...commonFindings(context),
  ];
  const shown = rows.filter(({ group }) => group.name !== FILTERED && (options.shows?.(group) ?? true));
  const isBlamed = ({ made }: Row): boolean => ORDER.includes(made.verdict);
  const blamedElsewhere = rows.some((row) => isBlamed(row) && !shown.includes(row));
  const findings = shown.sort(byBlame).map(({ made }, i) => ({ ...made, rank: i + 1 }));
  const growth = {
    perWorker: growthPerWorker(context),
    attributed: attribution.kind === 'fitted' ? attribution.attributed : 0,
    ...growthRates(series),
  };
  const limit = options.limit === undefined ? null : limitOf(options.limit, lives, growth);
  const fittable = attribution.kind === 'fitted';
  return {
    schema: 'memhog.ranking/1',
    metric: measure.metric,
    unit: measure.unit,
    by,
    inputs: options.inputs ?? profile.files,
    span: { from: isoTime(profile.from), to: isoTime(profile.to) },
    answer: answerOf({ measure, findings, fittable, growth, limit, calm, blamedElsewhere }),
    growth,
    limit,
    coverage: coverageOf(profile.coverage),
    workers: {
      count: new Set(lives.map(({ worker }) => worker)).size,
      lives: lives.length,
      floor: meanLevel(context.points, series, floorOf),
      summaries: lives.map(summarise),
    },
    warnings: warningsOf(
      profile,
      lives.map(({ life }) => life),
    ),
    findings,
    ...deploysIn(context),
  };
}

/** Deploys with times as the log prints them; nothing where there are none. */
function deploysIn({ lives }: Context): Pick<Ranking, 'deploys'> {
  const deploys = deploysOf(lives).flatMap(({ at, host, workers }) => {
    const time = isoTime(at);
    return time === null ? [] : [{ at: time, host, workers }];
  });
  return deploys.length === 0 ? {} : { deploys };
}

/** Growth of the mean life after its warm-up. */
function growthPerWorker({ attribution, rises }: Context): number {
  if (attribution.kind === 'fitted') return attribution.growth;
  return rises.length === 0 ? 0 : rises.reduce((sum, rise) => sum + rise, 0) / rises.length;
}

const ORDER: readonly Verdict[] = ['leak', 'suspect'];

/** Leaks, then suspects, then the rest by how likely they leak, those that could not be fitted last; ties by name. */
function byBlame(a: Row, b: Row): number {
  const place = ({ made }: Row): number =>
    ORDER.includes(made.verdict) ? ORDER.indexOf(made.verdict) : ORDER.length;
  if (place(a) !== place(b)) return place(a) - place(b);
  const [fitted, other] = [a.made.detectable !== null, b.made.detectable !== null];
  if (fitted !== other) return fitted ? -1 : 1;
  if (a.made.confidence !== b.made.confidence) return b.made.confidence - a.made.confidence;
  if (a.z !== b.z) return b.z - a.z;
  return a.made.endpoint < b.made.endpoint ? -1 : a.made.endpoint > b.made.endpoint ? 1 : 0;
}
