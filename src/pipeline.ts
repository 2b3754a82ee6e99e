/**
 * Lines to Profile: the only place where formats, routes and the profile meet.
 *
 *     line -> record -> (template, endpoint) -> builder
 */
import { allFormats } from './formats/formats.ts';
import type { Format } from './formats/format.ts';
import { lineExample } from './formats/mask.ts';
import { ProfileBuilder } from './profile/builder.ts';
import type { Host } from './profile/host-table.ts';
import { FILTERED, UNKNOWN } from './profile/profile.ts';
import type { Profile, Settings, Source } from './profile/profile.ts';
import { LineRecord, NO_TIME } from './record.ts';
import type { LineKind } from './record.ts';
import { Router } from './routes/router.ts';

const QUESTION_MARK = 0x3f;
/** A path shown as an example is cut after so many bytes. */
const LONGEST_EXAMPLE = 200;

/** Statuses of a path that does not exist (or not for this method): such paths are kept from folding real routes. */
const isNotFound = (status: number): boolean => status === 404 || status === 405 || status === 410;

/** Whether a status is among those asked for, such as `200` or `5xx`. */
function matchesStatus(status: number, wanted: readonly string[]): boolean {
  const text = String(status);
  return wanted.some(
    (one) => one === text || (one.endsWith('xx') && text.length === 3 && one.startsWith(text.charAt(0))),
  );
}

/** The raw path, without its query: that is where tokens stand. */
function examplePath({ pathBytes, pathStart, pathEnd }: LineRecord): string {
  const query = pathBytes.subarray(pathStart, pathEnd).indexOf(QUESTION_MARK);
  const end = Math.min(query < 0 ? pathEnd : pathStart + query, pathStart + LONGEST_EXAMPLE);
  return new TextDecoder().decode(pathBytes.subarray(pathStart, end));
}

/** Takes the lines of any number of inputs, one input after the other. */
export class Pipeline {
  readonly #builder: ProfileBuilder;
  readonly #router: Router;
  readonly #settings: Settings;
  #formats = allFormats();
  /** The format that read the last line: tried first on the next. */
  #likely: Format = this.#formats[0]!;
  readonly #record = new LineRecord();
  #source: Source = { name: '-', machine: '' };
  #fileName = '-';
  #file = -1;
  #host: Host | undefined;
  #hostName = '';

  /** Throws UsageError when a route rule cannot be read. */
  constructor(settings: Settings) {
    this.#settings = settings;
    this.#builder = new ProfileBuilder(settings);
    this.#router = new Router(settings);
  }

  /** Says where the following lines come from. */
  open(source: Source, file: string): void {
    this.#source = source;
    this.#fileName = file;
    this.#file = -1;
    this.#host = undefined;
  }

  /** Takes the line `bytes[start, end)`, which stands at byte `offset` of its file. Never throws. */
  line(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const { coverage } = this.#builder;
    coverage.lines++;
    if (this.#file < 0) this.#file = this.#builder.file(this.#fileName);
    let from = start;
    let counted = false;
    while (from < end) {
      const kind = this.#parse(bytes, from, end);
      const next = this.#record.next;
      if (kind !== 'foreign') {
        if (counted) coverage.lines++; // Two records glued into one line count as the two lines they were meant to be.
        counted = true;
        this.#take(kind, bytes, from, next, offset + from - start);
      }
      if (next <= from) break;
      from = next;
    }
    if (!counted) {
      const reason = start === end ? 'empty' : 'not a request line';
      coverage.reason('ignored', reason, this.#file, offset, () =>
        lineExample(bytes, start, end, this.#settings.examples),
      );
    }
  }

  /** Counts lines that were longer than the limit and so were cut. */
  cutLines(count: number): void {
    this.#builder.coverage.cut += count;
  }

  /** Takes in a finished profile as if its lines stood here. */
  absorb(profile: Profile): void {
    this.#builder.absorb(profile);
  }

  /** What was learnt so far. */
  toProfile(): Profile {
    return this.#builder.toProfile();
  }

  #parse(bytes: Uint8Array, start: number, end: number): LineKind {
    const record = this.#record;
    record.reset();
    const kind = this.#likely.parse(bytes, start, end, record);
    if (kind !== 'foreign') return kind;
    for (const format of this.#formats) {
      if (format === this.#likely) continue;
      record.reset();
      const other = format.parse(bytes, start, end, record);
      if (other === 'foreign') continue;
      this.#likely = format;
      return other;
    }
    record.next = end;
    return 'foreign';
  }

  #take(
    kind: Exclude<LineKind, 'foreign'>,
    bytes: Uint8Array,
    start: number,
    end: number,
    offset: number,
  ): void {
    const record = this.#record;
    const { coverage } = this.#builder;
    const example = (): string => lineExample(bytes, start, end, this.#settings.examples);
    if (kind === 'lifecycle') {
      coverage.lifecycle++;
      if (record.event && this.#isFollowed(record.event.pid))
        this.#builder.lifecycle(this.#hostOf(record.host), record.event);
      return;
    }
    if (kind === 'request' && this.#isFollowed(record.pid)) this.#request(offset);
    if (kind === 'request' && record.reason === '') coverage.requests++;
    else
      coverage.reason(
        kind === 'ignored' ? 'ignored' : 'malformed',
        record.reason,
        this.#file,
        offset,
        example,
      );
  }

  #request(offset: number): void {
    const record = this.#record;
    const { endpoints } = this.#builder;
    const counted = this.#isInTime(record.time);
    const endpoint = counted ? this.#endpoint() : endpoints.ofName(FILTERED, '');
    if (this.#settings.examples && record.pathStart >= 0 && endpoints.wantsExample(endpoint)) {
      endpoints.offerExample(endpoint, { line: this.#builder.coverage.lines, path: examplePath(record) });
    }
    this.#builder.observe(this.#hostOf(record.host), record, endpoint, this.#file, offset, counted);
  }

  #endpoint(): number {
    const { endpoints } = this.#builder;
    const { by, statuses } = this.#settings;
    const record = this.#record;
    if (statuses.length > 0 && !matchesStatus(record.status, statuses)) return endpoints.ofName(FILTERED, '');
    if (record.pathStart < 0) return endpoints.ofName(UNKNOWN, '');
    if (by === 'status') return endpoints.ofName(String(record.status), '');
    const template = this.#router.template(record.pathBytes, record.pathStart, record.pathEnd);
    return endpoints.ofTemplate(template, record.method, isNotFound(record.status));
  }

  /** Whether the filters let this worker through; the lines of others are counted as read and no more. */
  #isFollowed(pid: number): boolean {
    const { workers, hosts } = this.#settings;
    if (workers.length > 0 && pid !== 0 && !workers.includes(String(pid))) return false;
    return hosts.length === 0 || hosts.includes(this.#record.host || this.#source.name);
  }

  #isInTime(time: number): boolean {
    const { since, until } = this.#settings;
    if (time === NO_TIME) return true;
    return (since === null || time >= since) && (until === null || time < until);
  }

  #hostOf(name: string): Host {
    if (!this.#host || this.#hostName !== name) {
      this.#host = this.#builder.host(this.#source, name);
      this.#hostName = name;
    }
    return this.#host;
  }
}
