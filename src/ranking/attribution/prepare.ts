/** From the lives as the profile holds them to the six analyses, fitted. */
import type { LifeSeries } from '../series.ts';
import { addScaled } from './vectors.ts';
import type { Analysis } from './analysis.ts';
import { meanAnalyses, touchAnalyses } from './analysis.ts';
import type { AttributionOptions } from './attribution.ts';
import { bucketsPerLife, coarsen } from './coarse-life.ts';
import type { KeptColumns } from './columns.ts';
import { chooseColumns, selectColumns } from './columns.ts';
import { exactLife, withExactCounts } from './exact-life.ts';
import { withoutJumps } from './jumps.ts';
import type { LaggedLife } from './lagged-counts.ts';
import { withLaggedCounts } from './lagged-counts.ts';
import { meanColumns, meanRanges } from './mean-rows.ts';
import { countRows } from './row-set.ts';
import { areRecycled, withoutStartUp } from './start-up.ts';
import {
  EXACT_WARM_CUTS,
  LARGE_PROBLEM,
  MIN_LIFE_BUCKETS,
  NOISE_RATIOS,
  NOISE_RATIOS_LARGE,
  WARM_CUTS,
} from './tuning.ts';

/** The analyses and what they were made from. */
export interface Prepared {
  readonly columns: KeptColumns;
  /** Calls over all lives, by the caller's column. */
  readonly totals: Float64Array;
  /** The lives long enough to be used. */
  readonly used: readonly LaggedLife[];
  /** Whether what they all do at the same age was taken from the rows. */
  readonly recycled: boolean;
  /** Rows of the response `mean` over all of every life. */
  readonly differenced: readonly Float64Array[];
  /** Rows after the shortest warm-up. */
  readonly rows: number;
  /** Empty when there is too little to fit. */
  readonly analyses: readonly Analysis[];
}

/** Fits the columns of calls; those of other kinds stand after them and are held at zero. */
export function prepare(
  lives: readonly LifeSeries[],
  columnCount: number,
  options: AttributionOptions,
): Prepared {
  const most = bucketsPerLife(lives.length);
  const coarse = lives.map((life) => (life.exact ? exactLife : coarsen)(life, columnCount, most));
  const totals = totalCalls(lives, columnCount);
  const common = (options.kinds ?? []).flatMap((kind, j) => (kind === 'calls' ? [] : [j]));
  const columns = chooseColumns(coarse, totals, options, common);
  const long = coarse
    .filter((life) => life.usable >= MIN_LIFE_BUCKETS)
    .map((life) => selectColumns(life, columns, options.kinds));
  const used = withoutJumps(
    long.map((life) => (life.exact ? withExactCounts : withLaggedCounts)(life)),
    common.length,
  );
  const cuts = used.every(({ exact }) => exact) ? EXACT_WARM_CUTS : WARM_CUTS;
  const rows = countRows(meanRanges(used, cuts[0]!));
  const recycled = areRecycled(lives);
  const free = recycled ? withoutStartUp(used) : used;
  const differenced = meanColumns(free);
  const made = { columns, totals, used, recycled, differenced, rows };
  const nothing = columns.kept.length === 0 && !options.inseparable?.size;
  if (nothing || rows === 0) return { ...made, analyses: [] };
  const k = (differenced.length - 1) / 2;
  const ratios = rows * k ** 2 > LARGE_PROBLEM / 4 ? NOISE_RATIOS_LARGE : NOISE_RATIOS;
  const settings = { routes: k - common.length, leastVariance: (options.quantum ?? 1) ** 2 / 12 };
  const mean = meanAnalyses(used, differenced, cuts, settings);
  return { ...made, analyses: [...mean, ...touchAnalyses(used, free, cuts, ratios, settings)] };
}

function totalCalls(lives: readonly LifeSeries[], columnCount: number): Float64Array {
  const totals = new Float64Array(columnCount);
  for (const { calls, rows } of lives)
    for (let row = 0; row < rows; row++) addScaled(totals, 0, calls, row * columnCount, columnCount, 1);
  return totals;
}
