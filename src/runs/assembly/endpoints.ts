/**
 * What endpoints did in a run: calls, deltas, the largest of these. Each has a place in memory that src/runs/run-contents.ts
 * reads: numbers of eight bytes, then counts of four.
 */

/** Endpoints of a run; number 0 are requests that the log lacks. */
export const MOST_ENDPOINTS: u32 = 1024;
/** Largest deltas kept of an endpoint. */
const LARGEST: u32 = 3;

// Numbers of a large delta: delta, before, after, time, pid, offset.
const LARGE: usize = 6 * 8;
// Numbers of an endpoint.
const CALLS: usize = 0;
const WANTS_EXAMPLE: usize = 8;
const LARGE_COUNT: usize = 16;
const LARGES: usize = 24;
/** Growth and shrinkage of RSS, then of VSZ. */
const SUMS: usize = LARGES + 3 * LARGE;
/** For each of the two a histogram: from its middle, zero, two buckets to the octave up and down. See src/profile/histogram.ts. */
const HISTOGRAMS: usize = SUMS + 4 * 8;
/** Sizes have ten digits at most: less than 2 ** 34. */
const BUCKETS: usize = 137;
const MIDDLE: usize = 68;
const ENDPOINT: usize = (HISTOGRAMS + 2 * BUCKETS * 4 + 7) & ~7;

const endpoints = memory.data(1024 * 1296, 8);

/** See MOST_ENDPOINTS. */
export function mostEndpoints(): u32 {
  return MOST_ENDPOINTS;
}

/** Where an endpoint is. */
export function endpointAt(endpoint: u32): usize {
  return endpoints + <usize>endpoint * ENDPOINT;
}

/** Forgets the first `count` endpoints. */
export function forgetEndpoints(count: u32): void {
  memory.fill(endpoints, 0, <usize>count * ENDPOINT);
}

/** Whether more paths of an endpoint are wanted as examples. */
export function wantsExample(endpoint: u32): bool {
  return load<f64>(endpointAt(endpoint), WANTS_EXAMPLE) != 0;
}

/** Says whether more are wanted. */
export function wantExamples(endpoint: u32, wanted: bool): void {
  store<f64>(endpointAt(endpoint), <f64>wanted, WANTS_EXAMPLE);
}

/** Counts calls. */
export function addCalls(endpoint: u32, calls: f64): void {
  const place = endpointAt(endpoint);
  store<f64>(place, load<f64>(place, CALLS) + calls, CALLS);
}

/** Counts a delta of RSS (0) or VSZ (1). */
export function addDelta(endpoint: u32, figure: usize, delta: f64): void {
  const place = endpointAt(endpoint);
  let bucket = MIDDLE;
  if (delta != 0) {
    const sum = place + SUMS + figure * 16 + (delta < 0 ? 8 : 0);
    store<f64>(sum, load<f64>(sum) + delta);
    const size = <u64>abs<f64>(delta);
    const octave = 63 - clz(size);
    const half = octave == 0 ? 0 : (size >> (octave - 1)) & 1;
    const steps = <usize>(1 + 2 * octave + half);
    bucket = delta < 0 ? MIDDLE - steps : MIDDLE + steps;
  }
  const count = place + HISTOGRAMS + (figure * BUCKETS + bucket) * 4;
  store<u32>(count, load<u32>(count) + 1);
}

/** Keeps a delta of RSS if it is one of the largest: the larger first, then the earlier, then by place. */
export function offerLarge(endpoint: u32, before: f64, after: f64, time: f64, pid: f64, offset: f64): void {
  const delta = after - before;
  if (delta <= 0) return;
  const place = endpointAt(endpoint);
  let count = <u32>load<f64>(place, LARGE_COUNT);
  const larges = place + LARGES;
  let at = count;
  while (at > 0 && isBefore(delta, time, offset, larges + <usize>(at - 1) * LARGE)) at--;
  if (at == LARGEST) return;
  if (count < LARGEST) store<f64>(place, <f64>++count, LARGE_COUNT);
  const to = larges + <usize>at * LARGE;
  memory.copy(to + LARGE, to, <usize>(count - at - 1) * LARGE);
  store<f64>(to, delta);
  store<f64>(to, before, 8);
  store<f64>(to, after, 16);
  store<f64>(to, time, 24);
  store<f64>(to, pid, 32);
  store<f64>(to, offset, 40);
}

function isBefore(delta: f64, time: f64, offset: f64, large: usize): bool {
  const other = load<f64>(large);
  if (delta != other) return delta > other;
  const otherTime = load<f64>(large, 24);
  return time != otherTime ? time < otherTime : offset < load<f64>(large, 40);
}
