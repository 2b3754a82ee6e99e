/**
 * Plain lines of uWSGI, whole stretches of them, from their bytes to what a profile holds of them: in WebAssembly
 * (src/runs/assembly), where a line takes a quarter of the time, the first as the last. What is rare is asked of `RunHost`.
 *
 * It changes no result: what a run learnt is taken in as a piece of a profile is, and a profile equals the sum of its pieces.
 */
import type { Run } from '../profile/run.ts';
import { methodName } from '../formats/method.ts';
import { FIGURE_COUNT, LineRecord, NO_TIME, RSS, VSZ } from '../record.ts';
import { CtimeReader, looksLikeCtime } from '../scan/ctime.ts';
import { assembled } from './assembly-module.ts';
import type { Assembly } from './assembly-module.ts';
import { livesIn, runContents } from './run-contents.ts';
import type { RunMemory } from './run-contents.ts';

/** What is known outside of a run. Endpoints are numbers of the profile that is being built. */
export interface RunHost {
  /** The endpoint of a request, of which the record holds method, path and status. */
  endpoint(record: LineRecord): number;
  /** Whether more paths of an endpoint are wanted as examples. */
  wantsExample(endpoint: number): boolean;
  /** Offers the path of the record as an example; `line` counts the lines that were handed over before, from 0. */
  offerExample(endpoint: number, line: number, record: LineRecord): void;
}

/** What a run is to know of the profile that it will be a piece of. */
export interface RunSettings {
  /** The number of its file. */
  readonly file: number;
  /** How many buckets a life may have: as many as the profile grants, or more. */
  readonly bucketsPerLife: number;
  /** Whether routes depend on whole targets: rules of the user's own, or parameters that are kept. */
  readonly isByWhole: boolean;
}

/** A run that another thread takes in. */
export interface PackedRun {
  readonly memory: RunMemory;
  /** How many lives stand in it. */
  readonly lives: number;
  /** Its endpoints by its own numbers; undefined for requests that the log lacks. */
  readonly endpoints: readonly (number | undefined)[];
}

/** Lives of a packed run by process id; what they name is named by its own numbers. */
export function livesOf({ memory, endpoints }: PackedRun): Run['workers'] {
  return livesIn(memory, 0, endpoints.length);
}

/** What a packed run learnt; `numberOf` gives the numbers of its endpoints in the builder. */
export function unpackedRun(run: PackedRun, file: number, numberOf: (endpoint: number) => number): Run {
  const endpoints = run.endpoints.map((endpoint) =>
    endpoint === undefined ? undefined : numberOf(endpoint),
  );
  return runContents(run.memory, file, endpoints);
}

/** No run has so many lives: each takes more than 7 KiB of 17 MiB. */
export const MOST_LIVES_OF_RUN = 4096;
/** To take in a run of fewer requests, or of fewer for each life, costs more than it saves. */
const LEAST_REQUESTS = 512;
const LEAST_OF_LIFE = 16;
/** Histograms of runs hold deltas of less. */
const MOST_BYTES = 2 ** 34;
const NEWLINE = 0x0a;

/** One run after the other. */
export class PlainRun {
  readonly #host: RunHost;
  readonly #assembly: Assembly | undefined;
  #view = new Uint8Array(0);
  readonly #clock = new CtimeReader();
  readonly #record = new LineRecord();
  #file = 0;
  #isBegun = false;
  /** The endpoints of this run by its own numbers, and those numbers. */
  #endpoints: (number | undefined)[] = [undefined];
  readonly #numbers = new Map<number, number>();
  /** How many endpoints the run before had: their places are to be cleared. */
  #used = 0;
  #stoppedAt = 0;
  #requests = 0;
  /** The bytes that stand in memory, where the first of them is in its file, and which part: a run that stopped goes on behind the line. */
  #bytes: Uint8Array | undefined;
  #offset = NaN;
  #from = 0;
  #to = 0;

  constructor(host: RunHost) {
    this.#host = host;
    this.#assembly = assembled({
      readTime: (at) => (looksLikeCtime(this.#memory, at) ? this.#clock.read(this.#memory, at) : NO_TIME),
      endpointOf: (methodStart, pathStart, pathEnd, status) => {
        const record = this.#recordAt(pathStart, pathEnd);
        record.method = methodName(this.#memory, methodStart, pathStart - 1);
        record.status = status;
        return this.#numberOf(this.#host.endpoint(record));
      },
      offerExample: (number, line, pathStart, pathEnd) => {
        const endpoint = this.#endpoints[number]!;
        this.#host.offerExample(endpoint, line, this.#recordAt(pathStart, pathEnd));
        return Number(this.#host.wantsExample(endpoint));
      },
    });
  }

  /** The memory, which may have grown. */
  get #memory(): Uint8Array {
    const { buffer } = this.#assembly!.memory;
    if (buffer !== this.#view.buffer) this.#view = new Uint8Array(buffer);
    return this.#view;
  }

  /** Whether there is a run that has not been finished. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Whether another request can be taken in; if not, it is to be finished first. */
  get isOpen(): boolean {
    return this.#assembly?.isOpen() === 1;
  }

  /** How many requests it has. */
  get requests(): number {
    return this.#requests;
  }

  /** Whether it was worth its while: what is taken in at its end are lives, endpoints and their buckets. */
  get isLong(): boolean {
    const lives = this.#assembly?.livesBegun() ?? 0;
    return this.#requests >= LEAST_REQUESTS && this.#requests >= LEAST_OF_LIFE * lives;
  }

  /** Forgets the text that was put into memory last: another file follows. */
  forgetText(): void {
    this.#bytes = undefined;
  }

  /** Where the first line begins that `take` did not take. */
  get stoppedAt(): number {
    return this.#stoppedAt;
  }

  /** Begins a run; false where there can be none. */
  begin({ file, bucketsPerLife, isByWhole }: RunSettings): boolean {
    if (!this.#assembly) return false;
    this.#assembly.begin(this.#used, bucketsPerLife, Number(isByWhole));
    this.#used = 0;
    this.#file = file;
    this.#requests = 0;
    this.#endpoints = [undefined];
    this.#numbers.clear();
    this.#isBegun = true;
    return true;
  }

  /**
   * Takes lines from the front of `bytes[start, end)`, which ends in a line feed and stands at byte `offset` of the run's file,
   * behind `before` lines of the profile, in so far as they are plain and the run is open; returns how many. All of it need
   * not be taken at once.
   */
  take(bytes: Uint8Array, start: number, end: number, offset: number, before: number): number {
    const assembly = this.#assembly!;
    this.#stoppedAt = start;
    const isThere = bytes === this.#bytes && offset - start === this.#offset;
    if ((!isThere || start < this.#from || start >= this.#to) && !this.#put(bytes, start, end, offset))
      return 0;
    const shift = assembly.textAt() - this.#from;
    const lines = assembly.take(start + shift, this.#to + shift, offset, before);
    this.#stoppedAt = assembly.stoppedAt() - shift;
    this.#requests += lines;
    return lines;
  }

  /** Takes in a request that was read elsewhere, of an endpoint and a line of the profile; false if it is none of those that runs hold. */
  takeRequest(record: LineRecord, endpoint: number, offset: number, line: number): boolean {
    const { pid, app, workerRequests, instanceRequests, core, time, figures } = record;
    const [rss, vsz] = [figures[RSS]!, figures[VSZ]!];
    const isPlain =
      record.host === '' && !record.atStart && rss > 0 && vsz > 0 && time !== NO_TIME && pid > 0;
    if (!isPlain || app < 0 || workerRequests < 0 || instanceRequests < 0) return false;
    for (let figure = 0; figure < FIGURE_COUNT; figure++)
      if (figure !== RSS && figure !== VSZ && figures[figure] !== 0) return false;
    if (Math.max(rss, vsz) >= MOST_BYTES) return false;
    const number = this.#numberOf(endpoint);
    if (number < 0) return false;
    const counters = [app, workerRequests, instanceRequests, core, time] as const;
    this.#assembly!.takeRequest(pid, ...counters, rss, vsz, number, offset, line);
    this.#requests++;
    return true;
  }

  /** Ends the run; what it learnt. */
  finish(): Run {
    return runContents(this.#end(), this.#file, this.#endpoints);
  }

  /** Ends the run; what it learnt as it stands in memory, for another thread, with its endpoints by the names that `place` gives to theirs. */
  pack(place: (endpoint: number) => number): PackedRun {
    const memory = this.#end();
    const buffer = memory.buffer.slice(0, this.#assembly!.arenaEnd());
    const endpoints = this.#endpoints.map((endpoint) =>
      endpoint === undefined ? undefined : place(endpoint),
    );
    return { memory: { ...memory, buffer }, lives: this.#assembly!.livesBegun(), endpoints };
  }

  #end(): RunMemory {
    const assembly = this.#assembly!;
    assembly.finish();
    this.#isBegun = false;
    this.#used = this.#endpoints.length;
    const [first, second] = [assembly.endpointAt(0), assembly.endpointAt(1)];
    return {
      buffer: assembly.memory.buffer,
      newestLife: assembly.newestLife(),
      firstEndpoint: first,
      endpointBytes: second - first,
      from: assembly.fromTime(),
      to: assembly.toTime(),
    };
  }

  /** Puts as much of the text into memory as there is room for, and whole lines only; false if there is none. */
  #put(bytes: Uint8Array, start: number, end: number, offset: number): boolean {
    const assembly = this.#assembly!;
    const room = assembly.longestText();
    const to = end - start <= room ? end : bytes.lastIndexOf(NEWLINE, start + room - 1) + 1;
    if (to <= start) return false;
    this.#memory.set(bytes.subarray(start, to), assembly.textAt());
    this.#bytes = bytes;
    this.#offset = offset - start;
    this.#from = start;
    this.#to = to;
    return true;
  }

  #recordAt(pathStart: number, pathEnd: number): LineRecord {
    const record = this.#record;
    record.pathBytes = this.#memory;
    record.pathStart = pathStart;
    record.pathEnd = pathEnd;
    return record;
  }

  /** The run's own number of an endpoint of the profile; below 0 if that is one too many. */
  #numberOf(endpoint: number): number {
    const known = this.#numbers.get(endpoint);
    if (known !== undefined) return known;
    if (this.#endpoints.length >= this.#assembly!.mostEndpoints()) return -1;
    const number = this.#endpoints.push(endpoint) - 1;
    this.#numbers.set(endpoint, number);
    this.#assembly!.wantExamples(number, Number(this.#host.wantsExample(endpoint)));
    return number;
  }
}
