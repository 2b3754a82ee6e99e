/**
 * What to make of lines that all have the same names: of each meaning, which value counts. Made once for a shape of lines,
 * so that nothing is looked up or weighed anew for each of them. Lines that need weighing are for FieldLine, which says the same of
 * those that are read here (test/formats/json).
 */
import { FIGURE_COUNT } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { HostNames } from './host-names.ts';
import { MEANINGS, PLACE } from './meanings.ts';
import type { Known } from './meanings.ts';
import { NameCache } from './name-cache.ts';
import { isLooseName } from './names.ts';
import { bareSize } from './size.ts';
import { LARGEST_PID, methodOf, setPath } from './take.ts';
import { epochTime, WrittenTimes } from './time.ts';

/** `starts` of a value that is a number, and of one that is neither number nor text. */
export const NUMBER = -1;
export const OTHER = -2;

/** The values of a line, in order. */
export interface Values {
  /** Where each text begins; NUMBER or OTHER. */
  readonly starts: Int32Array;
  /** Where each text ends. */
  readonly ends: Int32Array;
  readonly numbers: Float64Array;
}

/** Meanings that lines with a plan may have; of a worker's name and of what else calls a path there is none to be looked at. */
const PLANNED: ReadonlySet<number> = new Set([
  ...[PLACE.rss, PLACE.vsz, PLACE.pss, PLACE.uss, PLACE.live, PLACE.blocks, PLACE.peak, PLACE.external],
  ...[PLACE.pid, PLACE.worker, PLACE.method, PLACE.path, PLACE.request, PLACE.route],
  ...[PLACE.status, PLACE.time, PLACE.host, PLACE.site],
]);

const SLASH = 0x2f;

interface Size {
  /** Which value it is. */
  readonly index: number;
  readonly known: Known;
}

/** See the top of this file. One for each shape. */
export class FieldPlan {
  readonly #sizes: readonly Size[];
  readonly #path: number;
  readonly #method: number;
  readonly #route: number;
  readonly #status: number;
  readonly #time: number;
  readonly #pid: number;
  readonly #host: number;
  readonly #isSite: boolean;
  readonly #names = new NameCache();
  readonly #hosts = new HostNames();
  readonly #times = new WrittenTimes();

  /** `index` is which value counts for each of MEANINGS, -1 for none. */
  constructor(sizes: readonly Size[], index: readonly number[]) {
    const at = (place: number): number => index[place]!;
    this.#sizes = sizes;
    this.#path = at(PLACE.path);
    this.#method = at(PLACE.method);
    this.#route = at(PLACE.route);
    this.#status = at(PLACE.status);
    this.#time = at(PLACE.time);
    this.#pid = at(PLACE.pid);
    this.#isSite = at(PLACE.host) < 0;
    this.#host = at(this.#isSite ? PLACE.site : PLACE.host);
  }

  /** Reads the line of which these are all values into `record`; false if it must be weighed, and then the record is to be reset. */
  fill({ starts, ends, numbers }: Values, bytes: Uint8Array, record: LineRecord): boolean {
    if (!this.#figures(starts, numbers, record)) return false;
    if (!this.#target(starts, ends, bytes, record)) return false;
    const pid = this.#pid;
    if (pid >= 0) {
      const value = numbers[pid]!;
      if (starts[pid] !== NUMBER || !(value > 0 && value <= LARGEST_PID) || value % 1 !== 0) return false;
      record.pid = value;
    }
    const host = this.#host;
    if (host >= 0) {
      if (starts[host]! < 0 || starts[host] === ends[host]) return false;
      const name = this.#hosts.name(this.#names.text(bytes, starts[host]!, ends[host]!));
      if (name !== '' && !(this.#isSite && name.includes('.'))) record.host = name;
    }
    const status = this.#status;
    if (status >= 0) {
      if (starts[status] !== NUMBER) return false;
      const value = numbers[status]!;
      if (value >= 100 && value <= 599 && value % 1 === 0) record.status = value;
    }
    return this.#time < 0 || this.#clock(starts, ends, numbers, bytes, record);
  }

  #figures(starts: Int32Array, numbers: Float64Array, { figures }: LineRecord): boolean {
    const sizes = this.#sizes;
    let external = 0;
    let isAny = false;
    for (let i = 0; i < sizes.length; i++) {
      const { index, known } = sizes[i]!;
      if (starts[index] !== NUMBER) return false;
      const number = numbers[index]!;
      const isCount = known.place === PLACE.blocks;
      if (isCount && !Number.isSafeInteger(number)) return false;
      const size = isCount ? number : bareSize(number, known);
      if (size < 0) return false;
      if (known.place >= FIGURE_COUNT) external = size;
      else figures[known.place] = size;
      isAny ||= size > 0 && known.place < FIGURE_COUNT;
    }
    if (figures[PLACE.live]! > 0) figures[PLACE.live]! += external;
    return isAny;
  }

  #target(starts: Int32Array, ends: Int32Array, bytes: Uint8Array, record: LineRecord): boolean {
    const method = this.#method;
    if (method >= 0) {
      if (starts[method]! < 0 || starts[method] === ends[method]) return false;
      record.method = methodOf(bytes, starts[method]!, ends[method]!);
    }
    const route = this.#route;
    if (route >= 0) {
      if (starts[route]! < 0 || starts[route] === ends[route] || bytes[starts[route]!] !== SLASH)
        return false;
      record.route = this.#names.text(bytes, starts[route]!, ends[route]!);
      if (record.route === '') return false;
    }
    const start = starts[this.#path]!;
    const end = ends[this.#path]!;
    if (start < 0 || start === end) return false;
    setPath(record, bytes, start, end);
    return record.pathStart >= 0;
  }

  #clock(
    starts: Int32Array,
    ends: Int32Array,
    numbers: Float64Array,
    bytes: Uint8Array,
    record: LineRecord,
  ): boolean {
    const time = this.#time;
    const start = starts[time]!;
    if (start === NUMBER) record.time = epochTime(numbers[time]!);
    else if (start < 0 || start === ends[time]) return false;
    else record.time = this.#times.read(bytes, start, ends[time]!);
    return true;
  }
}

/**
 * The plan for lines that hold values under these names, in this order, and nothing else (undefined for a name that means
 * nothing); undefined where each line must be weighed.
 */
export function planOf(names: readonly (Known | undefined)[]): FieldPlan | undefined {
  const index = MEANINGS.map(() => -1);
  const sizes: Size[] = [];
  for (const [i, known] of names.entries()) {
    if (known === undefined) continue;
    const { place, rank } = known;
    const before = index[place]!;
    if (!PLANNED.has(place)) return undefined;
    const other = before < 0 ? undefined : names[before];
    const isSize = place <= PLACE.external;
    // Of two sizes the values decide which counts, and of two values under one name, whether one is forged.
    if (other && (isSize || other.rank === rank)) return undefined;
    if (isSize && isLooseName(known)) return undefined;
    if (isSize) sizes.push({ index: i, known });
    if (!other || rank < other.rank) index[place] = i;
  }
  const hasWorker = index[PLACE.worker]! >= 0 && index[PLACE.pid]! < 0;
  return sizes.length === 0 || index[PLACE.path]! < 0 || hasWorker ? undefined : new FieldPlan(sizes, index);
}
