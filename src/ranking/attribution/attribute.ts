/**
 * Which columns keep memory, how much per call, and how sure that is.
 *
 * The model, for each life and bucket t: reading = level of the life + sum of kept_j * lagged calls of j so far
 * + sum of transient_j * (calls so far - lagged calls) + random walk + white noise, with kept_j >= 0 and few of
 * them above it. It is fitted to two responses after three warm-up cuts, and the six answers are averaged by
 * their information.
 */
import type { LifeSeries } from '../series.ts';
import type { Analysis } from './analysis.ts';
import type { Attribution, AttributionOptions, ColumnFit, CommonFit, Fitted } from './attribution.ts';
import type { Combined } from './combine.ts';
import { combine } from './combine.ts';
import { findLookalikes } from './lookalikes.ts';
import { onsetOf } from './onset.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import type { SaturationBase } from './saturation.ts';
import { rateChange, saturationBase } from './saturation.ts';
import type { SparseFit } from './sparse-fit.ts';
import { sparseFit } from './sparse-fit.ts';
import { GROWTH_TO_EXPLAIN, MIN_KEPT_PER_LIFE, SUSPECT_PROBABILITY } from './tuning.ts';
import { judge, judgeCommon } from './verdict.ts';

/**
 * Attributes growth to the columns of `lives` (`columnCount` of them). Pure and deterministic; never throws.
 * `too-little` when no life is long enough, no column has calls enough, or too few rows are left in every window.
 */
export function attribute(
  lives: readonly LifeSeries[],
  columnCount: number,
  options: AttributionOptions = {},
): Attribution {
  const prepared = prepare(lives, columnCount, options);
  if (prepared.analyses.length === 0) {
    return { kind: 'too-little', rows: prepared.rows, lives: prepared.used.length };
  }
  return conclude(prepared, lives.length, columnCount, options);
}

/** Everything that was fitted. */
interface Fits {
  readonly prepared: Prepared;
  readonly combined: Combined;
  readonly sparse: SparseFit;
  /** Columns of the fit that cannot be told apart, and the analysis that knows most. */
  readonly groups: readonly (readonly number[])[];
  readonly window: Analysis;
  readonly lives: number;
  readonly leastKept: number;
  readonly concurrent: boolean;
}

function conclude(
  prepared: Prepared,
  lives: number,
  columnCount: number,
  options: AttributionOptions,
): Fitted {
  const { analyses, used } = prepared;
  const { kept, other, common } = prepared.columns;
  const combined = combine(analyses);
  const { weights } = combined;
  const groups = findLookalikes(analyses, [...kept.keys()]);
  const leastKept = options.leastKept ?? MIN_KEPT_PER_LIFE;
  const concurrent = options.concurrent ?? false;
  const first = kept.length + (other ? 1 : 0);
  const commons = common.map((_, i) => first + i);
  const sparse = sparseFit(analyses, weights, combined.inflated, leastKept, [...groups, commons]);
  const window = analyses[weights.indexOf(Math.max(...weights))]!;
  const fits: Fits = { prepared, combined, sparse, groups, window, lives, leastKept, concurrent };
  const routes = routeFits(fits, columnCount);
  const causes = common.map((column, i) => commonFit(fits, options, column, first + i));
  const attributed = kept.reduce((sum, j, i) => sum + explained(routes[j], window.callsPerLife[i]!), 0);
  return {
    kind: 'fitted',
    columns: routes,
    common: causes,
    growth: window.growth,
    attributed: attributed + causes.reduce((sum, one) => sum + explained(one, one.unitsPerLife), 0),
    analyses: analyses.map(({ response, warm, ratio, regression }, a) => ({
      response,
      warm,
      ...(ratio === undefined ? {} : { ratio }),
      rows: regression.rows,
      weight: weights[a]!,
    })),
    rows: Math.max(...analyses.map(({ regression }) => regression.rows)),
    lives: used.length,
    lookalikes: groups
      .map((columns, g) => ({
        columns: columns.map((i) => kept[i]!),
        confidence: sparse.groups[g]!,
        keptPerLife: columns.reduce((sum, i) => sum + expected(sparse, i) * window.callsPerLife[i]!, 0),
      }))
      .filter(({ confidence }) => confidence >= SUSPECT_PROBABILITY)
      .sort((a, b) => b.confidence - a.confidence || a.columns[0]! - b.columns[0]!),
  };
}

function expected({ columns }: SparseFit, i: number): number {
  return columns[i]!.probability * columns[i]!.middle;
}

function explained(fit: ColumnFit | CommonFit | undefined, calls: number): number {
  return fit && fit.suggestion !== 'none' ? fit.estimate * calls : 0;
}

function routeFits(fits: Fits, columnCount: number): (ColumnFit | undefined)[] {
  const { prepared, combined, sparse, groups, window, lives, leastKept, concurrent } = fits;
  const { kept, other, common } = prepared.columns;
  const first = kept.length + (other ? 1 : 0);
  const greatest = Math.max(0, ...common.map((_, i) => sparse.columns[first + i]!.probability));
  let base: SaturationBase | undefined;
  const baseOf = (): SaturationBase => (base ??= saturationBase(prepared, [...new Array(first).keys()]));
  const out: (ColumnFit | undefined)[] = new Array<undefined>(columnCount).fill(undefined);
  for (const [index, j] of kept.entries()) {
    const column = combined.columns[index];
    if (!column) continue;
    const callsTotal = prepared.totals[j]!;
    out[j] = judge(column, sparse.columns[index]!, {
      callsTotal,
      callsPerLife: callsTotal / lives,
      callsInWindow: window.callsPerLife[index]!,
      leastKept,
      concurrent,
      grows: window.growth > GROWTH_TO_EXPLAIN * leastKept,
      group: Math.max(0, ...groups.map((group, g) => (group.includes(index) ? sparse.groups[g]! : 0))),
      common: greatest,
      change: () => rateChange(baseOf(), index),
      onset: () => onsetOf(baseOf(), index),
    });
  }
  return out;
}

function commonFit(
  { prepared, sparse, groups, window, leastKept }: Fits,
  options: AttributionOptions,
  column: number,
  index: number,
): CommonFit {
  const about = {
    column,
    kind: options.kinds![column] === 'time' ? ('time' as const) : ('requests' as const),
    either: sparse.groups[groups.length]!,
    unitsPerLife: window.callsPerLife[index]!,
    unitsTotal: prepared.totals[column]!,
  };
  return judgeCommon(about, sparse.columns[index]!, leastKept, () =>
    rateChange(saturationBase(prepared, [index]), 0),
  );
}
