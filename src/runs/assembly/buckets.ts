/**
 * The history of one life, in buckets of its grid: see src/profile/bucket-store.ts. The buckets of a life lie within as many
 * neighbouring places of the grid as there is room for rows, so a bucket's row is its index modulo that.
 */
import { allocate, scratch } from './arena';
import { MOST_ENDPOINTS } from './endpoints';
import { Chunk, Life, Row } from './life';

/** Rows of a life at first: where lives are many, most have no more. */
const FIRST_ROWS: u32 = 8;
/** Figures of a cell: readings, sum, min, max, first, firstAt, last, lastAt. */
const CELL: usize = 8 * 8;
const CELLS: usize = offsetof<Row>();
const ROW: usize = CELLS + 2 * CELL;
/** Pairs of a chunk. */
const PAIRS: usize = 32;
const PAIR: usize = 16;

/** Rows that are put into another order. */
const moved = memory.data(512 * 160, 8);

/** Pairs of all lives that are not written down yet. */
export let pending: usize = 0;

/** How many of the first endpoints were called in this run. */
let columns: usize = 0;

/** How many rows a life may have, a power of two; see src/profile/grid.ts. */
let cap: u32 = 512;

/** Lives may have so many buckets. */
export function capBuckets(rows: u32): void {
  cap = rows;
  columns = 0;
}

/** Gives a life its first rows. */
export function beginBuckets(life: Life): void {
  life.rowCount = min(FIRST_ROWS, cap);
  life.rows = allocate(<usize>life.rowCount * ROW);
  clearRows(life.rows, life.rowCount);
  life.low = Infinity;
  life.high = -Infinity;
  life.width = 1;
  life.counts = allocate(<usize>MOST_ENDPOINTS * 4);
  life.called = allocate(<usize>MOST_ENDPOINTS * 2);
}

/** Counts a request of `endpoint` at `coordinate`. */
export function count(life: Life, coordinate: f64, time: f64, endpoint: u32, rss: f64, vsz: f64): void {
  if (coordinate < life.low) life.low = coordinate;
  if (coordinate > life.high) life.high = coordinate;
  if (!(coordinate >= life.rowFrom && coordinate < life.rowTo)) enter(life, coordinate);
  const row = changetype<Row>(life.row);
  row.requests += 1;
  if (time < row.since) row.since = time;
  if (time > row.until) row.until = time;
  const counts = life.counts + ((<usize>endpoint) << 2);
  const calls = load<u32>(counts);
  store<u32>(counts, calls + 1);
  if (calls == 0) {
    columns = max(columns, <usize>endpoint + 1);
    store<u16>(life.called + ((<usize>life.different) << 1), <u16>endpoint);
    life.different++;
    pending++;
  }
  addReading(life.row + CELLS, rss, coordinate);
  addReading(life.row + CELLS + CELL, vsz, coordinate);
}

function addReading(cell: usize, value: f64, coordinate: f64): void {
  const readings = load<f64>(cell);
  store<f64>(cell, readings + 1);
  store<f64>(cell, load<f64>(cell, 8) + value, 8);
  if (readings == 0 || value < load<f64>(cell, 16)) store<f64>(cell, value, 16);
  if (value > load<f64>(cell, 24)) store<f64>(cell, value, 24);
  if (readings == 0 || coordinate < load<f64>(cell, 40)) {
    store<f64>(cell, value, 32);
    store<f64>(cell, coordinate, 40);
  }
  if (coordinate >= load<f64>(cell, 56)) {
    store<f64>(cell, value, 48);
    store<f64>(cell, coordinate, 56);
  }
}

/** Makes the bucket of a coordinate the life's own. */
function enter(life: Life, coordinate: f64): void {
  pour(life);
  fit(life);
  const index = floor<f64>(coordinate / life.width);
  const row = rowAt(life, index);
  row.index = index;
  life.row = changetype<usize>(row);
  life.rowFrom = index * life.width;
  life.rowTo = life.rowFrom + life.width;
}

function rowAt(life: Life, index: f64): Row {
  return changetype<Row>(life.rows + <usize>((<u64>index) & (<u64>(life.rowCount - 1))) * ROW);
}

/** Makes room for the span of a life: rows as long as it may have more, then a wider grid. */
function fit(life: Life): void {
  for (;;) {
    const span = floor<f64>(life.high / life.width) - floor<f64>(life.low / life.width);
    if (span < <f64>life.rowCount) return;
    if (life.rowCount < cap) more(life);
    else wider(life);
  }
}

function more(life: Life): void {
  const old = life.rows;
  const count = life.rowCount;
  life.rowCount = count * 2;
  life.rows = allocate(<usize>life.rowCount * ROW);
  clearRows(life.rows, life.rowCount);
  for (let i: u32 = 0; i < count; i++) {
    const from = old + <usize>i * ROW;
    const index = changetype<Row>(from).index;
    if (index >= 0) memory.copy(changetype<usize>(rowAt(life, index)), from, ROW);
  }
}

function wider(life: Life): void {
  memory.copy(moved, life.rows, <usize>life.rowCount * ROW);
  clearRows(life.rows, life.rowCount);
  life.width *= 2;
  for (let i: u32 = 0; i < life.rowCount; i++) {
    const from = changetype<Row>(moved + <usize>i * ROW);
    if (from.index < 0) continue;
    const index = floor<f64>(from.index / 2);
    const into = rowAt(life, index);
    into.index = index;
    into.requests += from.requests;
    if (from.since < into.since) into.since = from.since;
    if (from.until > into.until) into.until = from.until;
    addCell(changetype<usize>(into) + CELLS, changetype<usize>(from) + CELLS);
    addCell(changetype<usize>(into) + CELLS + CELL, changetype<usize>(from) + CELLS + CELL);
  }
  sumUp(life);
}

function addCell(into: usize, from: usize): void {
  if (load<f64>(into) == 0) {
    memory.copy(into, from, CELL);
    return;
  }
  store<f64>(into, load<f64>(into) + load<f64>(from));
  store<f64>(into, load<f64>(into, 8) + load<f64>(from, 8), 8);
  if (load<f64>(from, 16) < load<f64>(into, 16)) store<f64>(into, load<f64>(from, 16), 16);
  if (load<f64>(from, 24) > load<f64>(into, 24)) store<f64>(into, load<f64>(from, 24), 24);
  // Two buckets share no coordinate.
  if (load<f64>(from, 40) < load<f64>(into, 40)) memory.copy(into + 32, from + 32, 16);
  if (load<f64>(from, 56) > load<f64>(into, 56)) memory.copy(into + 48, from + 48, 16);
}

function clearRows(rows: usize, count: u32): void {
  memory.fill(rows, 0, <usize>count * ROW);
  for (let i: u32 = 0; i < count; i++) {
    const row = changetype<Row>(rows + <usize>i * ROW);
    row.index = -1;
    row.since = Infinity;
    row.until = -1;
  }
}

/** Writes down the calls of the bucket used last, by the least coordinate it has: the grid may be wider when they are read. */
export function pour(life: Life): void {
  for (let i: u32 = 0; i < life.different; i++) {
    const endpoint = load<u16>(life.called + ((<usize>i) << 1));
    let chunk = changetype<Chunk>(life.chunk);
    if (life.chunk == 0 || <usize>chunk.length == PAIRS) {
      const made = newChunk(life);
      changetype<Chunk>(made).next = life.chunk;
      life.chunk = made;
      chunk = changetype<Chunk>(made);
    }
    const pair = life.chunk + offsetof<Chunk>() + <usize>chunk.length * PAIR;
    chunk.length++;
    const calls = life.counts + ((<usize>endpoint) << 2);
    store<f64>(pair, life.rowFrom);
    store<u32>(pair, <u32>endpoint, 8);
    store<u32>(pair, load<u32>(calls), 12);
    store<u32>(calls, 0);
  }
  pending -= life.different;
  life.different = 0;
}

function newChunk(life: Life): usize {
  const free = life.spare;
  if (free == 0) return allocate(offsetof<Chunk>() + PAIRS * PAIR);
  life.spare = changetype<Chunk>(free).next;
  return free;
}

/** Sums up what was written down of narrower buckets, into the same chunks: or it would grow with each width. */
function sumUp(life: Life): void {
  const size = <usize>life.rowCount * columns * 4;
  const sums = scratch(size);
  if (sums == 0 || life.chunk == 0) return;
  for (let chunk = life.chunk; chunk != 0; chunk = changetype<Chunk>(chunk).next) {
    const end = chunk + offsetof<Chunk>() + <usize>changetype<Chunk>(chunk).length * PAIR;
    for (let pair = chunk + offsetof<Chunk>(); pair < end; pair += PAIR) {
      const index = <u64>floor<f64>(load<f64>(pair) / life.width);
      const row = <usize>(index & (<u64>(life.rowCount - 1)));
      const sum = sums + (row * columns + <usize>load<u32>(pair, 8)) * 4;
      store<u32>(sum, load<u32>(sum) + load<u32>(pair, 12));
    }
    changetype<Chunk>(chunk).length = 0;
  }
  let chunk = changetype<Chunk>(life.chunk);
  for (let row: usize = 0; row < <usize>life.rowCount; row++) {
    const start = changetype<Row>(life.rows + row * ROW).index * life.width;
    for (let endpoint: usize = 0; endpoint < columns; endpoint++) {
      const sum = sums + (row * columns + endpoint) * 4;
      const calls = load<u32>(sum);
      if (calls == 0) continue;
      if (<usize>chunk.length == PAIRS) chunk = changetype<Chunk>(chunk.next);
      const pair = changetype<usize>(chunk) + offsetof<Chunk>() + <usize>chunk.length * PAIR;
      store<f64>(pair, start);
      store<u32>(pair, <u32>endpoint, 8);
      store<u32>(pair, calls, 12);
      chunk.length++;
    }
  }
  memory.fill(sums, 0, size);
  const free = chunk.next;
  chunk.next = 0;
  if (free == 0) return;
  // Before those that were free already.
  let last = changetype<Chunk>(free);
  while (last.next != 0) last = changetype<Chunk>(last.next);
  last.next = life.spare;
  life.spare = free;
}
