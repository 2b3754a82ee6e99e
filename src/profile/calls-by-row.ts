/** Counts of a table put in order, without an object per pair. */
import type { CountTable } from './count-table.ts';

/** By column its place among those met in the table at hand, from 1; 0 elsewhere and between two calls. */
let placeOf = new Int32Array(256);

/**
 * For each row of the table below `rows`: column and count in turn, ascending by column; columns renamed by `rename`,
 * those of the same new name as one. The time taken grows with the pairs, and not with how large a column's number is.
 */
export function callsByRow(
  table: CountTable,
  rows: number,
  rename: (column: number) => number,
): readonly (readonly number[])[] {
  const { size } = table;
  const [row, rank, count] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
  const names: number[] = [];
  const columns: number[] = [];
  let n = 0;
  table.forEach((ofRow, column, calls) => {
    if (column >= placeOf.length) placeOf = larger(placeOf, column);
    if (placeOf[column] === 0) {
      columns.push(column);
      placeOf[column] = names.push(rename(column));
    }
    row[n] = ofRow;
    rank[n] = placeOf[column]! - 1;
    count[n++] = calls;
  });
  for (const column of columns) placeOf[column] = 0;
  const order = sorted(rank, names);
  const lists: number[][] = Array.from({ length: rows }, () => []);
  for (const i of order) {
    const list = lists[row[i]!]!;
    const name = names[rank[i]!]!;
    const last = list.length - 2;
    if (last >= 0 && list[last] === name) list[last + 1]! += count[i]!;
    else list.push(name, count[i]!);
  }
  return lists;
}

/** The places of `rank` in ascending order of the names that the ranks stand for: a counting sort. */
function sorted(rank: Int32Array, names: readonly number[]): Int32Array {
  const start = new Int32Array(names.length + 1);
  const place = new Int32Array(names.length);
  Array.from(names.keys())
    .sort((a, b) => names[a]! - names[b]!)
    .forEach((old, at) => (place[old] = at));
  for (const one of rank) start[place[one]! + 1]!++;
  for (let at = 0; at < names.length; at++) start[at + 1]! += start[at]!;
  const order = new Int32Array(rank.length);
  rank.forEach((one, i) => (order[start[place[one]!]!++] = i));
  return order;
}

function larger(old: Int32Array, column: number): Int32Array<ArrayBuffer> {
  const array = new Int32Array(2 * (column + 1));
  array.set(old);
  return array;
}
