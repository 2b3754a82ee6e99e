/**
 * A key of a request target: equal keys have the same endpoint, whatever the values in them. As src/routes/known-paths.ts,
 * which says the same of the same segments; of a path with anything out of the ordinary in it the key is the path itself.
 */

/** The key made last, and its length in bytes; 0 if it is too long for one. */
export const key: usize = memory.data(256);
export let keyLength: usize = 0;

/** Longer keys are not kept, and deeper paths are cut elsewhere. */
const LONGEST_KEY: usize = 184;
const DEEPEST: u32 = 24;

/** What a key begins with: a method and a path whose values are replaced, or a target as it stands. */
const ORDINARY: u8 = 1;
const AS_IT_STANDS: u8 = 2;
/** What stands for values. */
const ID: u8 = 3;
const UUID: u8 = 4;
/** Where the dashes of a UUID stand. */
const UUID_DASHES: u64 = (1 << 8) | (1 << 13) | (1 << 18) | (1 << 23);

/** Longer names without a digit may be hexadecimal, shorter ones a language. */
const HEX_FROM: u64 = 12;
const LOCALE_UP_TO: u64 = 7;

const SLASH: u32 = 0x2f;
const QUERY: u32 = 0x3f;
const FRAGMENT: u32 = 0x23;
const DASH: u32 = 0x2d;
const UNDERSCORE: u32 = 0x5f;
const SPACE: u32 = 0x20;

/**
 * Makes the key of `METHOD TARGET`, which stands at `method` and ends in a space at `end`. `isNotFound` is a part of it; with
 * `isWhole` the query is, too.
 */
export function makeKey(method: usize, path: usize, end: usize, isNotFound: bool, isWhole: bool): void {
  keyLength = 0;
  const room = end - method;
  if (room + 2 > LONGEST_KEY) return;
  store<u8>(key, ORDINARY);
  store<u8>(key + 1, <u8>isNotFound);
  let to = key + 2;
  for (let at = method; at < path; at++) store<u8>(to++, load<u8>(at));
  const stop: usize = isWhole ? 0 : writePath(to, path);
  if (stop != 0) {
    keyLength = stop - key;
    return;
  }
  store<u8>(key, AS_IT_STANDS);
  // Of a path that begins with a slash the query says nothing.
  const hasQuery = isWhole || load<u8>(path) != SLASH;
  for (let at = path; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (!hasQuery && (byte == QUERY || byte == FRAGMENT)) break;
    store<u8>(to++, <u8>byte);
  }
  keyLength = to - key;
}

/** Writes the path with its values replaced; returns where that ends, 0 if it is out of the ordinary. */
function writePath(to: usize, path: usize): usize {
  if (load<u8>(path) != SLASH) return 0;
  // Of its first 64 bytes: which are what, a bit for each. `ends` is what a path ends with.
  let digits: u64 = 0;
  let letters: u64 = 0;
  let hexes: u64 = 0;
  let dashes: u64 = 0;
  let marks: u64 = 0;
  let slashes: u64 = 0;
  let ends: u64 = 0;
  for (let shift: u64 = 0; shift < 64 && ends == 0; shift += 16) {
    const bytes = v128.load(path + <usize>shift);
    const letter = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
    digits |= among(i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9)), shift);
    letters |= among(i8x16.le_u(letter, i8x16.splat(25)), shift);
    hexes |= among(i8x16.le_u(letter, i8x16.splat(5)), shift);
    dashes |= among(i8x16.eq(bytes, i8x16.splat(<i8>DASH)), shift);
    marks |= among(i8x16.eq(bytes, i8x16.splat(<i8>UNDERSCORE)), shift);
    slashes |= among(i8x16.eq(bytes, i8x16.splat(<i8>SLASH)), shift);
    const query = v128.or(
      i8x16.eq(bytes, i8x16.splat(<i8>QUERY)),
      i8x16.eq(bytes, i8x16.splat(<i8>FRAGMENT)),
    );
    ends |= among(v128.or(query, i8x16.eq(bytes, i8x16.splat(<i8>SPACE))), shift);
  }
  if (ends == 0) return 0;
  marks |= dashes;
  hexes |= digits;
  const length = ctz(ends);
  // Whatever else there is in the path must be looked at closely.
  if ((~(digits | letters | marks | slashes) & (((<u64>1) << length) - 1)) != 0) return 0;
  let at: u64 = 0;
  for (let depth: u32 = 0; depth < DEEPEST; depth++) {
    store<u8>(to++, <u8>SLASH);
    at++;
    const size = min(ctz(slashes >> at), length - at);
    const isLast = at + size == length;
    if (size == 0 && !isLast) return 0;
    const segment = (((<u64>1) << size) - 1) << at;
    const from = path + <usize>at;
    if (size > 0 && (digits & segment) == segment) store<u8>(to++, ID);
    else if (isName(digits & segment, letters & segment, marks & segment, at, size)) {
      for (let i: usize = 0; i < <usize>size; i += 16) v128.store(to + i, v128.load(from + i));
      to += <usize>size;
    } else if (
      size == 36 &&
      (dashes & segment) >> at == UUID_DASHES &&
      (hexes & segment) == (segment ^ (UUID_DASHES << at))
    )
      store<u8>(to++, UUID);
    else return 0;
    if (isLast) return to;
    at += size;
  }
  return 0;
}

function among(found: v128, shift: u64): u64 {
  return (<u64>i8x16.bitmask(found)) << shift;
}

/** Whether a segment of so many bytes from `at` on, with digits, letters and marks at these places, is surely a name. */
function isName(digits: u64, letters: u64, marks: u64, at: u64, size: u64): bool {
  if (digits != 0) return marks == 0 && size < HEX_FROM && ((letters >> at) & 1) != 0;
  // Without a digit it may still be a language or a hexadecimal number.
  if (size >= HEX_FROM || size == 2) return false;
  return size < 2 || size > LOCALE_UP_TO || ((marks >> (at + 2)) & 1) == 0;
}
