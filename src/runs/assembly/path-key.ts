/**
 * A key of a request target: equal keys have the same endpoint, whatever the values in them. As src/routes/known-paths.ts,
 * which says the same of the same segments; of a path with anything out of the ordinary in it the key is the path itself.
 */

/** The key made last, and its length in bytes; 0 if it is too long for one. */
export const key: usize = memory.data(256);
export let keyLength: usize = 0;

/** Longer keys are not kept, and deeper paths are cut elsewhere. */
export const LONGEST_KEY: usize = 184;
const DEEPEST: u32 = 24;

/** What a key begins with: a method and a path whose values are replaced, or a target as it stands. */
const ORDINARY: u8 = 1;
const AS_IT_STANDS: u8 = 2;
/** What stands for values. */
const ID: u8 = 3;
const UUID: u8 = 4;
const UUID_LENGTH: usize = 36;

const DIGIT: u32 = 1;
const LETTER: u32 = 2;
const MARK: u32 = 4;
/** What may stand in a segment and makes a closer look at it necessary. */
const CLOSER: u32 = 8;
/** The end of a segment. */
const STOP: u32 = 16;
/** What has a meaning of its own in a segment, or would have to be rewritten. */
const UNUSUAL: u32 = 32;
/** Longer names without a digit may be hexadecimal, shorter ones a language. */
const HEX_FROM: usize = 12;
const LOCALE_UP_TO: usize = 7;

const SLASH: u32 = 0x2f;
const QUERY: u32 = 0x3f;
const FRAGMENT: u32 = 0x23;
const DASH: u32 = 0x2d;

const classes = memory.data(256);
memory.fill(classes, <u8>UNUSUAL, 256);
classify('0123456789', DIGIT);
classify('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER);
classify('-_', MARK);
classify('.,@+~!$*', CLOSER);
classify('/?# ', STOP);

function classify(characters: string, kind: u32): void {
  for (let i = 0; i < characters.length; i++) store<u8>(classes + characters.charCodeAt(i), <u8>kind);
}

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
  const stop: usize = isWhole ? 0 : writePath(to, path, end);
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
function writePath(to: usize, path: usize, end: usize): usize {
  if (load<u8>(path) != SLASH) return 0;
  let at = path;
  for (let depth: u32 = 0; depth < DEEPEST; depth++) {
    const from = at + 1;
    store<u8>(to++, <u8>SLASH);
    const name = to;
    let kinds: u32 = 0;
    for (at = from; ; at++) {
      const byte = <u32>load<u8>(at);
      const kind = <u32>load<u8>(classes + byte);
      if (kind == STOP) break;
      kinds |= kind;
      store<u8>(to++, <u8>byte);
    }
    if (kinds >= UNUSUAL) return 0;
    const isLast = load<u8>(at) != SLASH;
    if (at == from && !isLast) return 0;
    if (kinds == DIGIT) {
      store<u8>(name, ID);
      to = name + 1;
    } else if (!isName(from, at, kinds)) {
      if (at - from != UUID_LENGTH || !isUuid(from)) return 0;
      store<u8>(name, UUID);
      to = name + 1;
    }
    if (isLast) return to;
  }
  return 0;
}

/** Whether a segment is surely a name. */
function isName(from: usize, to: usize, kinds: u32): bool {
  if ((kinds & (DIGIT | CLOSER)) == 0) return !mayBeValue(from, to);
  return kinds == (DIGIT | LETTER) && to - from < HEX_FROM && <u32>load<u8>(classes + load<u8>(from)) == LETTER;
}

/** Whether a segment of letters and marks may be a language or a hexadecimal number. */
function mayBeValue(from: usize, to: usize): bool {
  const length = to - from;
  if (length >= HEX_FROM) return true;
  if (length == 2) return true;
  return length > 2 && length <= LOCALE_UP_TO && <u32>load<u8>(classes + load<u8>(from + 2)) == MARK;
}

/** Whether the 36 bytes at `at` are written as a UUID is, in letters of one case as they are written by machines. */
function isUuid(at: usize): bool {
  for (let i: usize = 0; i < UUID_LENGTH; i++) {
    const byte = <u32>load<u8>(at + i);
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (byte != DASH) return false;
    } else if (byte - 0x30 > 9 && (byte | 0x20) - 0x61 > 5) return false;
  }
  return true;
}
