/** Lines that begin with an ISO time: which of the transports wrote it is told by what follows. */
import { ascii, standsAt } from '../scan/bytes.ts';
import { nameEnd } from './names.ts';
import { readIsoStamp } from './stamps.ts';
import type { IsoStamp } from './stamps.ts';
import { tagEnd } from './syslog-tag.ts';

/** `container`: a stream and a tag; `dyno`: `app[web.1]:`; `syslog`: a host and a tag; `plain`: none of them. */
export type AfterStamp = 'container' | 'dyno' | 'syslog' | 'plain';

/** An ISO time at the start of a line, and what sort of text stands after it and one space, from `at`. */
export interface Stamped extends IsoStamp {
  at: number;
  what: AfterStamp;
}

/** A `Stamped` to read into. */
export function emptyStamped(): Stamped {
  return { time: 0, end: 0, fraction: 0, at: 0, what: 'plain' };
}

/** The first characters of lines that begin with an ISO time. */
export const ISO_OPENINGS: readonly string[] = ['19', '20'];

const STDOUT = ascii('stdout ');
const STDERR = ascii('stderr ');
const APP = ascii('app[');
const HEROKU = ascii('heroku[');
const SPACE = 0x20;
const COLON = 0x3a;
const PARTIAL = 0x50;
const FULL = 0x46;

/** Reads the ISO time with which the line begins; false if it begins otherwise. */
export function readStamped(bytes: Uint8Array, start: number, end: number, into: Stamped): boolean {
  if (!readIsoStamp(bytes, start, end, into)) return false;
  into.at = Math.min(end, into.end + 1);
  into.what = sortOf(bytes, into.at, end);
  return true;
}

function sortOf(bytes: Uint8Array, at: number, end: number): AfterStamp {
  if (standsAt(bytes, at, end, STDOUT) || standsAt(bytes, at, end, STDERR)) {
    const tag = at + STDOUT.length;
    const isTag = tag < end && (bytes[tag] === FULL || bytes[tag] === PARTIAL);
    if (isTag && (tag + 1 === end || bytes[tag + 1] === SPACE || bytes[tag + 1] === COLON))
      return 'container';
  }
  if (standsAt(bytes, at, end, APP) || standsAt(bytes, at, end, HEROKU))
    return tagEnd(bytes, at, end) >= 0 ? 'dyno' : 'plain';
  const host = nameEnd(bytes, at, end);
  return host > at && bytes[host] === SPACE && tagEnd(bytes, host + 1, end) >= 0 ? 'syslog' : 'plain';
}
