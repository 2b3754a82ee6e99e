import type { RE2JS } from 're2js';
import type { LineKind, LineRecord } from '../../record.ts';
import type { About, Format } from '../format.ts';
import { methodName } from '../method.ts';
import { compilePattern } from './compile.ts';
import { sortGroups } from './groups.ts';
import type { Groups, Plain } from './groups.ts';
import { bytesOf, countOf, timeOf } from './values.ts';

const ABOUT: About = {
  title: 'the pattern given',
  example: '2026-11-22T18:52:27Z pid=29783 rss=29360128 GET /export?id=7',
  tells: 'what its groups hold',
  switchOn:
    'make the server write the memory of the worker behind each request, where the pattern looks for it',
  setup: '',
  landmarks: [],
};

const decoder = new TextDecoder();

/** What a line without a group has there. */
const NONE = '-';

/** Lines of a pattern with named groups, given by the user. One for each stream of lines. */
export class PatternFormat implements Format {
  readonly name = 'pattern';
  readonly about = ABOUT;
  readonly isLineByLine = true;
  readonly isTimed: boolean;
  readonly #pattern: RE2JS;
  readonly #groups: Groups;
  readonly #hasRequest: boolean;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Uint8Array = new Uint8Array(0);

  /** Throws UsageError when the pattern cannot be read, or has no group for the memory. */
  constructor(text: string) {
    this.#pattern = compilePattern(text);
    this.#groups = sortGroups(this.#pattern.namedGroups());
    const { plain } = this.#groups;
    this.isTimed = plain.has('time');
    this.#hasRequest = plain.has('path') || plain.has('route');
    this.#starts = new Int32Array(this.#pattern.groupCount() + 1);
    this.#ends = new Int32Array(this.#pattern.groupCount() + 1);
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const matcher = this.#pattern.matcher(bytes.subarray(start, end));
    if (!matcher.find()) return 'foreign';
    for (let group = 1; group < this.#starts.length; group++) {
      const at = matcher.start(group);
      this.#starts[group] = at < 0 ? -1 : start + at;
      this.#ends[group] = at < 0 ? -1 : start + matcher.end(group);
    }
    this.#bytes = bytes;
    this.#figures(record);
    this.#worker(record);
    record.time = timeOf(this.#text('time'));
    if (!this.#hasRequest) return 'reading';
    this.#request(record);
    return 'request';
  }

  /** The text of a group, empty where the line has none. */
  #text(what: Plain): string {
    const text = this.#textOf(this.#groups.plain.get(what) ?? 0);
    return text === NONE ? '' : text;
  }

  #textOf(group: number): string {
    const start = group === 0 ? -1 : this.#starts[group]!;
    return start < 0 ? '' : decoder.decode(this.#bytes.subarray(start, this.#ends[group]));
  }

  #figures(record: LineRecord): void {
    for (const { group, place, scale, unit } of this.#groups.figures) {
      const value = bytesOf(this.#textOf(group), scale, this.#textOf(unit));
      if (value > 0) record.figures[place] = value;
    }
  }

  #worker(record: LineRecord): void {
    const worker = this.#text('worker');
    const host = this.#text('host');
    record.pid = countOf(this.#text('pid')) || countOf(/\d{1,10}$/.exec(worker)?.[0] ?? '');
    const within = record.pid === 0 ? [record.host, host, worker] : [record.host, host];
    record.host = within.filter((name) => name !== '').join('/');
    record.workerRequests = countOf(this.#text('seq')) || record.workerRequests;
    record.core = countOf(this.#text('core')) || Math.max(0, countOf(this.#text('inflight')) - 1);
  }

  #request(record: LineRecord): void {
    const { plain } = this.#groups;
    record.status = countOf(this.#text('status'));
    record.route = this.#text('route');
    const method = plain.get('method') ?? 0;
    if (method > 0 && this.#starts[method]! >= 0)
      record.method = methodName(this.#bytes, this.#starts[method]!, this.#ends[method]!);
    const path = plain.get('path') ?? 0;
    if (path === 0 || this.#starts[path]! < 0 || this.#text('path') === '') return;
    record.pathBytes = this.#bytes;
    record.pathStart = this.#starts[path]!;
    record.pathEnd = this.#ends[path]!;
  }
}
