/** Digits and fixed texts where they stand, eight bytes at a time. Behind the text there must be room to read on. */

/** The number that `readNumber` read last. */
export let value: u64 = 0;

/** Whole numbers of more digits are none. */
const MOST_DIGITS: u32 = 15;

/** How many of the eight bytes are digits before the first that is none; `x` are the bytes, each less `0`. */
function leadingDigits(x: u64): u32 {
  // A digit plus 0x76 stays below 0x80. What carries over comes from a byte that is none, and only later ones see it.
  const others = ((x + 0x7676767676767676) | x) & 0x8080808080808080;
  return <u32>(ctz(others) >> 3);
}

/** How many digits each field of a line had when it was read last. */
const lengths = memory.data(32 * 4, 4);

/**
 * Where `length` digits of a field end that begin at `at`. Most fields are as long as they were in the line before: the processor
 * goes on reading by that guess, where it would wait for one length after the other.
 */
function behind(at: usize, length: u32, field: u32): usize {
  const place = lengths + ((<usize>field) << 2);
  const guess = load<u32>(place);
  if (guess == length) return at + guess;
  store<u32>(place, length);
  return at + length;
}

/** Where the digits of a field end that begin at `at`. */
export function digitsEnd(at: usize, field: u32): usize {
  let count = leadingDigits(load<u64>(at) ^ 0x3030303030303030);
  if (count < 8) return behind(at, count, field);
  while (count == 8) {
    at += 8;
    count = leadingDigits(load<u64>(at) ^ 0x3030303030303030);
  }
  return at + count;
}

/** Reads the whole number of a field, of at most `most` digits, into `value`; returns where it ends, 0 if there is none. */
export function readNumber(at: usize, most: u32, field: u32): usize {
  const x = load<u64>(at) ^ 0x3030303030303030;
  const count = leadingDigits(x);
  if (count == 0) return 0;
  // Eight digits with zeros before them, then pairs, fours and all of them: each step joins neighbours.
  let sum = x << ((8 - count) << 3);
  sum = (sum * 10 + (sum >> 8)) & 0x00ff00ff00ff00ff;
  sum = (sum * 100 + (sum >> 16)) & 0x0000ffff0000ffff;
  sum = (sum * 10000 + (sum >> 32)) & 0x00000000ffffffff;
  let length = count;
  if (count == 8) {
    for (; length <= MOST_DIGITS; length++) {
      const digit = <u32>load<u8>(at + length) - 0x30;
      if (digit > 9) break;
      sum = sum * 10 + digit;
    }
  }
  if (length > most) return 0;
  value = sum;
  return behind(at, length, field);
}

/** Writes an ASCII text into memory, once; returns its place. */
export function text(source: string): usize {
  const place = texts;
  for (let i = 0; i < source.length; i++) store<u8>(place + i, <u8>source.charCodeAt(i));
  texts += source.length;
  return place;
}
let texts = memory.data(256);

/** Whether the text of 16 to 32 bytes stands at `at`. */
export function standsLong(at: usize, words: usize, length: usize): bool {
  const first = v128.xor(v128.load(at), v128.load(words));
  const last = v128.xor(v128.load(at + length - 16), v128.load(words + length - 16));
  return !v128.any_true(v128.or(first, last));
}

/** Whether the text of 8 to 16 bytes stands at `at`. */
export function stands(at: usize, words: usize, length: usize): bool {
  const first = load<u64>(at) ^ load<u64>(words);
  return (first | (load<u64>(at + length - 8) ^ load<u64>(words + length - 8))) == 0;
}

/** Whether the text of 4 to 8 bytes stands at `at`. */
export function standsShort(at: usize, words: usize, length: usize): bool {
  const first = load<u32>(at) ^ load<u32>(words);
  return (first | (load<u32>(at + length - 4) ^ load<u32>(words + length - 4))) == 0;
}
