/** The time of a line, as C's `ctime` prints it; read from its letters by JavaScript when it stands in another minute than before. */
import { readTime } from './host';

/** The time read last, whole seconds. */
export let time: f64 = 0;

/** The words it was written with, such as stand in no text while there is none; of the last one only the year is compared where the seconds differ. */
let first: u64 = u64.MAX_VALUE;
let second: u64 = 0;
let third: u64 = 0;
/** When its minute began; below 0 if that is not known. */
let minute: f64 = -1;

const SPACE: u32 = 0x20;
const COLON: u32 = 0x3a;
const ZERO: u32 = 0x30;

/** Makes a time that was read elsewhere the one of the request at hand. */
export function setTime(seconds: f64): void {
  time = seconds;
  first = u64.MAX_VALUE;
}

/** Reads the time at `at` into `time`; false if it is none. */
export function timeAt(at: usize): bool {
  const isSameMinute = load<u64>(at) == first && load<u64>(at + 8) == second;
  if (isSameMinute) {
    if (load<u64>(at + 16) == third) return true;
    if (readSecond(at)) return true;
  }
  for (let i: usize = 0; i < 24; i++) if (<u32>load<u8>(at + i) < SPACE) return false;
  const read = readTime(at);
  if (read < 0) return false;
  time = read;
  first = load<u64>(at);
  second = load<u64>(at + 8);
  third = load<u64>(at + 16);
  const seconds = secondsAt(at);
  minute = seconds < 60 ? time - <f64>seconds : -1;
  return true;
}

/** Reads a time that may differ from the one before in its seconds alone; false if that cannot be said. */
function readSecond(at: usize): bool {
  const seconds = secondsAt(at);
  if (seconds >= 60 || minute < 0 || load<u32>(at + 20) != <u32>(third >> 32)) return false;
  if (<u32>load<u8>(at + 16) != COLON || <u32>load<u8>(at + 19) != SPACE) return false;
  time = minute + <f64>seconds;
  third = load<u64>(at + 16);
  return true;
}

/** The two digits of the seconds, 60 or more if they are none. */
function secondsAt(at: usize): u32 {
  const tens = <u32>load<u8>(at + 17) - ZERO;
  const ones = <u32>load<u8>(at + 18) - ZERO;
  return tens > 9 || ones > 9 ? 99 : tens * 10 + ones;
}
