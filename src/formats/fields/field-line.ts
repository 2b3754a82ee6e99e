/** What the fields of a line make of it. Reused for each line. */
import { FIGURE_COUNT } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import { ascii } from '../../scan/bytes.ts';
import { methodName } from '../method.ts';
import { mendedSize, OVERFLOW } from '../overflow.ts';
import { GatheredFields } from './gathered-fields.ts';
import type { Value } from './gathered-fields.ts';
import { PLACE } from './meanings.ts';
import { NameCache } from './name-cache.ts';
import { hostName, splitRequest } from './words.ts';
import { OVERFLOWN } from './size.ts';
import { pathStart } from './target.ts';

const ROOT = ascii('/');
const LARGEST_PID = 2 ** 31 - 1;
const MOST_CORES = 65_535;

/** Said of a line whose figure may be of any unit. */
export const UNCLEAR_UNIT = 'a memory figure without a unit (see --fields rss_kb=NAME, rss_mb=NAME)';
/** Said of a line whose figure may be any memory, of whomever. */
export const UNCLEAR_MEMORY = 'memory of no named sort and process (see --fields rss_b=NAME)';

/** See the top of this file. */
export class FieldLine extends GatheredFields {
  readonly #names = new NameCache();
  /** Whether a line of this sort was seen whole. */
  #isFamiliar = false;
  #isLineByLine = true;

  /** Whether no line so far was judged by what stood before it. */
  get isLineByLine(): boolean {
    return this.#isLineByLine;
  }

  /**
   * What the fields make of the line; `record` was reset before. `foreign` unless they hold memory and say of what.
   * `isWhole`: the line holds these fields and nothing else.
   */
  toRecord(record: LineRecord, isWhole: boolean): LineKind {
    const figures = this.#figures(record);
    if (figures === 'none') return 'foreign';
    const isPlaced = this.#target(record) || this.#job(record);
    if (!isPlaced) {
      this.#isLineByLine = false;
      if (figures !== 'clear' || !this.#isFamiliar) return 'foreign';
      record.reason = 'memory without a path, route or task';
      return 'ignored';
    }
    if (!this.#isOfRequest(record, isWhole)) return 'foreign';
    if (this.isTwofold) {
      record.reason = 'a field that stands twice';
      return 'malformed';
    }
    if (figures === 'unclear' || this.#isOfNobody()) {
      record.reason = figures === 'unclear' ? UNCLEAR_UNIT : UNCLEAR_MEMORY;
      return 'ignored';
    }
    if (figures === 'overflown') record.reason = OVERFLOW;
    this.#isFamiliar = true;
    this.#worker(record);
    this.#counters(record);
    const status = this.wholeOf(PLACE.status);
    if (status >= 100 && status <= 599) record.status = status;
    record.time = this.timeOf();
    return 'request';
  }

  #figures({ figures }: LineRecord): 'clear' | 'unclear' | 'overflown' | 'none' {
    let found: 'clear' | 'unclear' | 'overflown' | 'none' = 'none';
    for (let place = 0; place < FIGURE_COUNT; place++) {
      const size = this.#mended(place);
      if (size > 0) {
        figures[place] = size;
        found = 'clear';
      } else if (size < 0 && found !== 'clear') found = size === OVERFLOWN ? 'overflown' : 'unclear';
    }
    // What objects hold outside of V8's heap is theirs too.
    if (figures[PLACE.live]! > 0 && this.sizeOf(PLACE.external) > 0)
      figures[PLACE.live]! += this.sizeOf(PLACE.external);
    return found;
  }

  /** The size at a place; uWSGI's own, which may have overflowed, by the MiB beside it. */
  #mended(place: number): number {
    const size = this.sizeOf(place);
    if (place > PLACE.vsz || this.isOwnSize(place)) return size;
    const mebi = this.wholeOf(place === PLACE.rss ? PLACE.rssM : PLACE.vszM);
    return mebi > 0 ? mendedSize(Math.max(0, size), mebi) : size;
  }

  /** Reads method, path and route; whether there is a path or a route. */
  #target(record: LineRecord): boolean {
    const path = this.textOf(PLACE.path);
    const request = this.textOf(PLACE.request);
    const route = this.textOf(PLACE.route);
    const method = this.textOf(PLACE.method);
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

  /**
   * Whether what stands beside memory is a request or a job: programs of every kind write a path, or the name of a task,
   * beside some memory. A name that the user gave is a sign in itself.
   */
  #isOfRequest({ method }: LineRecord, isWhole: boolean): boolean {
    if (this.isOwn(PLACE.path) || this.isOwn(PLACE.route) || this.isOwn(PLACE.task)) return true;
    const hasStatus = this.has(PLACE.status);
    const isSure = !this.isLoose && (isWhole || this.has(PLACE.pid) || this.has(PLACE.worker));
    if (this.has(PLACE.task)) return hasStatus || isSure;
    return isSure || hasStatus || method !== '' || this.has(PLACE.route) || this.has(PLACE.controller);
  }

  /** Whether the memory is of a sort not named, without a unit, and no process is named that could have it. */
  #isOfNobody(): boolean {
    return this.isVague && !this.has(PLACE.pid) && !this.has(PLACE.worker);
  }

  /** A controller's action as Rails writes it, `JobsController#show`; empty where one of the two is missing. */
  #action(): string {
    const [controller, action] = [this.textOf(PLACE.controller), this.textOf(PLACE.action)];
    if (!controller || !action) return '';
    const [left, right] = [this.#name(controller), this.#name(action)];
    return left !== '' && right !== '' ? `${left}#${right}` : '';
  }

  /** Reads the name of a job; whether there is one. */
  #job(record: LineRecord): boolean {
    const task = this.textOf(PLACE.task);
    if (task) record.route = this.#name(task);
    // A number is that of one job and no name.
    if (!/[A-Za-z]/.test(record.route)) record.route = '';
    record.method = '';
    return record.route !== '';
  }

  #worker(record: LineRecord): void {
    const pid = this.wholeOf(PLACE.pid);
    const number = this.wholeOf(PLACE.worker);
    const named = this.#hostName();
    if (named !== '') record.host = named;
    if (pid > 0 && pid <= LARGEST_PID) record.pid = pid;
    else if (number > 0 && number <= LARGEST_PID) record.pid = number;
    else {
      const worker = this.textOf(PLACE.worker);
      const name = worker ? hostName(this.#name(worker)) : '';
      if (name !== '') record.host = record.host === '' ? name : `${record.host}/${name}`;
    }
  }

  /** The machine, pod or container; empty if none. A site with a point is the one a client asked for: a process serves many. */
  #hostName(): string {
    const host = this.textOf(PLACE.host);
    if (host) return hostName(this.#name(host));
    const site = this.textOf(PLACE.site);
    const name = site ? hostName(this.#name(site)) : '';
    return name.includes('.') ? '' : name;
  }

  /** A count of requests is that of one worker only where it stands beside those in progress: others count lines. */
  #counters(record: LineRecord): void {
    const seq = this.wholeOf(PLACE.seq);
    const inflight = this.wholeOf(PLACE.inflight);
    const isMeant = inflight > 0 || this.isOwn(PLACE.seq);
    if (seq > 0 && isMeant) record.workerRequests = seq;
    const core = this.wholeOf(PLACE.core);
    if (inflight > 1) record.core = inflight - 1;
    else if (core > 0 && core <= MOST_CORES) record.core = core;
  }

  #name({ bytes, start, end }: Value): string {
    return this.#names.text(bytes, start, end);
  }
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
