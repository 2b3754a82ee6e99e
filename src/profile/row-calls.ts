/** Calls of a life by endpoint, for each of its buckets. */

/** Of so many pairs each is looked at before another is written down. */
const SEARCHED = 8;
/** A list of so many numbers is summed up, and again when it has doubled. */
const FIRST_SUMMED = 128;

/** Calls by endpoint while a list is summed up, zero in between, and the endpoints that have some. */
let counts = new Float64Array(256);
let called = new Int32Array(256);

/** Endpoint and calls in turn, an endpoint perhaps several times. */
interface Row {
  pairs: number[];
  /** How many numbers there may be before they are summed up. */
  limit: number;
}

/** Lists of pairs by row: most are short, and read once. */
export class RowCalls {
  readonly #rows: (Row | undefined)[] = [];

  /** Adds calls of an endpoint to a row. */
  add(row: number, endpoint: number, count: number): void {
    const one = this.#row(row);
    const { pairs } = one;
    const searched = Math.min(pairs.length, 2 * SEARCHED);
    for (let i = 0; i < searched; i += 2) {
      if (pairs[i] !== endpoint) continue;
      pairs[i + 1]! += count;
      return;
    }
    pairs.push(endpoint, count);
    keepShort(one, pairs.length);
  }

  /** Adds endpoints and calls in turn to a row; endpoints renamed. */
  addAll(row: number, more: readonly number[], rename: (endpoint: number) => number): void {
    const one = this.#row(row);
    const { pairs } = one;
    const before = pairs.length;
    for (let i = 0; i < more.length; i += 2) pairs.push(rename(more[i]!), more[i + 1]!);
    keepShort(one, before);
  }

  /** Adds the calls of these endpoints, which stand in their order from `from` on, to a row. */
  addRow(row: number, calls: Uint32Array, from: number, endpoints: readonly number[]): void {
    const one = this.#row(row);
    const { pairs } = one;
    const before = pairs.length;
    for (let i = 0; i < endpoints.length; i++) {
      const count = calls[from + i]!;
      if (count > 0) pairs.push(endpoints[i]!, count);
    }
    keepShort(one, before);
  }

  /** Endpoint and calls in turn of a row, ascending by endpoint; endpoints renamed, those of the same new name as one. */
  summed(row: number, rename: (endpoint: number) => number): number[] {
    const one = this.#rows[row];
    return one ? sum(one.pairs, rename) : [];
  }

  /** The same calls in other rows: `place[row]` for each. */
  moved(place: Int32Array): RowCalls {
    const moved = new RowCalls();
    this.#rows.forEach((one, row) => {
      if (!one) return;
      const to = place[row]!;
      if (moved.#rows[to]) moved.addAll(to, one.pairs, itself);
      else moved.#rows[to] = one;
    });
    return moved;
  }

  /** Calls `visit` for every pair of every row. */
  forEach(visit: (endpoint: number, count: number) => void): void {
    for (const one of this.#rows) {
      const { pairs } = one ?? NONE;
      for (let i = 0; i < pairs.length; i += 2) visit(pairs[i]!, pairs[i + 1]!);
    }
  }

  #row(row: number): Row {
    return (this.#rows[row] ??= { pairs: [], limit: FIRST_SUMMED });
  }
}

const NONE: Row = { pairs: [], limit: 0 };
const itself = (endpoint: number): number => endpoint;

/** Sums a list up that has grown long; one that was empty before names few endpoints twice, if any. */
function keepShort(one: Row, before: number): void {
  if (one.pairs.length <= one.limit) return;
  if (before > 0) one.pairs = sum(one.pairs, itself);
  one.limit = Math.max(FIRST_SUMMED, 2 * one.pairs.length);
}

/** The pairs ascending by endpoint, each endpoint once. */
function sum(pairs: readonly number[], rename: (endpoint: number) => number): number[] {
  if (pairs.length / 2 > called.length) called = new Int32Array(pairs.length);
  let different = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const endpoint = rename(pairs[i]!);
    if (endpoint >= counts.length) counts = larger(counts, endpoint);
    if (counts[endpoint] === 0) called[different++] = endpoint;
    counts[endpoint]! += pairs[i + 1]!;
  }
  const ascending = called.subarray(0, different).sort();
  // In its full size at once: lists that grow are copied again and again.
  const summed = new Array<number>(2 * different);
  for (let i = 0; i < different; i++) {
    const endpoint = ascending[i]!;
    summed[2 * i] = endpoint;
    summed[2 * i + 1] = counts[endpoint]!;
    counts[endpoint] = 0;
  }
  return summed;
}

function larger(old: Float64Array, endpoint: number): Float64Array<ArrayBuffer> {
  const array = new Float64Array(2 * endpoint + 2);
  array.set(old);
  return array;
}
