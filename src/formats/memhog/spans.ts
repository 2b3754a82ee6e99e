/** What the parts of a request left, as the probe writes it: `sql.select.shop_item*12:340/51200,view.shop.search*1:9/0`. */

import type { SpanLeft } from '../../record.ts';

const ONE = /^([A-Za-z0-9_./-]{1,60})\*(\d{1,9}):(-?\d{1,15})\/(-?\d{1,15})$/;
/** The probe writes no more names for one request. */
const MOST_SPANS = 64;

/** The spans of a line, in its order; those that are broken are left out. */
export function parseSpans(text: string): SpanLeft[] {
  if (text === '') return [];
  return text
    .split(',', MOST_SPANS)
    .map((one) => ONE.exec(one))
    .filter((match) => match !== null)
    .map(([, name = '', count, blocks, bytes]) => ({
      name,
      count: Number(count),
      blocks: Number(blocks),
      bytes: Number(bytes),
    }));
}
