/**
 * What Heroku itself logs beside an application: the router's line of each request, the memory of each dyno every 20
 * seconds or so (log-runtime-metrics), and what becomes of dynos. Memory is that of the dyno, so the dyno is the worker:
 * its host, with no process id.
 */
import { RSS } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import { ascii, find, findByte, needle, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { hostName } from '../fields/words.ts';
import { knownAs } from '../fields/names.ts';
import { writtenSize } from '../fields/size.ts';
import { quoteEnd } from '../logfmt/quotes.ts';
import type { About, Format } from '../format.ts';
import { methodName } from '../method.ts';
import { eventSaid } from '../sayings.ts';
import { BEGINNINGS, SAYINGS } from './lifecycle.ts';

const AT = ascii('at=');
const SOURCE = ascii('source=');
const METHOD = needle(' method=');
const PATH = needle(' path="');
const DYNO = needle(' dyno=');
const STATUS = needle(' status=');
const SERVICE = needle(' service=');
const FORWARDED = needle(' fwd="');
const SAMPLE = needle(' sample#');
const MEMORY = needle(' sample#memory_rss=');
const TOTAL = needle(' sample#memory_total=');
const SIZE = knownAs('rss', 1, 0);
const SPACE = 0x20;
/** Names of dynos are shorter, as in `worker.12`. */
const LONGEST_DYNO = 64;

const ABOUT: About = {
  title: 'Heroku: router lines and memory samples of dynos',
  example:
    '2026-11-22T18:34:01.123456+00:00 heroku[web.1]: source=web.1 dyno=heroku.2808254.d97d0ea7-cf3d-411b-b453-d2943a50b456 sample#memory_total=281.00MB sample#memory_rss=271.22MB sample#memory_cache=0.00MB sample#memory_swap=0.00MB',
  tells: 'memory of each dyno every 20 seconds beside its requests: by regression only, and not per process',
  switchOn: 'run `heroku labs:enable log-runtime-metrics` and restart the dynos',
  setup: 'heroku',
  landmarks: [
    { what: 'the dyno, as in source=web.1 or dyno=web.1', pattern: /(?:source|dyno)=[\w.]+/ },
    { what: 'its memory, as in sample#memory_rss=271.22MB', pattern: /sample#memory_rss=[\d.]+MB/ },
  ],
};

/** Parser of Heroku's own lines. */
export class Heroku implements Format {
  readonly name = 'heroku';
  readonly about = ABOUT;
  readonly isTimed = false;

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (standsAt(bytes, start, end, AT)) return routed(bytes, start, end, record);
    if (standsAt(bytes, start, end, SOURCE)) return sampled(bytes, start, end, record);
    // What becomes of a dyno is told of the sender; a line that nobody sent says nothing.
    if (!/(?:^|\/)[a-z][\w-]{0,40}\.\d{1,6}$/.test(record.around.host)) return 'foreign';
    record.event = eventSaid(bytes, start, end, BEGINNINGS, SAYINGS);
    return record.event ? 'lifecycle' : 'foreign';
  }
}

/** Where the value after a needle ends that was found at `at`. */
function valueEnd(bytes: Uint8Array, from: number, end: number): number {
  const space = findByte(bytes, from, end, SPACE);
  return space < 0 ? end : space;
}

/** Sets the host to the dyno in `bytes[from, to)`, in the place of who sent the line; whether it is one. */
function setDyno(bytes: Uint8Array, from: number, to: number, record: LineRecord): boolean {
  const dyno = hostName(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + LONGEST_DYNO))));
  if (dyno === '') return false;
  record.host = record.around.host.replace(/[^/]*$/, dyno);
  return true;
}

/** The router's line. The path is the client's; what is read after it is searched for behind the quote that closes it. */
function routed(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
  const method = find(bytes, start, end, METHOD);
  const path = method < 0 ? -1 : find(bytes, method, end, PATH);
  if (path < 0) return 'foreign';
  const methodStart = method + METHOD.literal.length;
  const pathStart = path + PATH.literal.length;
  const pathEnd = quoteEnd(bytes, pathStart, end);
  if (pathEnd < 0) return 'foreign';
  const [dyno, status] = [find(bytes, pathEnd, end, DYNO), find(bytes, pathEnd, end, STATUS)];
  const isRouter = find(bytes, pathEnd, end, FORWARDED) >= 0 && find(bytes, pathEnd, end, SERVICE) >= 0;
  if (!isRouter || dyno < 0 || status < 0) return 'foreign';
  const dynoStart = dyno + DYNO.literal.length;
  if (!setDyno(bytes, dynoStart, valueEnd(bytes, dynoStart, end), record)) {
    record.reason = 'a request that reached no dyno';
    return 'ignored';
  }
  record.method = methodName(bytes, methodStart, valueEnd(bytes, methodStart, end));
  record.pathBytes = bytes;
  record.pathStart = pathStart;
  record.pathEnd = pathEnd;
  const statusStart = status + STATUS.literal.length;
  record.status = Math.max(0, wholeNumber(bytes, statusStart, statusStart + 3));
  return 'request';
}

/** A dyno's sample. */
function sampled(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
  if (find(bytes, start, end, SAMPLE) < 0) return 'foreign';
  const dyno = start + SOURCE.length;
  if (!setDyno(bytes, dyno, valueEnd(bytes, dyno, end), record)) return 'foreign';
  for (const name of [MEMORY, TOTAL]) {
    const at = find(bytes, start, end, name);
    if (at < 0) continue;
    const from = at + name.literal.length;
    const size = writtenSize(bytes, from, valueEnd(bytes, from, end), SIZE);
    if (size <= 0) continue;
    record.figures[RSS] = size;
    return 'reading';
  }
  record.reason = 'a sample without memory';
  return 'ignored';
}
