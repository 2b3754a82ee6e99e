/**
 * Which columns keep memory, how much per call, and how sure that is.
 *
 * The model, for each life and bucket t: reading = level of the life + sum of kept_j * lagged calls of j so far
 * + sum of transient_j * (calls so far - lagged calls) + random walk + white noise, with kept_j >= 0. It is fitted
 * to two responses after three warm-up cuts, and the six answers are averaged by their information.
 */
import type { LifeSeries } from '../series.ts';
import { meanMoments } from './analysis.ts';
import type { Attribution, AttributionOptions, ColumnFit, Fitted } from './attribution.ts';
import { combine } from './combine.ts';
import { findLookalikes } from './lookalikes.ts';
import { meanRanges } from './mean-rows.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import type { SaturationBase } from './saturation.ts';
import { MIN_KEPT_PER_LIFE, SATURATION_CUT } from './tuning.ts';
import { judge } from './verdict.ts';

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
  return conclude(prepared, lives.length, columnCount, options.leastKept ?? MIN_KEPT_PER_LIFE);
}

function conclude(prepared: Prepared, lives: number, columnCount: number, leastKept: number): Fitted {
  const { analyses, totals, used } = prepared;
  const { kept } = prepared.columns;
  const combined = combine(analyses);
  const fits: (ColumnFit | undefined)[] = new Array<undefined>(columnCount).fill(undefined);
  const window = analyses[combined.weights.indexOf(Math.max(...combined.weights))]!;
  const saturation = lazySaturation(prepared);
  let attributed = 0;
  for (const [index, j] of kept.entries()) {
    const column = combined.columns[index];
    if (!column) continue;
    const callsTotal = totals[j]!;
    const fit = judge(column, { callsTotal, callsPerLife: callsTotal / lives, leastKept, saturation, index });
    fits[j] = fit;
    if (fit.suggestion !== 'none') attributed += fit.estimate * window.callsPerLife[index]!;
  }
  const lookalikes = findLookalikes(analyses, combined.weights, [...kept.keys()]);
  return {
    kind: 'fitted',
    columns: fits,
    growth: window.growth,
    attributed,
    analyses: analyses.map(({ response, warm, ratio, regression }, a) => ({
      response,
      warm,
      ...(ratio === undefined ? {} : { ratio }),
      rows: regression.rows,
      weight: combined.weights[a]!,
    })),
    rows: Math.max(...analyses.map(({ regression }) => regression.rows)),
    lives: used.length,
    lookalikes: lookalikes.map((group) => ({ ...group, columns: group.columns.map((i) => kept[i]!) })),
  };
}

/** The moments after the short warm-up, made only if a column asks for them. */
function lazySaturation({ used, differenced }: Prepared): () => SaturationBase {
  let base: SaturationBase | undefined;
  return () => {
    base ??= {
      lives: used,
      columns: differenced,
      ranges: meanRanges(used, SATURATION_CUT),
      moments: meanMoments(used, differenced, [SATURATION_CUT]).get(SATURATION_CUT)!,
    };
    return base;
  };
}
