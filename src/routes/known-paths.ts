/**
 * Templates of paths of an ordinary shape, found again segment by segment without writing anything: a tree whose edges
 * are names, or the placeholders that the pure rules put for values. It is a memory of what `Router` made of such paths
 * before and changes no result: a path with anything out of the ordinary in it is `undefined` here, and left to Router.
 */
import type { Template } from '../record.ts';
import { placeholder } from './segment.ts';

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
/** The tree is emptied when it holds so many edges, so that made-up paths cannot grow it without end. */
const MOST_EDGES = 1 << 15;

/** A place in the tree: what was read so far. */
interface Place {
  /** The name that leads here; empty bytes for a placeholder. */
  readonly name: Uint8Array;
  /** The next place of the same hash. */
  readonly other: Place | undefined;
  readonly names: Map<number, Place>;
  readonly values: Map<string, Place>;
  template: Template | undefined;
}

const NO_NAME = new Uint8Array(0);
const newPlace = (name: Uint8Array, other: Place | undefined): Place => ({
  name,
  other,
  names: new Map(),
  values: new Map(),
  template: undefined,
});

/** Remembers the templates of paths. */
export class KnownPaths {
  /** Unknown to those who choose the paths, so they cannot make many of one hash. */
  readonly #seed = Math.trunc(Math.random() * 2 ** 32);
  #root = newPlace(NO_NAME, undefined);
  #edges = 0;
  #place: Place | undefined;

  /** The template remembered for the path at the start of `bytes[start, end)`, which a query may follow. */
  find(bytes: Uint8Array, start: number, end: number): Template | undefined {
    this.#place = undefined;
    if (bytes[start] !== SLASH || end - start > LONGEST_PATH) return undefined;
    let place: Place | undefined = this.#root;
    let at = start;
    for (let depth = 1; place; depth++) {
      if (depth > DEEPEST) return undefined;
      const from = at + 1;
      let kinds = 0;
      let hash = this.#seed;
      for (at = from; at < end; at++) {
        const byte = bytes[at]!;
        const kind = CLASS[byte]!;
        if (kind === STOP) break;
        kinds |= kind;
        hash = Math.imul(hash ^ byte, 0x01000193);
      }
      if (kinds >= UNUSUAL) return undefined;
      const isLast = at === end || bytes[at] !== SLASH;
      if (at === from && !isLast) return undefined;
      place = this.#step(place, bytes, from, at, kinds, hash, depth === 1);
      if (isLast) break;
    }
    this.#place = place;
    return place?.template;
  }

  /** Remembers the template of the path that `find` was asked for last and did not know. */
  learn(template: Template): void {
    if (this.#place) this.#place.template = template;
  }

  #step(
    place: Place,
    bytes: Uint8Array,
    from: number,
    to: number,
    kinds: number,
    hash: number,
    isFirst: boolean,
  ): Place | undefined {
    if (kinds === DIGIT) return this.#value(place, ':id');
    if ((kinds & (DIGIT | CLOSER)) !== 0 || mayBeValue(bytes, from, to)) {
      // An extension may follow a value: that is looked at by Router.
      if ((kinds & CLOSER) !== 0) return undefined;
      const value = placeholder(bytes, from, to, isFirst);
      if (value !== undefined) return this.#value(place, value);
    }
    return this.#name(place, bytes, from, to, hash);
  }

  #value(place: Place, value: string): Place {
    let next = place.values.get(value);
    if (!next) {
      next = newPlace(NO_NAME, undefined);
      this.#add();
      place.values.set(value, next);
    }
    return next;
  }

  #name(place: Place, bytes: Uint8Array, from: number, to: number, hash: number): Place {
    const first = place.names.get(hash);
    for (let next = first; next; next = next.other) if (isName(next.name, bytes, from, to)) return next;
    // `slice` of a Buffer would be no copy.
    const next = newPlace(Uint8Array.from(bytes.subarray(from, to)), first);
    this.#add();
    place.names.set(hash, next);
    return next;
  }

  #add(): void {
    if (++this.#edges <= MOST_EDGES) return;
    // What is being walked now is forgotten with the rest.
    this.#root = newPlace(NO_NAME, undefined);
    this.#edges = 0;
  }
}

/** Whether a segment of letters and marks may be a language or a hexadecimal number. */
function mayBeValue(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length >= HEX_FROM) return true;
  return length === 2 || (length <= LOCALE_UP_TO && CLASS[bytes[from + 2]!] === MARK);
}

function isName(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false;
  return true;
}
