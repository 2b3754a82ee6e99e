/** What becomes of what a part of a request leaves at its end: kept or given back, by what its endpoint can have kept. */
import type { Figure } from '../record.ts';
import type { Life, Profile } from '../profile/profile.ts';
import type { MostKept, SpanFate, SpanFigures } from './code-trace.ts';
import type { Finding, Ranking } from './ranking.ts';

/** Less than this, for each call, is nothing. */
const NOTHING_LEFT = { bytes: 64, blocks: 0.5 };

/** Nothing is known of what is kept. */
export const NOT_KNOWN: MostKept = { bytes: null, blocks: null };

/** Figures whose growth bounds the bytes kept, the nearest to what spans count first. Address space says nothing of it. */
const LEVELS: readonly Figure[] = ['live', 'uss', 'pss', 'rss'];

/** By how much one figure of a life rose above its first reading; undefined where it has none. */
function rise({ buckets }: Life, figure: Figure): number | undefined {
  const cells = buckets.flatMap(({ figures }) => figures[figure] ?? []);
  const [first] = cells;
  return first && cells.reduce((most, { max }) => Math.max(most, max - first.first), 0);
}

/** How much all lives grew together: no endpoint has kept more. */
export function grownOf(profile: Profile): MostKept {
  const lives = profile.workers.flatMap((worker) => worker.lives);
  const sum = (figure: Figure): number | null => {
    const rises = lives.map((life) => rise(life, figure)).filter((one) => one !== undefined);
    return rises.length === 0 ? null : rises.reduce((total, one) => total + one, 0);
  };
  const level = LEVELS.find((figure) => sum(figure) !== null);
  return { bytes: level === undefined ? null : sum(level), blocks: sum('blocks') };
}

/** The most that an endpoint can have kept for each call. */
export function mostKeptBy(finding: Finding, { unit, metric }: Ranking, grown: MostKept): MostKept {
  const { calls, detectable, leakPerCall } = finding;
  const isFitted = detectable !== null && metric !== 'peak';
  const most = (all: number | null, isRanked: boolean): number | null => {
    const byGrowth = all === null || calls === 0 ? Infinity : all / calls;
    const least = Math.min(byGrowth, isFitted && isRanked ? leakPerCall.high : Infinity);
    return least === Infinity ? null : least;
  };
  return { bytes: most(grown.bytes, unit === 'bytes'), blocks: most(grown.blocks, unit === 'count') };
}

/** Whether a part is judged by its bytes; else by its blocks, of which every small object is one. */
export function isByBytes({ bytes }: Pick<SpanFigures, 'bytes'>): boolean {
  return bytes >= NOTHING_LEFT.bytes;
}

/** What becomes of what a part leaves. */
export function fateOf(
  left: Pick<SpanFigures, 'blocks' | 'bytes'>,
  { detectable, verdict, leakPerCall }: Finding,
  { unit }: Ranking,
  most: MostKept,
): SpanFate {
  if (!isByBytes(left) && left.blocks < NOTHING_LEFT.blocks) return 'nothing';
  const isLeak = detectable !== null && (verdict === 'leak' || verdict === 'suspect');
  const ranked = unit === 'bytes' ? left.bytes : left.blocks;
  if (isLeak && 2 * ranked >= leakPerCall.estimate && ranked <= 2 * leakPerCall.high) return 'kept';
  const [amount, bound] = isByBytes(left) ? [left.bytes, most.bytes] : [left.blocks, most.blocks];
  return bound !== null && 2 * bound < amount ? 'passing' : 'unknown';
}
