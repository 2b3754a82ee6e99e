/**
 * What syslog puts between host and message: `uwsgi[1234]: `. Who sent it, and with it whether the process id is the
 * server's own or that of a program in between.
 */
import { ascii, digitsEnd, isDigit, standsAt, wholeNumber } from '../scan/bytes.ts';
import { isNameByte, nameEnd, nameOf, wordEnd } from './names.ts';
import type { Peeled } from './wrapper.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SLASH = 0x2f;
const AT = 0x40;
const DOCKER = ascii('docker/');
const SUPERVISOR = ascii('supervisord');
const GUNICORN = ascii('gunicorn.');
const ERROR_LOG = ascii('.error');
/** Python's SysLogHandler ends its messages with a NUL, which rsyslog writes so. */
const ESCAPED_NUL = ascii('#000');
const SHORT_ID = 12;

/** Where the name of the tag ends that begins at `at`. */
function tagNameEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && (isNameByte(bytes[at]!) || bytes[at] === SLASH || bytes[at] === AT)) at++;
  return at;
}

/** Where the tag at `at` ends, past its colon: `uwsgi:`, `uwsgi[1234]:`, `web.1[run]:`; -1 if no such tag stands there. */
export function tagEnd(bytes: Uint8Array, at: number, end: number): number {
  let stop = tagNameEnd(bytes, at, end);
  if (stop === at) return -1;
  if (stop < end && bytes[stop] === OPEN) {
    const inside = nameEnd(bytes, stop + 1, end);
    if (inside >= end || bytes[inside] !== CLOSE) return -1;
    stop = inside + 1;
  }
  if (stop >= end || bytes[stop] !== COLON) return -1;
  return stop + 1 === end || bytes[stop + 1] === SPACE ? stop + 1 : -1;
}

/** Whether `bytes[start, end)` is a container's short id, as Docker's syslog and journald drivers send it. */
function isContainerId(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== SHORT_ID) return false;
  let digits = 0;
  for (let at = start; at < end; at++) {
    if (isDigit(bytes[at])) digits++;
    else if (bytes[at]! < 0x61 || bytes[at]! > 0x66) return false;
  }
  return digits > 0;
}

/**
 * Says in `into` who sent the message: a program and its process id, or a container, whose id joins the host while the
 * process id (the daemon's) says nothing.
 */
export function readSender(
  bytes: Uint8Array,
  name: { readonly start: number; readonly end: number },
  pid: { readonly start: number; readonly end: number },
  into: Peeled,
): void {
  const isDocker = standsAt(bytes, name.start, name.end, DOCKER);
  if (isDocker || isContainerId(bytes, name.start, name.end)) {
    const container = nameOf(bytes, isDocker ? name.start + DOCKER.length : name.start, name.end);
    into.host = into.host === '' ? container : `${into.host}/${container}`;
  } else if (digitsEnd(bytes, pid.start, pid.end) === pid.end) {
    into.pid = Math.max(0, wholeNumber(bytes, pid.start, pid.end));
  }
}

/** Reads the tag that stands in `bytes[at, stop)`, then the message after it, into `into`. */
export function readTagged(bytes: Uint8Array, at: number, stop: number, end: number, into: Peeled): void {
  const nameStop = tagNameEnd(bytes, at, stop);
  const hasPid = bytes[nameStop] === OPEN;
  const pid = { start: nameStop + 1, end: hasPid ? stop - 2 : nameStop + 1 };
  readSender(bytes, { start: at, end: nameStop }, pid, into);
  readMessage(bytes, stop, end, into);
  if (standsAt(bytes, at, nameStop, SUPERVISOR)) skipProgram(bytes, into);
  if (standsAt(bytes, at, nameStop, GUNICORN))
    readBracketedPid(bytes, into, standsAt(bytes, nameStop - ERROR_LOG.length, nameStop, ERROR_LOG));
}

/** Reads the message that begins behind the space at `at`. */
export function readMessage(bytes: Uint8Array, at: number, end: number, into: Peeled): void {
  if (at < end && bytes[at] === SPACE) at++;
  if (standsAt(bytes, end - ESCAPED_NUL.length, end, ESCAPED_NUL)) end -= ESCAPED_NUL.length;
  into.bytes = bytes;
  into.start = Math.min(at, end);
  into.end = end;
}

/** supervisord sends `PROGRAM MSG`, and its own process id. */
function skipProgram(bytes: Uint8Array, into: Peeled): void {
  into.pid = 0;
  const word = wordEnd(bytes, into.start, into.end);
  if (word < into.end && nameEnd(bytes, into.start, word) === word) into.start = word + 1;
}

/**
 * Gunicorn's syslog form: `gunicorn.NAME.access: [PID] MSG`. Its error log keeps the process in front, which tells its
 * few words about a worker from those of another program.
 */
function readBracketedPid(bytes: Uint8Array, into: Peeled, isErrorLog: boolean): void {
  const { start, end } = into;
  if (bytes[start] !== OPEN) return;
  const stop = digitsEnd(bytes, start + 1, end);
  if (stop === start + 1 || stop + 1 >= end || bytes[stop] !== CLOSE || bytes[stop + 1] !== SPACE) return;
  into.pid = Math.max(0, wholeNumber(bytes, start + 1, stop));
  if (!isErrorLog) into.start = stop + 2;
}

/** Whether `bytes[at, end)` begins as Gunicorn's lines do, `gunicorn.`, where nothing stands before its tag. */
export function isOfGunicorn(bytes: Uint8Array, at: number, end: number): boolean {
  return standsAt(bytes, at, end, GUNICORN);
}
