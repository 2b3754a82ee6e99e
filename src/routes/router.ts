/**
 * From the raw request target to its template, in bytes, with one object per distinct template.
 *
 * The template depends on the target, the user's rules and the kept query names alone, never on other lines.
 */
import { UsageError } from '../errors.ts';
import type { Template } from '../record.ts';
import { KnownPaths } from './known-paths.ts';
import { extensionStart, placeholder } from './segment.ts';
import { firstMatch, parseRule } from './rules.ts';
import type { Rule } from './rules.ts';

/** Settings that decide what a route is; part of the profile's settings. */
export interface RouteSettings {
  /** The user's own routes, first match wins. */
  readonly rules: readonly string[];
  /** Names of query parameters that are part of the route. */
  readonly keepQuery: readonly string[];
}

/** Longer targets are read up to here, deeper ones up to this many segments; the rest is `:rest`. */
const LONGEST_PATH = 2048;
const DEEPEST_PATH = 32;
/** The intern table is emptied when it holds this many templates, so made-up paths cannot grow it without end. */
const MOST_INTERNED = 1 << 14;

/** By so many places hashes of templates are known again: only what comes again is kept, so that made-up paths cost little. */
const SEEN = 1 << 14;

/** More rules, or names of kept parameters, are refused: each new path is compared with all of them. */
export const MOST_RULES = 4096;

const SLASH = 0x2f;
const NOT_ASCII = 0x80;
const QUERY = 0x3f;
const REST = ':rest';
const decoder = new TextDecoder();
const encoder = new TextEncoder();

interface Interned {
  readonly key: Uint8Array;
  readonly template: Template;
}

/** Turns request targets into templates. */
export class Router {
  readonly #rules: readonly Rule[];
  readonly #keepQuery: readonly string[];
  readonly #scratch = new Uint8Array(3 * LONGEST_PATH + 64 * DEEPEST_PATH);
  #length = 0;
  #table = new Map<number, Interned | Interned[]>();
  /** Unknown to those who choose the paths, so they cannot make many of one hash. It changes no result. */
  readonly #seed = Math.trunc(Math.random() * 2 ** 32);
  #size = 0;
  readonly #seen = new Int32Array(SEEN);
  /** None where more than the path decides. */
  readonly #known: KnownPaths | undefined;

  /** Throws UsageError for a rule that cannot be read, and for too many. */
  constructor(settings: RouteSettings) {
    if (settings.rules.length > MOST_RULES || settings.keepQuery.length > MOST_RULES)
      throw new UsageError(
        `more than ${MOST_RULES} route rules or kept parameters: name those that the paths alone do not show`,
      );
    this.#rules = settings.rules.map(parseRule);
    this.#keepQuery = settings.keepQuery;
    if (this.#rules.length === 0 && this.#keepQuery.length === 0) this.#known = new KnownPaths();
  }

  /** The template of the target in `bytes[start, end)`. Never throws. */
  template(bytes: Uint8Array, start: number, end: number): Template {
    const known = this.#known?.find(bytes, start, end);
    if (known) return known;
    const template = this.#made(bytes, start, end);
    // What is made in passing is written over by the next.
    if (!template.passing) this.#known?.learn(bytes, template);
    return template;
  }

  #made(bytes: Uint8Array, start: number, end: number): Template {
    if (start === end) return EMPTY;
    if (end - start === 1 && bytes[start] === 0x2a) return ASTERISK;
    start = pathStart(bytes, start, end);
    const stop = pathEnd(bytes, start, end);
    this.#length = 0;
    const rule =
      this.#rules.length === 0 ? undefined : firstMatch(this.#rules, rawSegments(bytes, start, stop));
    if (rule) this.#writeText(rule.text);
    else this.#writeSegments(bytes, start, stop);
    if (this.#keepQuery.length > 0 && !rule) this.#writeQuery(bytes, stop, end);
    return this.#intern(rule);
  }

  #write(bytes: Uint8Array, start: number, end: number): void {
    const room = Math.min(end - start, this.#scratch.length - this.#length);
    for (let i = 0; i < room; i++) this.#scratch[this.#length + i] = bytes[start + i]!;
    this.#length += room;
  }

  #writeText(text: string): void {
    this.#length += encoder.encodeInto(text, this.#scratch.subarray(this.#length)).written;
  }

  /**
   * Writes the path as `/segment/…`, values replaced; a trailing slash is kept, doubled ones are one,
   * matrix parameters (`;name=value` after a segment) are dropped.
   */
  #writeSegments(bytes: Uint8Array, start: number, end: number): void {
    const stop = Math.min(end, start + LONGEST_PATH);
    let depth = 0;
    let at = start;
    if (at === stop) this.#scratch[this.#length++] = SLASH;
    while (at < stop) {
      while (at < stop && bytes[at] === SLASH) at++;
      this.#scratch[this.#length++] = SLASH;
      if (at === stop) break;
      let segmentEnd = at;
      while (segmentEnd < stop && bytes[segmentEnd] !== SLASH) segmentEnd++;
      // A segment cut in two is no segment: it is the rest too.
      if (++depth > DEEPEST_PATH || (segmentEnd === stop && stop < end)) {
        this.#writeText(REST);
        return;
      }
      this.#writeSegment(bytes, at, nameEnd(bytes, at, segmentEnd), depth === 1);
      at = segmentEnd;
    }
  }

  #writeSegment(bytes: Uint8Array, start: number, end: number, first: boolean): void {
    let valueEnd = end;
    let value = placeholder(bytes, start, end, first);
    if (value === undefined) {
      valueEnd = extensionStart(bytes, start, end);
      value = valueEnd === end ? undefined : placeholder(bytes, start, valueEnd, first);
    }
    if (value === undefined) {
      this.#writeLiteral(bytes, start, end);
      return;
    }
    this.#writeText(value);
    this.#write(bytes, valueEnd, end);
  }

  /** A literal, with a first byte that would look like a placeholder or a query mark percent-encoded. */
  #writeLiteral(bytes: Uint8Array, start: number, end: number): void {
    const byte = bytes[start];
    const escaped =
      byte === 0x3a ? '%3A' : byte === 0x3d ? '%3D' : byte === 0x26 ? '%26' : byte === 0x28 ? '%28' : '';
    if (escaped !== '') {
      this.#writeText(escaped);
      start++;
    }
    this.#write(bytes, start, end);
  }

  /** Writes the kept parameters in the order of the setting, as `/?name/=value/&name/=value`; the query begins at `from`. */
  #writeQuery(bytes: Uint8Array, from: number, end: number): void {
    if (bytes[from] !== QUERY || from >= end) return;
    const [query = ''] = decoder
      .decode(bytes.subarray(from + 1, Math.min(end, from + LONGEST_PATH)))
      .split('#');
    let mark = '?';
    for (const name of this.#keepQuery) {
      const pair = query.split('&').find((part) => part === name || part.startsWith(`${name}=`));
      if (pair === undefined) continue;
      // A value that began with a colon would look like a placeholder.
      const value = encoder.encode(
        pair
          .slice(name.length + 1)
          .replace(/^:/, '%3A')
          .replaceAll('/', '%2F'),
      );
      const shown = placeholder(value, 0, value.length, false);
      this.#writeText(`/${mark}${name}/=${shown ?? decoder.decode(value)}`);
      mark = '&';
    }
  }

  #intern(rule: Rule | undefined): Template {
    let hash = rule ? this.#seed ^ 1 : this.#seed;
    let all = 0;
    for (let i = 0; i < this.#length; i++) {
      const byte = this.#scratch[i]!;
      all |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    const found = this.#table.get(hash);
    if (found !== undefined) {
      if (Array.isArray(found)) {
        for (const one of found) if (this.#isKey(one, rule)) return one.template;
      } else if (this.#isKey(found, rule)) return found.template;
    }
    const scratch = this.#scratch.subarray(0, this.#length);
    if (rule) return this.#keep(hash, { key: scratch.slice(), template: { fixed: rule.text, segments: [] } });
    const place = hash & (SEEN - 1);
    if (this.#seen[place] !== hash && all < NOT_ASCII) {
      this.#seen[place] = hash;
      return new PassingTemplate(scratch);
    }
    const text = decoder.decode(scratch);
    if (text.includes('\ufffd') && this.#rewrite(text)) return this.#intern(rule);
    return this.#keep(hash, {
      key: scratch.slice(),
      template: { fixed: undefined, segments: segmentsOf(text) },
    });
  }

  /** Makes bytes that are no UTF-8 what they are shown as, so that equal templates have equal keys. False if they were. */
  #rewrite(text: string): boolean {
    const bytes = encoder.encode(text);
    const length = Math.min(bytes.length, this.#scratch.length);
    if (length === this.#length && bytes.every((byte, i) => byte === this.#scratch[i])) return false;
    this.#scratch.set(bytes.subarray(0, length));
    this.#length = length;
    return bytes.length === length;
  }

  #keep(hash: number, made: Interned): Template {
    if (++this.#size > MOST_INTERNED) {
      this.#table = new Map();
      this.#size = 1;
    }
    const found = this.#table.get(hash);
    if (found === undefined) this.#table.set(hash, made);
    else if (Array.isArray(found)) found.push(made);
    else this.#table.set(hash, [found, made]);
    return made.template;
  }

  #isKey(one: Interned, rule: Rule | undefined): boolean {
    const key = one.key;
    if (key.length !== this.#length || (one.template.fixed === undefined) !== (rule === undefined))
      return false;
    for (let i = 0; i < key.length; i++) if (key[i] !== this.#scratch[i]) return false;
    return true;
  }
}

const segmentsOf = (text: string): string[] => text.slice(1).split('/');

/** A template that may never come again: of most nobody asks for the segments as texts. */
class PassingTemplate implements Template {
  readonly fixed = undefined;
  readonly passing: Uint8Array;

  constructor(passing: Uint8Array) {
    this.passing = passing;
  }

  get segments(): readonly string[] {
    return segmentsOf(decoder.decode(this.passing));
  }
}

const EMPTY: Template = { fixed: '(empty)', segments: [] };
const ASTERISK: Template = { fixed: '*', segments: [] };

/** Past `scheme://authority` of an absolute target; `start` itself for any other. */
function pathStart(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === SLASH) return start;
  let at = start;
  while (at < end && at < start + 16 && bytes[at] !== 0x3a && bytes[at] !== SLASH && bytes[at] !== QUERY)
    at++;
  if (
    at === start ||
    bytes[at] !== 0x3a ||
    bytes[at + 1] !== SLASH ||
    bytes[at + 2] !== SLASH ||
    at + 3 > end
  )
    return start;
  at += 3;
  while (at < end && bytes[at] !== SLASH && bytes[at] !== QUERY) at++;
  return at;
}

/** Where the path ends: before `?` or `#`. */
function pathEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === QUERY || bytes[at] === 0x23) return at;
  return end;
}

/** Where the name of a segment ends: before its matrix parameters. */
function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === 0x3b) return at;
  return end;
}

function rawSegments(bytes: Uint8Array, start: number, end: number): string[] {
  const path = decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST_PATH)));
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => segment.replace(/;.*/s, ''));
}
