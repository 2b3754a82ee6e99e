/** What the fields of a line say, put into a record. */
import { FIGURES, NO_TIME, RSS, VSZ } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { monthAt, twoDigits, wallClock } from '../../scan/calendar.ts';
import { isDigit } from '../../scan/bytes.ts';
import { CLF_LENGTH, clfTime } from '../../scan/clf-time.ts';
import { CTIME_LENGTH, CtimeReader } from '../../scan/ctime.ts';
import { isoTime } from '../../scan/iso-time.ts';
import { RepeatedText } from '../../scan/repeated-text.ts';
import { methodName } from '../method.ts';
import { mendedSize } from '../overflow.ts';
import type { Template } from './compile.ts';
import { decimalValue } from './number.ts';
import type { Says } from './part.ts';
import type { Places } from './steps.ts';

/** More than 64 TiB is no reading but a broken or forged one. */
const MOST_BYTES = 2 ** 46;

const PLACES = new Map<Says, number>(FIGURES.map((figure, place) => [figure, place]));
/** The parts of a time that is written in pieces, in the order of `wallClock`. */
const CLOCK = new Map<Says, number>(
  (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((says, place) => [says, place]),
);

const decoder = new TextDecoder();

/** Times above this are no seconds: it is the year 9999. */
const LAST_SECOND = 253_402_300_799;

/** A field that says something, and where it goes. */
interface Use {
  /** Which field it is. */
  readonly index: number;
  readonly says: Says;
  readonly scale: number;
  /** Its number was read when its end was looked for, if it is a plain one. */
  readonly isRead: boolean;
  /** Place among the figures, -1 for what is none. */
  readonly figure: number;
  /** Place in the order of `wallClock`, -1 for what is no part of a time. */
  readonly clock: number;
}

function usesOf({ fields }: Template): readonly Use[] {
  return fields.flatMap(({ says, scale, shape }, index) => {
    if (says === 'nothing') return [];
    const [figure, clock] = [PLACES.get(says) ?? -1, CLOCK.get(says) ?? -1];
    return [{ index, says, scale, isRead: shape === 'number' || shape === 'decimal', figure, clock }];
  });
}

/** Puts the fields that a matcher found into records. One for each stream. */
export class Filler {
  /** `%(rss)` was negative, and nothing else says how much it was. */
  overflowed = false;
  readonly #uses: readonly Use[];
  readonly #places: Places;
  readonly #hasRss: boolean;
  readonly #hasClock: boolean;
  readonly #ctime = new CtimeReader();
  readonly #times = new RepeatedText();
  #lastTime = NO_TIME;
  readonly #clock = new Float64Array(6);
  #mebiRss = -1;
  #mebiVsz = -1;

  /** `places` is where a matcher says where fields stand. */
  constructor(template: Template, places: Places) {
    this.#uses = usesOf(template);
    this.#places = places;
    this.#hasRss = template.fields.some(({ says }) => says === 'rss' || says === 'rssM');
    this.#hasClock = this.#uses.some(({ clock }) => clock >= 0);
  }

  /** Fills `record` with every field that was found and is not in doubt. */
  fill(bytes: Uint8Array, record: LineRecord): void {
    const uses = this.#uses;
    const { starts, ends } = this.#places;
    if (this.#hasClock) this.#clock.fill(-1);
    this.#mebiRss = -1;
    this.#mebiVsz = -1;
    this.overflowed = false;
    for (let i = 0; i < uses.length; i++) {
      const use = uses[i]!;
      const start = starts[use.index]!;
      if (start >= 0) this.#field(use, bytes, start, ends[use.index]!, record);
    }
    if (this.#mebiRss >= 0) this.#mend(record, RSS, this.#mebiRss);
    if (this.#mebiVsz >= 0) this.#mend(record, VSZ, this.#mebiVsz);
    // Both come from one read of /proc; where RSS is 0 that read failed, or was never made.
    if (this.#hasRss && record.figures[RSS] === 0) record.figures[VSZ] = 0;
    if (this.#hasClock && this.#clock[0]! >= 0) record.time = this.#wallClock();
  }

  #field(use: Use, bytes: Uint8Array, start: number, end: number, record: LineRecord): void {
    switch (use.says) {
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
        if (!this.#times.isAgain(bytes, start, end)) this.#lastTime = this.#time(bytes, start, end);
        record.time = this.#lastTime;
        return;
      case 'month':
        this.#clock[1] = isDigit(bytes[end - 1]) ? twoDigits(bytes, start) - 1 : monthAt(bytes, start);
        return;
      default: {
        const value = use.isRead ? this.#places.numbers[use.index]! : Number.NaN;
        this.#number(use, Number.isNaN(value) ? decimalValue(bytes, start, end) : value, record);
      }
    }
  }

  #number({ says, scale, figure, clock }: Use, value: number, record: LineRecord): void {
    if (figure >= 0) {
      if (value < -1 && figure === RSS) this.overflowed = true;
      const size = Math.round(value * scale);
      record.figures[figure] = size > 0 && size <= MOST_BYTES ? size : 0;
      return;
    }
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
        if (clock >= 0) this.#clock[clock] = value;
    }
  }

  #mend(record: LineRecord, place: number, mebi: number): void {
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
