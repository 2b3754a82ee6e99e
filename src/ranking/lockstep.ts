/**
 * Routes called in a fixed rhythm, as a load script calls them: every third request, say.
 *
 * What tells routes apart is how their share of the traffic varies. Where it varies far less than chance would make
 * it, only the phase of the rhythm against the grid is left to see, and a fit to that names anyone.
 */
import type { LifeSeries } from './series.ts';

/** Rows taken together, so that the rounding of a rhythm to whole calls does not look like variation. */
const BLOCK = 8;

/** Fewer blocks than this cannot show that variation is missing; random traffic goes below the part once in 1,000 logs. */
const LEAST_BLOCKS = 30;
const PART_OF_CHANCE = 0.35;

/** The columns among the first `columns` whose share of the requests varies far less than independent calls would. */
export function lockstepColumns(
  series: readonly LifeSeries[],
  columns: number,
  width: number,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (let column = 0; column < columns; column++) {
    let [seen, expected, blocks] = [0, 0, 0];
    for (const life of series) {
      const one = variation(life, column, width);
      seen += one.seen;
      expected += one.expected;
      blocks += one.blocks;
    }
    if (blocks >= LEAST_BLOCKS && expected > 0 && seen < PART_OF_CHANCE * expected) found.add(column);
  }
  // One alone has nobody to be mistaken for.
  return found.size > 1 ? found : new Set();
}

/** Squared deviations of a column's calls from its share of each block, and what independent calls would give. */
function variation(
  life: LifeSeries,
  column: number,
  width: number,
): { seen: number; expected: number; blocks: number } {
  let [calls, requests] = [0, 0];
  for (let row = 0; row < life.rows; row++) {
    calls += life.calls[row * width + column]!;
    requests += life.requests[row]!;
  }
  const share = requests > 0 ? calls / requests : 0;
  let [seen, expected, blocks] = [0, 0, 0];
  if (share === 0 || share === 1) return { seen, expected, blocks };
  for (let row = 0; row + BLOCK <= life.rows; row += BLOCK) {
    let [c, n] = [0, 0];
    for (let i = row; i < row + BLOCK; i++) {
      c += life.calls[i * width + column]!;
      n += life.requests[i]!;
    }
    seen += (c - n * share) ** 2;
    expected += n * share * (1 - share);
    blocks++;
  }
  return { seen, expected, blocks };
}
