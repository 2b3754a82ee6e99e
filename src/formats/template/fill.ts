/** What the fields of a line say, put into a record. */
import { FIGURES, NO_TIME } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { monthAt, twoDigits, wallClock } from '../../scan/calendar.ts';
import { isDigit } from '../../scan/bytes.ts';
import { CLF_LENGTH, clfTime } from '../../scan/clf-time.ts';
import { CTIME_LENGTH, CtimeReader } from '../../scan/ctime.ts';
import { isoTime } from '../../scan/iso-time.ts';
import { methodName } from '../method.ts';
import { mendedSize } from '../overflow.ts';
import type { Template } from './compile.ts';
import type { Matcher } from './match.ts';
import { decimalValue } from './number.ts';
import type { Field, Says } from './part.ts';

/** More than 64 TiB is no reading but a broken or forged one. */
const MOST_BYTES = 2 ** 46;

const RSS = FIGURES.indexOf('rss');
const VSZ = FIGURES.indexOf('vsz');
const PLACES = new Map<Says, number>(FIGURES.map((figure, place) => [figure, place]));
/** The parts of a time that is written in pieces, in the order of `wallClock`. */
const CLOCK = new Map<Says, number>(
  (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((says, place) => [says, place]),
);

const decoder = new TextDecoder();

/** Times above this are no seconds: it is the year 9999. */
const LAST_SECOND = 253_402_300_799;

/** Puts the fields that a matcher found into records. One for each stream. */
export class Filler {
  /** `%(rss)` was negative, and nothing else says how much it was. */
  overflowed = false;
  readonly #template: Template;
  readonly #matcher: Matcher;
  readonly #hasRss: boolean;
  readonly #ctime = new CtimeReader();
  readonly #clock = new Float64Array(6);
  #mebiRss = -1;
  #mebiVsz = -1;

  constructor(template: Template, matcher: Matcher) {
    this.#template = template;
    this.#matcher = matcher;
    this.#hasRss = template.fields.some(({ says }) => says === 'rss' || says === 'rssM');
  }

  /** Fills `record` with every field that was found and is not in doubt. */
  fill(bytes: Uint8Array, record: LineRecord): void {
    const { fields } = this.#template;
    const { starts, ends } = this.#matcher;
    this.#clock.fill(-1);
    this.#mebiRss = -1;
    this.#mebiVsz = -1;
    this.overflowed = false;
    for (let i = 0; i < fields.length; i++) {
      const start = starts[i]!;
      if (start >= 0 && fields[i]!.says !== 'nothing')
        this.#field(fields[i]!, bytes, start, ends[i]!, record);
    }
    this.#mend(record, RSS, this.#mebiRss);
    this.#mend(record, VSZ, this.#mebiVsz);
    // Both come from one read of /proc; where RSS is 0 that read failed, or was never made.
    if (this.#hasRss && record.figures[RSS] === 0) record.figures[VSZ] = 0;
    if (this.#clock[0]! >= 0) record.time = this.#wallClock();
  }

  #field(field: Field, bytes: Uint8Array, start: number, end: number, record: LineRecord): void {
    switch (field.says) {
      case 'path':
        if (end - start === 1 && bytes[start] === 0x2d) return;
        record.pathBytes = bytes;
        record.pathStart = start;
        record.pathEnd = end;
        return;
      case 'route':
        if (end > start && bytes[start] !== 0x2d) record.route = decoder.decode(bytes.subarray(start, end));
        return;
      case 'method':
        record.method = methodName(bytes, start, end);
        return;
      case 'time':
        record.time = this.#time(bytes, start, end);
        return;
      case 'month':
        this.#clock[1] = isDigit(bytes[end - 1]) ? twoDigits(bytes, start) - 1 : monthAt(bytes, start);
        return;
      default:
        this.#number(field, decimalValue(bytes, start, end), record);
    }
  }

  #number({ says, scale }: Field, value: number, record: LineRecord): void {
    switch (says) {
      case 'pid':
        if (value > 0) record.pid = value;
        return;
      case 'status':
        record.status = Math.max(0, value);
        return;
      case 'core':
        record.core = Math.max(0, value);
        return;
      case 'inflight':
        record.core = Math.max(0, value - 1);
        return;
      case 'seq':
        if (value > 0) record.workerRequests = value;
        return;
      case 'epoch': {
        const time = Math.floor(value * scale);
        record.time = time > 0 && time <= LAST_SECOND ? time : NO_TIME;
        return;
      }
      case 'rssM':
        this.#mebiRss = value;
        return;
      case 'vszM':
        this.#mebiVsz = value;
        return;
      default:
        this.#figureOrClock(says, value, scale, record);
    }
  }

  #figureOrClock(says: Says, value: number, scale: number, record: LineRecord): void {
    const clock = CLOCK.get(says);
    if (clock !== undefined) this.#clock[clock] = value;
    const place = PLACES.get(says);
    if (place === undefined) return;
    if (value < -1 && place === RSS) this.overflowed = true;
    const bytes = Math.round(value * scale);
    record.figures[place] = bytes > 0 && bytes <= MOST_BYTES ? bytes : 0;
  }

  #mend(record: LineRecord, place: number, mebi: number): void {
    if (mebi < 0) return;
    if (place === RSS) this.overflowed = false;
    record.figures[place] = mendedSize(record.figures[place]!, mebi);
  }

  #time(bytes: Uint8Array, start: number, end: number): number {
    if (end - start === CTIME_LENGTH && bytes[start + 3] === 0x20) return this.#ctime.read(bytes, start);
    if (end - start >= CLF_LENGTH && bytes[start + 2] === 0x2f) return clfTime(bytes, start, end);
    const iso = isoTime(bytes, start, end);
    if (iso !== NO_TIME) return iso;
    const seconds = Math.floor(decimalValue(bytes, start, end));
    return seconds > 0 && seconds <= LAST_SECOND ? seconds : NO_TIME;
  }

  #wallClock(): number {
    const [year = -1, month = -1, day = -1, hour = -1, minute = -1, second = -1] = this.#clock;
    return wallClock(year, month, day, hour, minute, second);
  }
}
