/** How servers for Python begin the lines of their error logs, and which of them it is. */
import { NO_TIME } from '../../record.ts';
import { ascii, digitsEnd, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { isoTime, isoTimeEnd } from '../../scan/iso-time.ts';

/** Whose shape a line has. Hypercorn's lines have Gunicorn's; `syslog` is what Gunicorn sends there. */
export type Shape = 'gunicorn' | 'syslog' | 'uvicorn' | 'granian';

/** A line's beginning, read: its shape, and where its message stands. Mutable and reused. */
export class Beginning {
  shape: Shape = 'gunicorn';
  message = 0;
}

const OPEN = 0x5b;
const SPACE = 0x20;
const NEXT = ascii('] [');
const CLOSE = ascii('] ');
const LEVELS = ['INFO', 'WARNING', 'ERROR', 'CRITICAL', 'DEBUG'].map(ascii);
/** uvicorn pads the level and its colon to so many characters and a space. */
const PADDED = 9;

/** Where the level ends that stands at `at`, or -1. */
function levelEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = 0; i < LEVELS.length; i++) {
    if (standsAt(bytes, at, end, LEVELS[i]!)) return at + LEVELS[i]!.length;
  }
  return -1;
}

/** `[2026-11-22 18:58:47 +0000] [31910] [INFO] `: where the message begins, or -1. */
function gunicornMessage(bytes: Uint8Array, start: number, end: number): number {
  if (isoTime(bytes, start + 1, end) === NO_TIME) return -1;
  const time = isoTimeEnd(bytes, start + 1, end);
  if (!standsAt(bytes, time, end, NEXT)) return -1;
  const pid = time + NEXT.length;
  const pidEnd = digitsEnd(bytes, pid, end);
  if (pidEnd === pid || !standsAt(bytes, pidEnd, end, NEXT)) return -1;
  return granianMessage(bytes, pidEnd + CLOSE.length, end);
}

/** `[31910] ` of the process that sent the line, `sender`: where the message begins, or -1. */
function syslogMessage(bytes: Uint8Array, start: number, end: number, sender: number): number {
  const stop = digitsEnd(bytes, start + 1, end);
  const isSender = sender > 0 && wholeNumber(bytes, start + 1, stop) === sender;
  return isSender && standsAt(bytes, stop, end, CLOSE) ? stop + CLOSE.length : -1;
}

/** `[INFO] `: where the message begins, or -1. */
function granianMessage(bytes: Uint8Array, start: number, end: number): number {
  const level = levelEnd(bytes, start + 1, end);
  return level >= 0 && standsAt(bytes, level, end, CLOSE) ? level + CLOSE.length : -1;
}

/** `INFO:     `: where the message begins, or -1. */
function uvicornMessage(bytes: Uint8Array, start: number, end: number): number {
  const level = levelEnd(bytes, start, end);
  if (level < 0 || bytes[level] !== 0x3a || start + PADDED + 1 > end) return -1;
  for (let at = level + 1; at <= start + PADDED; at++) if (bytes[at] !== SPACE) return -1;
  return start + PADDED + 1;
}

/**
 * Reads how the line `bytes[start, end)`, which process `sender` sent (0 for whoever), begins into `into`; false if it
 * begins otherwise.
 */
export function readBeginning(
  bytes: Uint8Array,
  start: number,
  end: number,
  sender: number,
  into: Beginning,
): boolean {
  if (bytes[start] === OPEN) {
    into.message = gunicornMessage(bytes, start, end);
    into.shape = 'gunicorn';
    if (into.message >= 0) return true;
    into.message = syslogMessage(bytes, start, end, sender);
    into.shape = 'syslog';
    if (into.message >= 0) return true;
    into.message = granianMessage(bytes, start, end);
    into.shape = 'granian';
  } else {
    into.message = uvicornMessage(bytes, start, end);
    into.shape = 'uvicorn';
  }
  return into.message >= 0;
}
