/** What the probe says of a request as it begins (docs/probe.md), beyond what every tail says. */
import { FIGURES } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { textOf } from './span.ts';
import { parseSpans } from './spans.ts';
import { numberOf, probedNumber } from './tail.ts';
import type { Tail } from './tail.ts';

const LIVE = FIGURES.indexOf('live');
/** The probe reads at least one request in so many. */
const MOST_EVERY = 1_000_000;
/** Longer texts of spans are not the probe's. */
const LONGEST_SPANS = 8192;

/** Fills in the fields of a reading at the start; `heap` and `small` are what the allocators have in use, so they are `live`. */
export function fillStart(bytes: Uint8Array, tail: Tail, record: LineRecord): void {
  record.atStart = true;
  const live = inUse(bytes, tail);
  if (live > 0 && record.figures[LIVE] === 0) record.figures[LIVE] = live;
  const every = probedNumber(bytes, tail, 'every');
  if (every > 0) record.every = Math.min(every, MOST_EVERY);
  const spans = tail.span('spans');
  const spansEvery = numberOf(bytes, tail.span('spans_every'));
  if (spansEvery <= 0) return;
  record.spansEvery = Math.min(spansEvery, MOST_EVERY);
  if (spans.start >= 0 && spans.end - spans.start <= LONGEST_SPANS)
    record.spans = parseSpans(textOf(bytes, spans));
}

/**
 * What both allocators have in use: C's, and CPython's own for small objects, which `heap` does not count. 0 where one of them
 * is there and not whole: sums of one and of two do not compare. A line without `alloc` was cut within its figures.
 */
function inUse(bytes: Uint8Array, tail: Tail): number {
  const heap = probedNumber(bytes, tail, 'heap');
  const hasSmall = tail.span('small').start >= 0;
  const small = hasSmall ? probedNumber(bytes, tail, 'small') : 0;
  return heap > 0 && small >= 0 && tail.span('alloc').start >= 0 ? heap + small : 0;
}
