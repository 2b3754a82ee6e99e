/**
 * Templates of paths of an ordinary shape, found again without writing anything: by the names of their segments, and the
 * placeholders that the pure rules put for values. It is a memory of what `Router` made of such paths before and changes
 * no result: a path with anything out of the ordinary in it is `undefined` here, and left to Router.
 */
import type { Template } from '../record.ts';
import { isUuid, placeholder } from './segment.ts';

const DIGIT = 1;
const LETTER = 2;
const MARK = 4;
/** What may stand in a segment and makes a closer look at it necessary. */
const CLOSER = 8;
/** The end of a segment. */
const STOP = 16;
/** What has a meaning of its own in a segment, or would have to be rewritten. */
const UNUSUAL = 32;

const CLASS = new Uint8Array(256).fill(UNUSUAL);
const classify = (bytes: string, kind: number): void => {
  for (const byte of bytes) CLASS[byte.charCodeAt(0)] = kind;
};
classify('0123456789', DIGIT);
classify('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER);
classify('-_', MARK);
classify('.,@+~!$*', CLOSER);
classify('/?#', STOP);

const SLASH = 0x2f;
/** Longer and deeper paths are cut by Router. */
const LONGEST_PATH = 1024;
const DEEPEST = 24;
/** Longer names without a digit may be hexadecimal, shorter ones a language. */
const HEX_FROM = 12;
const LOCALE_UP_TO = 7;
/** So many are remembered, at most; a new one takes the place of an old one. */
const SLOTS = 1 << 13;
const PRIME = 0x01000193;

interface Known {
  readonly hash: number;
  /** The placeholder of each segment, undefined for a name. */
  readonly values: readonly (string | undefined)[];
  /** The names, one after the other, and where each of them ends. */
  readonly names: Uint8Array;
  readonly ends: readonly number[];
  readonly template: Template;
}

/** Remembers the templates of paths. */
export class KnownPaths {
  /** Unknown to those who choose the paths, so they cannot make many of one hash. */
  readonly #seed = Math.trunc(Math.random() * 2 ** 32);
  readonly #slots = new Array<Known | undefined>(SLOTS).fill(undefined);
  /** By slot the hash seen last: only what comes again is remembered, so that made-up paths cost nothing. */
  readonly #seen = new Int32Array(SLOTS);
  /** Of the path asked for last: where its segments stand, and what they are. */
  readonly #from = new Int32Array(DEEPEST);
  readonly #to = new Int32Array(DEEPEST);
  readonly #values = new Array<string | undefined>(DEEPEST).fill(undefined);
  #depth = 0;
  #hash = 0;

  /** The template remembered for the path at the start of `bytes[start, end)`, which a query may follow. */
  find(bytes: Uint8Array, start: number, end: number): Template | undefined {
    if (!this.#read(bytes, start, end)) {
      this.#depth = 0;
      return undefined;
    }
    const known = this.#slots[this.#hash & (SLOTS - 1)];
    return known?.hash === this.#hash && this.#is(known, bytes) ? known.template : undefined;
  }

  /** Remembers the template of the path that `find` was asked for last and did not know, when it was asked for it before. */
  learn(bytes: Uint8Array, template: Template): void {
    if (this.#depth === 0) return;
    const slot = this.#hash & (SLOTS - 1);
    if (this.#seen[slot] !== this.#hash) {
      this.#seen[slot] = this.#hash;
      return;
    }
    const values = this.#values.slice(0, this.#depth);
    const names: number[] = [];
    const ends = values.map((value, i) => {
      if (value === undefined) names.push(...bytes.subarray(this.#from[i], this.#to[i]));
      return names.length;
    });
    this.#slots[slot] = { hash: this.#hash, values, names: Uint8Array.from(names), ends, template };
  }

  /** Takes a path apart; false if it is out of the ordinary. */
  #read(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== SLASH || end - start > LONGEST_PATH) return false;
    let all = this.#seed;
    let at = start;
    for (let depth = 0; depth < DEEPEST; depth++) {
      const from = at + 1;
      let kinds = 0;
      let hash = 0;
      for (at = from; at < end; at++) {
        const byte = bytes[at]!;
        const kind = CLASS[byte]!;
        if (kind === STOP) break;
        kinds |= kind;
        hash = Math.imul(hash ^ byte, PRIME);
      }
      if (kinds >= UNUSUAL) return false;
      const isLast = at === end || bytes[at] !== SLASH;
      if (at === from && !isLast) return false;
      const value = valueOf(bytes, from, at, kinds, depth === 0);
      if (value === null) return false;
      this.#from[depth] = from;
      this.#to[depth] = at;
      this.#values[depth] = value;
      all = Math.imul(all ^ (value === undefined ? hash : codeOf(value)), PRIME);
      all ^= all >>> 15;
      if (!isLast) continue;
      this.#depth = depth + 1;
      this.#hash = all;
      return true;
    }
    return false;
  }

  #is({ values, names, ends }: Known, bytes: Uint8Array): boolean {
    if (values.length !== this.#depth) return false;
    let at = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== this.#values[i]) return false;
      const end = ends[i]!;
      let from = this.#from[i]!;
      if (values[i] === undefined && this.#to[i]! - from !== end - at) return false;
      while (at < end) if (names[at++] !== bytes[from++]) return false;
    }
    return true;
  }
}

/** The placeholder of a segment, undefined for a name; null where Router must look at it. */
function valueOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  kinds: number,
  isFirst: boolean,
): string | undefined | null {
  if (kinds === DIGIT) return ':id';
  if ((kinds & (DIGIT | CLOSER)) === 0 && !mayBeValue(bytes, from, to)) return undefined;
  // The most common ones, for which `placeholder` says the same in more steps: `v1`, and what is written as a uuid is.
  if (kinds === (DIGIT | LETTER) && to - from < HEX_FROM && CLASS[bytes[from]!] === LETTER) return undefined;
  if (to - from === 36 && isUuid(bytes, from, to)) return ':uuid';
  // An extension may follow a value.
  return (kinds & CLOSER) !== 0 ? null : placeholder(bytes, from, to, isFirst);
}

/** A number for a placeholder: `:id`, `:uuid` and so on differ in their first letters. */
function codeOf(value: string): number {
  return (value.charCodeAt(1) << 16) ^ (value.charCodeAt(2) << 8) ^ value.length;
}

/** Whether a segment of letters and marks may be a language or a hexadecimal number. */
function mayBeValue(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length >= HEX_FROM) return true;
  return length === 2 || (length <= LOCALE_UP_TO && CLASS[bytes[from + 2]!] === MARK);
}
