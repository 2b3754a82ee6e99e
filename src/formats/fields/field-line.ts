/** The fields of one line, gathered by name in any order, and what they make of the line. Reused for each line. */
import { FIGURE_COUNT, NO_TIME } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import { ascii, wholeNumber, digitsEnd } from '../../scan/bytes.ts';
import { methodName } from '../method.ts';
import { MEANINGS, PLACE } from './meanings.ts';
import type { Known } from './meanings.ts';
import { NameCache } from './name-cache.ts';
import { hostName, splitRequest } from './words.ts';
import { bareSize, decimal, WITHOUT_UNIT, writtenSize } from './size.ts';
import { pathStart } from './target.ts';
import { epochTime, writtenTime } from './time.ts';

const ROOT = ascii('/');
const LARGEST_PID = 2 ** 31 - 1;
const LAST_SIZE = PLACE.external;
const UNSET = 1e9;

/** One value: a number, or text in `bytes[start, end)`. */
interface Value {
  known: Known | undefined;
  isText: boolean;
  number: number;
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** See the top of this file. */
export class FieldLine {
  /** A name stood twice in the line with unlike values: one of them may be forged. */
  isTwofold = false;
  readonly #values: readonly Value[];
  /** The rank of each value, UNSET where there is none. */
  readonly #ranks = new Float64Array(MEANINGS.length);
  readonly #names = new NameCache();
  readonly #sizes = new Float64Array(LAST_SIZE + 1);
  readonly #sizeNames: (Known | undefined)[] = new Array<undefined>(LAST_SIZE + 1).fill(undefined);
  /** Whether a line of this sort was seen whole. */
  #isFamiliar = false;

  constructor() {
    const none = new Uint8Array(0);
    this.#values = MEANINGS.map(() => ({
      ...{ known: undefined, isText: false, number: 0 },
      ...{ bytes: none, start: 0, end: 0 },
    }));
  }

  /** Forgets the line before. */
  reset(): void {
    this.#ranks.fill(UNSET);
    this.#sizes.fill(0);
    this.#sizeNames.fill(undefined);
    this.isTwofold = false;
  }

  /** Takes a number. */
  number(known: Known, value: number): void {
    const { place, rank } = known;
    if (place <= LAST_SIZE) {
      this.#size(known, place === PLACE.blocks ? count(value) : bareSize(value, known));
      return;
    }
    const slot = this.#values[place]!;
    if (rank >= this.#ranks[place]!) return;
    this.#ranks[place] = rank;
    slot.known = known;
    slot.isText = false;
    slot.number = value;
  }

  /** Takes the text in `bytes[start, end)`, which must stay as it is until the line is done. */
  text(known: Known, bytes: Uint8Array, start: number, end: number): void {
    const { place, rank } = known;
    if (place <= LAST_SIZE) {
      const isCount = place === PLACE.blocks && digitsEnd(bytes, start, end) === end;
      this.#size(known, isCount ? wholeNumber(bytes, start, end) : writtenSize(bytes, start, end, known));
      return;
    }
    const slot = this.#values[place]!;
    if (rank === this.#ranks[place] && known === slot.known && !isSame(slot, bytes, start, end))
      this.isTwofold = true;
    if (rank >= this.#ranks[place]! || start === end) return;
    this.#ranks[place] = rank;
    slot.known = known;
    slot.isText = true;
    slot.bytes = bytes;
    slot.start = start;
    slot.end = end;
  }

  /** What the fields make of the line; `record` was reset before. `foreign` unless they hold memory and say of what. */
  toRecord(record: LineRecord): LineKind {
    const figures = this.#figures(record);
    if (figures === 'none') return 'foreign';
    const isPlaced = this.#target(record) || this.#job(record);
    if (!isPlaced) {
      if (figures === 'unclear' || !this.#isFamiliar) return 'foreign';
      record.reason = 'memory without a path, route or task';
      return 'ignored';
    }
    if (this.isTwofold) {
      record.reason = 'a field that stands twice';
      return 'malformed';
    }
    if (figures === 'unclear') {
      record.reason = 'a memory figure without a unit (see --fields rss_kb=NAME, rss_mb=NAME)';
      return 'ignored';
    }
    this.#isFamiliar = true;
    this.#worker(record);
    this.#counters(record);
    const status = this.#whole(PLACE.status);
    if (status >= 100 && status <= 599) record.status = status;
    record.time = this.#time();
    return 'request';
  }

  #size(known: Known, size: number): void {
    const { place, rank } = known;
    const before = this.#sizes[place]!;
    const name = this.#sizeNames[place];
    if (name === known && size !== before) this.isTwofold = true;
    // A size that can be read goes before one that cannot.
    const isBetter = size < 0 ? before === 0 : before <= 0 || rank < (name?.rank ?? UNSET);
    if (size === 0 || !isBetter) return;
    this.#sizes[place] = size;
    this.#sizeNames[place] = known;
  }

  #figures({ figures }: LineRecord): 'clear' | 'unclear' | 'none' {
    let found: 'clear' | 'unclear' | 'none' = 'none';
    for (let place = 0; place < FIGURE_COUNT; place++) {
      const size = this.#sizes[place]!;
      if (size > 0) {
        figures[place] = size;
        found = 'clear';
      } else if (size === WITHOUT_UNIT && found === 'none') found = 'unclear';
    }
    // What objects hold outside of V8's heap is theirs too.
    if (figures[PLACE.live]! > 0 && this.#sizes[LAST_SIZE]! > 0)
      figures[PLACE.live]! += this.#sizes[LAST_SIZE]!;
    return found;
  }

  /** Reads method, path and route; whether there is a path or a route. */
  #target(record: LineRecord): boolean {
    const [path, request, route] = [
      this.#text(PLACE.path),
      this.#text(PLACE.request),
      this.#text(PLACE.route),
    ];
    const method = this.#text(PLACE.method);
    if (method) record.method = methodOf(method.bytes, method.start, method.end);
    if (path) setPath(record, path.bytes, path.start, path.end);
    const split = request && record.pathStart < 0 && splitRequest(request.bytes, request.start, request.end);
    if (split) {
      if (record.method === '') record.method = methodOf(request.bytes, request.start, split.methodEnd);
      setPath(record, request.bytes, split.start, split.end);
    }
    if (route) {
      const text = this.#name(route);
      const [, verb, template] = text.startsWith('/') ? [] : (/^([A-Za-z]{3,10}) (\/.*)$/.exec(text) ?? []);
      record.route = template ?? text;
      if (verb !== undefined && record.method === '') record.method = verb.toUpperCase();
    } else record.route = this.#action();
    return record.pathStart >= 0 || record.route !== '';
  }

  /** A controller's action as Rails writes it, `JobsController#show`; empty where one of the two is missing. */
  #action(): string {
    const [controller, action] = [this.#text(PLACE.controller), this.#text(PLACE.action)];
    if (!controller || !action) return '';
    const [left, right] = [this.#name(controller), this.#name(action)];
    return left !== '' && right !== '' ? `${left}#${right}` : '';
  }

  /** Reads the name of a job; whether there is one. */
  #job(record: LineRecord): boolean {
    const task = this.#text(PLACE.task);
    if (task) record.route = this.#name(task);
    // A number is that of one job and no name.
    if (!/[A-Za-z]/.test(record.route)) record.route = '';
    record.method = '';
    return record.route !== '';
  }

  #worker(record: LineRecord): void {
    const [pid, number] = [this.#whole(PLACE.pid), this.#whole(PLACE.worker)];
    const named = this.#hostName();
    if (named !== '') record.host = named;
    if (pid > 0 && pid <= LARGEST_PID) record.pid = pid;
    else if (number > 0 && number <= LARGEST_PID) record.pid = number;
    else {
      const worker = this.#text(PLACE.worker);
      const name = worker ? hostName(this.#name(worker)) : '';
      if (name !== '') record.host = record.host === '' ? name : `${record.host}/${name}`;
    }
  }

  /** The machine, pod or container; empty if none. A site with a point is the one a client asked for: a process serves many. */
  #hostName(): string {
    const host = this.#text(PLACE.host);
    if (host) return hostName(this.#name(host));
    const site = this.#text(PLACE.site);
    const name = site ? hostName(this.#name(site)) : '';
    return name.includes('.') ? '' : name;
  }

  /** A count of requests is that of one worker only where it stands beside those in progress: others count lines. */
  #counters(record: LineRecord): void {
    const [seq, inflight] = [this.#whole(PLACE.seq), this.#whole(PLACE.inflight)];
    const isMeant = inflight > 0 || this.#ranks[PLACE.seq]! < 0;
    if (seq > 0 && isMeant) record.workerRequests = seq;
    if (inflight > 1) record.core = inflight - 1;
  }

  #time(): number {
    const value = this.#values[PLACE.time]!;
    if (this.#ranks[PLACE.time] === UNSET) return NO_TIME;
    return value.isText ? writtenTime(value.bytes, value.start, value.end) : epochTime(value.number);
  }

  #name({ bytes, start, end }: Value): string {
    return this.#names.text(bytes, start, end);
  }

  #text(place: number): Value | undefined {
    const value = this.#values[place]!;
    return this.#ranks[place] !== UNSET && value.isText ? value : undefined;
  }

  /** The whole number that a field holds, 0 if it holds none. */
  #whole(place: number): number {
    const value = this.#values[place]!;
    if (this.#ranks[place] === UNSET) return 0;
    if (!value.isText) return count(value.number);
    const { bytes, start, end } = value;
    return digitsEnd(bytes, start, end) === end && end - start <= 15 ? decimal(bytes, start, end) : 0;
  }
}

function count(value: number): number {
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function isSame(value: Value, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== value.end - value.start) return false;
  for (let i = 0; i < end - start; i++) if (bytes[start + i] !== value.bytes[value.start + i]) return false;
  return true;
}

function setPath(record: LineRecord, bytes: Uint8Array, start: number, end: number): void {
  const from = pathStart(bytes, start, end);
  if (from < 0) return;
  const isBare = from === end;
  record.pathBytes = isBare ? ROOT : bytes;
  record.pathStart = isBare ? 0 : from;
  record.pathEnd = isBare ? 1 : end;
}

const SCRATCH = new Uint8Array(16);

/** Some loggers write methods in small letters. */
function methodOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SCRATCH.length) return 'OTHER';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    SCRATCH[at - start] = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
  }
  return methodName(SCRATCH, 0, end - start);
}
