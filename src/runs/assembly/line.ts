/**
 * uWSGI's request line as nearly all of them are, with both memory blocks: see src/formats/uwsgi/plain-line.ts, which reads the
 * same, and lines without memory too. The text ends in a line feed, at which every step stops.
 *
 * Each step is given the place where it begins and returns the one where it ends, 0 if that is not what stands there.
 */
import { digitsEnd, readNumber, stands, standsLong, standsShort, text, value } from './numbers';
import { timeAt } from './time';

// What the line read last says; as in src/record.ts.
export let pid: f64 = 0;
export let app: f64 = 0;
export let workerRequests: f64 = 0;
export let instanceRequests: f64 = 0;
export let core: f64 = 0;
export let status: u32 = 0;
export let vsz: f64 = 0;
export let rss: f64 = 0;
export let methodStart: usize = 0;
export let pathStart: usize = 0;
export let pathEnd: usize = 0;

/** Makes another request the one that was read last. */
export function setRequest(
  ofPid: f64,
  ofApp: f64,
  ofWorker: f64,
  ofInstance: f64,
  onCore: f64,
  nowRss: f64,
  nowVsz: f64,
): void {
  pid = ofPid;
  app = ofApp;
  workerRequests = ofWorker;
  instanceRequests = ofInstance;
  core = onCore;
  rss = nowRss;
  vsz = nowVsz;
}

const SPACE_USED = text('{address space usage: ');
const BYTES = text(' bytes/');
const RSS_USED = text('MB} {rss usage: ');
const PID = text('MB} [pid: ');
const APP = text('|app: ');
const REQ = text('|req: ');
const VARS_IN = text(' vars in ');
const BYTES_TIME = text(' bytes} [');
const GENERATED = text(' => generated ');
const BYTES_IN = text(' bytes in ');
const MSECS = text(' msecs (');
const HEADERS_IN = text(' headers in ');
const IN_BYTES = text(' bytes (');
const SWITCHES = text(' switches on core ');

/** Numbers of a line, in their order. */
const enum Field {
  Vsz,
  VszMiB,
  Rss,
  RssMiB,
  Pid,
  App,
  WorkerRequests,
  InstanceRequests,
  Vars,
  VarBytes,
  Generated,
  Duration,
  Status,
  Headers,
  HeaderBytes,
  Switches,
  Core,
}

const CTIME_LENGTH: usize = 24;
/** Larger sizes are for the full parser. */
const SIZE_DIGITS: u32 = 10;
/** MiB from which on bytes may have overflowed, so that the two disagree; see src/formats/overflow.ts. */
const LEAST_OVERFLOW: u64 = 2048;
const MOST_DIGITS: u32 = 15;
/** uWSGI writes no line of more bytes than this. */
const LONGEST: usize = 4096;

const NEWLINE: u32 = 0x0a;
const SPACE: u32 = 0x20;
const OPEN: u32 = 0x28;
const CLOSE: u32 = 0x29;
const SLASH: u32 = 0x2f;
const BRACKET: u32 = 0x5b;
/** `] `, `) `, ` (`, ` {`, each as a word of two bytes. */
const BRACKET_SPACE: u32 = 0x205d;
const CLOSE_SPACE: u32 = 0x2029;
const SPACE_OPEN: u32 = 0x2820;
const SPACE_BRACE: u32 = 0x7b20;
const BRACE: u32 = 0x7b;

/** Reads the line at `start`; returns where it ends, at its line feed, or 0 if it is no such line. */
export function readLine(start: usize): usize {
  let at = memoryBlocks(start);
  if (at == 0 || (at = process(at)) == 0 || (at = client(at)) == 0) return 0;
  const when = at;
  at += CTIME_LENGTH;
  if (load<u16>(at) != BRACKET_SPACE) return 0;
  if ((at = request(at + 2)) == 0 || (at = answer(at)) == 0) return 0;
  return at - start <= LONGEST && timeAt(when) ? at : 0;
}

/** Reads a size, and steps over ` bytes/NMB` behind it, into `size`. */
function readSize(start: usize, bytes: Field, mebibytes: Field): usize {
  let at = readNumber(start, SIZE_DIGITS, bytes);
  size = value;
  if (at == 0 || size == 0 || !standsShort(at, BYTES, 7)) return 0;
  at = readNumber(at + 7, SIZE_DIGITS, mebibytes);
  return value < LEAST_OVERFLOW || value == size >> 20 ? at : 0;
}
let size: u64 = 0;

/** Reads both memory blocks, of sizes that need no mending, and the beginning of the next. */
function memoryBlocks(start: usize): usize {
  if (!standsLong(start, SPACE_USED, 22)) return 0;
  let at = readSize(start + 22, Field.Vsz, Field.VszMiB);
  if (at == 0 || !standsLong(at, RSS_USED, 16)) return 0;
  vsz = <f64>size;
  if ((at = readSize(at + 16, Field.Rss, Field.RssMiB)) == 0 || !stands(at, PID, 10)) return 0;
  rss = <f64>size;
  return at + 10;
}

/** Reads `P|app: A|req: W/T] `. */
function process(start: usize): usize {
  let at = readNumber(start, MOST_DIGITS, Field.Pid);
  if (at == 0 || value == 0) return 0;
  pid = <f64>value;
  if (!standsShort(at, APP, 6) || (at = readNumber(at + 6, MOST_DIGITS, Field.App)) == 0) return 0;
  app = <f64>value;
  if (!standsShort(at, REQ, 6) || (at = readNumber(at + 6, MOST_DIGITS, Field.WorkerRequests)) == 0) return 0;
  workerRequests = <f64>value;
  if (load<u8>(at) != SLASH || (at = readNumber(at + 1, MOST_DIGITS, Field.InstanceRequests)) == 0) return 0;
  instanceRequests = <f64>value;
  return load<u16>(at) == BRACKET_SPACE ? at + 2 : 0;
}

/** Steps over `ADDR (USER) {N vars in N bytes} [`, to the time. */
function client(start: usize): usize {
  let at = passWord(start, SPACE);
  if (at == 0 || load<u16>(at) != SPACE_OPEN || (at = passWord(at + 2, CLOSE)) == 0) return 0;
  if (load<u16>(at + 1) != SPACE_BRACE) return 0;
  at = passDigits(at + 3, Field.Vars);
  if (at == 0 || !stands(at, VARS_IN, 9)) return 0;
  at = passDigits(at + 9, Field.VarBytes);
  return at != 0 && stands(at, BYTES_TIME, 9) ? at + 9 : 0;
}

/** Steps over `METHOD TARGET`. */
function request(start: usize): usize {
  const first = <u32>load<u8>(start);
  if (first < 0x41 || first > 0x5a) return 0;
  const space = toSpace(start);
  if (space == 0) return 0;
  methodStart = start;
  pathStart = space + 1;
  return (pathEnd = toSpace(pathStart));
}

/** Reads ` => generated N bytes in N msecs (PROTO STATUS) N headers in N bytes (N switches on core N)`, to the end of the line. */
function answer(start: usize): usize {
  if (!stands(start, GENERATED, 14)) return 0;
  let at = passDigits(start + 14, Field.Generated);
  if (at == 0 || !stands(at, BYTES_IN, 10) || (at = passDigits(at + 10, Field.Duration)) == 0) return 0;
  if (!stands(at, MSECS, 8) || (at = passWord(at + 8, SPACE)) == 0) return 0;
  if ((at = readNumber(at + 1, MOST_DIGITS, Field.Status)) == 0) return 0;
  status = value >= 100 && value <= 999 ? <u32>value : 0;
  if (load<u16>(at) != CLOSE_SPACE || (at = passDigits(at + 2, Field.Headers)) == 0) return 0;
  if (!stands(at, HEADERS_IN, 12) || (at = passDigits(at + 12, Field.HeaderBytes)) == 0) return 0;
  if (!stands(at, IN_BYTES, 8) || (at = passDigits(at + 8, Field.Switches)) == 0) return 0;
  if (!standsLong(at, SWITCHES, 18) || (at = readNumber(at + 18, MOST_DIGITS, Field.Core)) == 0) return 0;
  core = <f64>value;
  return load<u8>(at) == CLOSE && load<u8>(at + 1) == NEWLINE ? at + 1 : 0;
}

/** Steps over digits that nobody reads. */
function passDigits(from: usize, field: Field): usize {
  const at = digitsEnd(from, field);
  return at > from ? at : 0;
}

/** Steps up to `stop`, the end of a word that holds nothing a line is read by; it may be empty. */
function passWord(from: usize, stop: u32): usize {
  let at = from;
  while (true) {
    const bytes = v128.load(at);
    const parentheses = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(<i8>OPEN)), i8x16.splat(1));
    const brackets = v128.or(
      i8x16.eq(bytes, i8x16.splat(<i8>BRACKET)),
      i8x16.eq(bytes, i8x16.splat(<i8>BRACE)),
    );
    const blanks = i8x16.le_u(bytes, i8x16.splat(<i8>SPACE));
    const found = i8x16.bitmask(v128.or(blanks, v128.or(parentheses, brackets)));
    if (found != 0) {
      at += <usize>ctz(found);
      return load<u8>(at) == stop ? at : 0;
    }
    at += 16;
  }
}

/** Steps up to the next space of the line, which does not stand here already. */
function toSpace(from: usize): usize {
  let at = from;
  while (true) {
    const spaces = i8x16.eq(v128.load(at), i8x16.splat(<i8>SPACE));
    const feeds = i8x16.eq(v128.load(at), i8x16.splat(<i8>NEWLINE));
    const found = i8x16.bitmask(v128.or(spaces, feeds));
    if (found != 0) {
      at += <usize>ctz(found);
      return at > from && load<u8>(at) == SPACE ? at : 0;
    }
    at += 16;
  }
}
