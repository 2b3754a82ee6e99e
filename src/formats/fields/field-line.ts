/** What the fields of a line make of it. Reused for each line. */
import { FIGURE_COUNT } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import { mendedSize, OVERFLOW } from '../overflow.ts';
import { GatheredFields } from './gathered-fields.ts';
import { HostNames } from './host-names.ts';
import { PLACE } from './meanings.ts';
import { NameCache } from './name-cache.ts';
import type { FieldPlan, Values } from './plan.ts';
import { splitRequest } from './words.ts';
import { OVERFLOWN } from './size.ts';
import { LARGEST_PID, methodOf, setPath } from './take.ts';

const MOST_CORES = 65_535;

const bits = (...places: readonly number[]): number => places.reduce((all, place) => all | (1 << place), 0);
/** One bit for each place that some lines have and most have not. */
const MEBI = bits(PLACE.rssM, PLACE.vszM);
const NAMING = bits(PLACE.request, PLACE.route, PLACE.controller, PLACE.action);
const COUNTERS = bits(PLACE.seq, PLACE.inflight, PLACE.core);

/** Said of a line whose figure may be of any unit. */
export const UNCLEAR_UNIT = 'a memory figure without a unit (see --fields rss_kb=NAME, rss_mb=NAME)';
/** Said of a line whose figure may be any memory, of whomever. */
export const UNCLEAR_MEMORY = 'memory of no named sort and process (see --fields rss_b=NAME)';

/** See the top of this file. */
export class FieldLine extends GatheredFields {
  readonly #names = new NameCache();
  readonly #hosts = new HostNames();
  /** Whether a line of this sort was seen whole. */
  #isFamiliar = false;
  #isLineByLine = true;

  /** Whether no line so far was judged by what stood before it. */
  get isLineByLine(): boolean {
    return this.#isLineByLine;
  }

  /** Reads the line whose values `plan` was made for; false if its fields must be taken one by one, and then `record` is to be reset. */
  fill(plan: FieldPlan, values: Values, bytes: Uint8Array, record: LineRecord): boolean {
    if (!plan.fill(values, bytes, record)) return false;
    this.#isFamiliar = true;
    return true;
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
    const isMended = this.hasAny(MEBI);
    for (let place = 0; place < FIGURE_COUNT; place++) {
      const size = isMended ? this.#mended(place) : this.sizeOf(place);
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
    if (place > PLACE.vsz || this.isOwn(place)) return size;
    const mebi = this.wholeOf(place === PLACE.rss ? PLACE.rssM : PLACE.vszM);
    return mebi > 0 ? mendedSize(Math.max(0, size), mebi) : size;
  }

  /** Reads method, path and route; whether there is a path or a route. */
  #target(record: LineRecord): boolean {
    if (this.isText(PLACE.method)) record.method = this.#method(PLACE.method);
    if (this.isText(PLACE.path))
      setPath(record, this.bytesOf(PLACE.path), this.startOf(PLACE.path), this.endOf(PLACE.path));
    if (this.hasAny(NAMING)) this.#naming(record);
    return record.pathStart >= 0 || record.route !== '';
  }

  /** Reads what names a path or a route in other ways. */
  #naming(record: LineRecord): void {
    if (this.isText(PLACE.request) && record.pathStart < 0) this.#request(record);
    if (!this.isText(PLACE.route)) {
      record.route = this.#action();
      return;
    }
    const text = this.#name(PLACE.route);
    const [, verb, template] = text.startsWith('/') ? [] : (/^([A-Za-z]{3,10}) (\/.*)$/.exec(text) ?? []);
    record.route = template ?? text;
    if (verb !== undefined && record.method === '') record.method = verb.toUpperCase();
  }

  #request(record: LineRecord): void {
    const bytes = this.bytesOf(PLACE.request);
    const start = this.startOf(PLACE.request);
    const split = splitRequest(bytes, start, this.endOf(PLACE.request));
    if (!split) return;
    if (record.method === '') record.method = methodOf(bytes, start, split.methodEnd);
    setPath(record, bytes, split.start, split.end);
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
    if (!this.isText(PLACE.controller) || !this.isText(PLACE.action)) return '';
    const left = this.#name(PLACE.controller);
    const right = this.#name(PLACE.action);
    return left !== '' && right !== '' ? `${left}#${right}` : '';
  }

  /** Reads the name of a job; whether there is one. */
  #job(record: LineRecord): boolean {
    if (this.isText(PLACE.task)) record.route = this.#name(PLACE.task);
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
      const name = this.isText(PLACE.worker) ? this.#host(PLACE.worker) : '';
      if (name !== '') record.host = record.host === '' ? name : `${record.host}/${name}`;
    }
  }

  /** The machine, pod or container; empty if none. A site with a point is the one a client asked for: a process serves many. */
  #hostName(): string {
    if (this.isText(PLACE.host)) return this.#host(PLACE.host);
    const name = this.isText(PLACE.site) ? this.#host(PLACE.site) : '';
    return name.includes('.') ? '' : name;
  }

  /** A count of requests is that of one worker only where it stands beside those in progress: others count lines. */
  #counters(record: LineRecord): void {
    if (!this.hasAny(COUNTERS)) return;
    const seq = this.wholeOf(PLACE.seq);
    const inflight = this.wholeOf(PLACE.inflight);
    const isMeant = inflight > 0 || this.isOwn(PLACE.seq);
    if (seq > 0 && isMeant) record.workerRequests = seq;
    const core = this.wholeOf(PLACE.core);
    if (inflight > 1) record.core = inflight - 1;
    else if (core > 0 && core <= MOST_CORES) record.core = core;
  }

  #name(place: number): string {
    return this.#names.text(this.bytesOf(place), this.startOf(place), this.endOf(place));
  }

  #host(place: number): string {
    return this.#hosts.name(this.#name(place));
  }

  #method(place: number): string {
    return methodOf(this.bytesOf(place), this.startOf(place), this.endOf(place));
  }
}
