/** What the probe says of a request as it begins (docs/probe.md), beyond what every tail says. */
import { FIGURES, GENERATIONS } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { digitsEnd, wholeNumber } from '../../scan/bytes.ts';
import { textOf } from './span.ts';
import { probedNumber } from './tail.ts';
import type { Tail } from './tail.ts';

const LIVE = FIGURES.indexOf('live');
const SLASH = 0x2f;
/** The probe reads at least one request in so many. */
const MOST_EVERY = 1_000_000;
/** Longer texts of spans are not the probe's. */
const LONGEST_SPANS = 8192;

/** Fills in the fields of a reading at the start; `heap` is what the allocator has in use, so it is `live`. */
export function fillStart(bytes: Uint8Array, tail: Tail, record: LineRecord): void {
  record.atStart = true;
  const heap = probedNumber(bytes, tail, 'heap');
  if (heap > 0 && record.figures[LIVE] === 0) record.figures[LIVE] = heap;
  record.small = Math.max(0, probedNumber(bytes, tail, 'small'));
  const every = probedNumber(bytes, tail, 'every');
  if (every > 0) record.every = Math.min(every, MOST_EVERY);
  record.young = probedNumber(bytes, tail, 'young');
  fillCollections(bytes, tail, record.collections);
  const spans = tail.span('spans');
  if (spans.start >= 0 && spans.end - spans.start <= LONGEST_SPANS) record.spans = textOf(bytes, spans);
}

/** Reads `40/3/0`, all or nothing. */
function fillCollections(bytes: Uint8Array, tail: Tail, collections: Float64Array): void {
  const { start, end } = tail.span('gc');
  if (start < 0 || probedNumber(bytes, tail, 'gc') >= 0) return;
  let at = start;
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const stop = digitsEnd(bytes, at, end);
    const isLast = generation === GENERATIONS - 1;
    if (stop === at || (isLast ? stop !== end : bytes[stop] !== SLASH)) {
      collections.fill(-1);
      return;
    }
    collections[generation] = wholeNumber(bytes, at, stop);
    at = stop + 1;
  }
}
