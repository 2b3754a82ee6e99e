/** The endpoints of requests whose like was seen in this run: JavaScript is asked once for each. */
import { endpointOf } from './host';
import { key, keyLength, makeKey } from './path-key';

/** So many are remembered, at most; a new one takes the place of an old one. */
const SLOTS: usize = 4096;
// Of a slot: the run it is of, its endpoint, the length of its key, and the key.
const ENDPOINT: usize = 4;
const LENGTH: usize = 8;
const KEY: usize = 16;
const SLOT: usize = KEY + 192;

const slots = memory.data(4096 * 208, 8);

/** The number of the run: what an earlier one remembered counts no more. */
let run: u32 = 0;
/** Whether a query may be part of a route, or the user's rules decide. */
let isWhole = false;

/** Forgets all. */
export function forgetPaths(isByWhole: bool): void {
  run++;
  isWhole = isByWhole;
}

/** The endpoint of a request; below 0 if it is one too many for this run. */
export function endpointFor(method: usize, path: usize, end: usize, status: u32): i32 {
  const isNotFound = status == 404 || status == 405 || status == 410;
  makeKey(method, path, end, isNotFound, isWhole);
  const length = keyLength;
  if (length == 0) return endpointOf(method, path, end, status);
  // Whole words: what stands behind the key is made to be zero.
  store<u64>(key + length, 0);
  let hash: u64 = length;
  for (let at: usize = 0; at < length; at += 8) hash = (hash ^ load<u64>(key + at)) * 0x9e3779b97f4a7c15;
  const slot = slots + ((<usize>(hash >> 48)) & (SLOTS - 1)) * SLOT;
  if (load<u32>(slot) == run && load<usize>(slot, LENGTH) == length && isKey(slot + KEY, length))
    return load<i32>(slot, ENDPOINT);
  const endpoint = endpointOf(method, path, end, status);
  if (endpoint < 0) return endpoint;
  store<u32>(slot, run);
  store<i32>(slot, endpoint, ENDPOINT);
  store<usize>(slot, length, LENGTH);
  memory.copy(slot + KEY, key, (length + 7) & ~7);
  return endpoint;
}

function isKey(words: usize, length: usize): bool {
  for (let at: usize = 0; at < length; at += 8)
    if (load<u64>(words + at) != load<u64>(key + at)) return false;
  return true;
}
