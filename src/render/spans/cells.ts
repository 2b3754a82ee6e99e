/** What the cells of a listing of parts say, in every form. */
import type { SpanRanking, SpanRow } from '../../ranking/span-ranking.ts';
import type { Selection } from '../rows.ts';
import { formatBytes } from '../../wording/bytes.ts';
import { groupDigits } from '../../wording/numbers.ts';
import { FATES, mostKeptText } from '../../wording/parts.ts';

/** The rows of a listing, and how many are left out; `top` 0 for all. */
export function selectParts(
  { rows }: SpanRanking,
  { top = 0, minCalls = 0 }: Selection,
): { readonly shown: readonly SpanRow[]; readonly more: number; readonly few: number } {
  const called = rows.filter(({ calls }) => calls >= minCalls);
  const shown = top === 0 ? called : called.slice(0, top);
  return { shown, more: called.length - shown.length, few: rows.length - called.length };
}

/** How often, in a call. */
export const timesCell = ({ times }: SpanRow): string => groupDigits(times, times < 10 ? 1 : 0);

/** Blocks left, for each call. */
export const blocksCell = ({ blocks }: SpanRow): string => groupDigits(blocks, Math.abs(blocks) < 10 ? 1 : 0);

/** Bytes left, for each call. */
export const bytesCell = ({ bytes }: SpanRow): string => formatBytes(bytes);

/** The most that the endpoint can have kept for each call. */
export const keepsCell = (row: SpanRow): string => mostKeptText(row, row.mostKept);

/** What comes of it. */
export const fateCell = ({ fate }: SpanRow): string => FATES[fate];

/** The heading over what the endpoint keeps. */
export const KEEPS = 'kept at most';

/** How to read it, a sentence each. */
export const PARTS_GUIDE: readonly string[] = [
  'Blocks and bytes are those in use at the end of a part and not at its beginning, without those of parts within, for each call of the endpoint; bytes are those of the allocator of C, which does not count small objects of Python.',
  'What a part leaves at its end is kept only as far as its endpoint keeps memory. In passing: the endpoint can have kept at most so much for each call, by all that its workers grew, and that is less than half of it. May be kept: the endpoint leaks, and this could be most of it.',
];
