import { BARE } from '../record.ts';
import type { Surroundings } from '../record.ts';
import { Around } from './around.ts';
import { Joiner } from './joiner.ts';
import type { Waiting } from './joiner.ts';
import { allLooseners } from './loosen.ts';
import { Openings, openingMasks } from './openings.ts';
import { Peeled } from './wrapper.ts';
import type { Wrapper } from './wrapper.ts';
import { allWrappers } from './wrappers.ts';

/** Of wrappers as such, so that a reader more costs no table more. */
const MASKS = openingMasks(allWrappers());

/** Wrappers in wrappers, at most; what is wrapped deeper is handed on as it stands. */
const DEEPEST = 8;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Takes one line without its wrappers; `bytes` and `around` are only valid during the call. `offset` is that of the line
 * that began it. Returns whether any format knew it: if none did, more may be taken away from it.
 */
export type OnUnwrapped = (
  bytes: Uint8Array,
  start: number,
  end: number,
  around: Surroundings,
  offset: number,
) => boolean;

/** Takes a line that nobody knew, like `OnUnwrapped`. */
export type OnUnknown = (...line: Parameters<OnUnwrapped>) => void;

/** A text: `bytes[start, end)`. */
interface Text {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Where a text comes from. */
interface Origin {
  /** In how many wrappers it lies, and what they say. */
  readonly depth: number;
  readonly around: Surroundings;
  readonly offset: number;
  /** Whether it is only known after something was taken away on trial; unknown, it is not reported. */
  readonly isTrial: boolean;
}

/** Peels wrappers off lines, in any nesting, and joins lines that were split on the way. */
export class Unwrapper {
  /** How many lines each wrapper was around. */
  readonly counts = new Map<string, number>();
  readonly #onUnwrapped: OnUnwrapped;
  readonly #onUnknown: OnUnknown;
  readonly #openings = new Openings(allWrappers(), MASKS);
  readonly #looseners = allLooseners();
  readonly #joiner = new Joiner();
  /** By depth: what was peeled last, what stands around what is inside it, and the wrapper found there last. */
  readonly #peeled = Array.from({ length: DEEPEST }, () => new Peeled());
  readonly #arounds = Array.from({ length: DEEPEST }, () => new Around());
  readonly #likely: (Wrapper | undefined)[] = new Array<Wrapper | undefined>(DEEPEST).fill(undefined);

  constructor(onUnwrapped: OnUnwrapped, onUnknown: OnUnknown) {
    this.#onUnwrapped = onUnwrapped;
    this.#onUnknown = onUnknown;
  }

  /** Whether the first part of a line waits for the rest of it. */
  get isWaiting(): boolean {
    return this.#joiner.size > 0;
  }

  /** Whether the line that begins with `bytes[start]` must be looked at: most that are not wrapped show it in their first two bytes. */
  mayBeWrapped(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#openings.of(bytes, start, end) !== 0;
  }

  /** Takes the line `bytes[start, end)`, which stands at byte `offset` of its file. */
  push(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const mayBeWrapped = this.mayBeWrapped(bytes, start, end);
    const wrapper = mayBeWrapped ? this.#peel(bytes, start, end, 0) : undefined;
    const isKnown = !wrapper && this.#onUnwrapped(bytes, start, end, BARE, offset);
    if (isKnown && this.#joiner.size === 0) return;
    const line = { bytes, start, end };
    const origin = { depth: 0, around: BARE, offset, isTrial: false };
    if (wrapper) this.#line(line, origin, wrapper);
    else if (!isKnown) this.#unknown(line, origin);
    else if (!mayBeWrapped) return;
    for (let old = this.#joiner.giveUp(); old; old = this.#joiner.giveUp()) this.#asItIs(old);
  }

  /** Hands on first parts of lines as they are: no rest will come. */
  flush(): void {
    for (let old = this.#joiner.giveUp(true); old; old = this.#joiner.giveUp(true)) this.#asItIs(old);
  }

  #asItIs({ bytes, length, depth, around, offset, holdsLines }: Waiting): void {
    this.#lines({ bytes, start: 0, end: length }, { depth, around, offset, isTrial: false }, holdsLines);
  }

  /** Takes a line, around which `first` was found if it was looked for; whether it, or anything in it, was known. */
  #line({ bytes, start, end }: Text, origin: Origin, first?: Wrapper): boolean {
    let { offset } = origin;
    let isKnown = false;
    let found = first;
    for (;;) {
      const isDeep = origin.depth >= DEEPEST;
      const wrapper = found ?? (isDeep ? undefined : this.#peel(bytes, start, end, origin.depth));
      found = undefined;
      if (!wrapper) return this.#bare({ bytes, start, end }, { ...origin, offset }) || isKnown;
      this.#count(wrapper);
      const { next } = this.#peeled[origin.depth]!;
      isKnown = this.#inside(wrapper, { ...origin, offset }) || isKnown;
      if (next >= end) return isKnown;
      offset += next - start;
      start = next;
    }
  }

  /** Finds the wrapper around the line and reads it into `#peeled[depth]`; undefined if it has none. */
  #peel(bytes: Uint8Array, start: number, end: number, depth: number): Wrapper | undefined {
    let mask = this.#openings.of(bytes, start, end);
    if (mask === 0) return undefined;
    const likely = this.#likely[depth];
    const peeled = this.#peeled[depth]!;
    peeled.reset(bytes, start, end);
    if (likely?.peel(bytes, start, end, peeled) === true) return likely;
    for (; mask !== 0; mask &= mask - 1) {
      const wrapper = this.#openings.first(mask);
      if (wrapper === likely) continue;
      peeled.reset(bytes, start, end);
      if (!wrapper.peel(bytes, start, end, peeled)) continue;
      this.#likely[depth] = wrapper;
      return wrapper;
    }
    return undefined;
  }

  /** Takes what `wrapper` was peeled off, which `#peeled` holds at the depth of `outer`. */
  #inside(wrapper: Wrapper, outer: Origin): boolean {
    const peeled = this.#peeled[outer.depth]!;
    const around = this.#arounds[outer.depth]!;
    around.set(outer.around, peeled);
    const { holdsLines } = peeled;
    const origin = { ...outer, depth: outer.depth + 1, around };
    if (!peeled.goesOn && this.#joiner.size === 0) return this.#lines(peeled, origin, holdsLines);
    const stream = `${origin.depth}\n${wrapper.name}\n${around.host}\n${peeled.stream}`;
    if (peeled.goesOn) {
      const { host, pid, time } = around;
      this.#joiner.hold(stream, peeled, () => ({ ...origin, around: { host, pid, time }, holdsLines }));
      return true;
    }
    const joined = this.#joiner.finish(stream, peeled);
    if (!joined) return this.#lines(peeled, origin, holdsLines);
    const whole = { bytes: joined.bytes, start: 0, end: joined.length };
    return this.#lines(whole, { ...origin, offset: joined.offset }, holdsLines);
  }

  /** Takes a text that may hold several lines; each of several is reported, whatever became of the others. */
  #lines(text: Text, origin: Origin, holdsLines: boolean): boolean {
    const { bytes, start, end } = text;
    const first = holdsLines ? lineEnd(bytes, start, end) : end;
    const isOnly = first + 1 >= end;
    if (isOnly)
      return this.#line({ bytes, start, end: withoutReturn(bytes, start, first, holdsLines) }, origin);
    const reported = { ...origin, isTrial: false };
    for (let from = start; from < end;) {
      const stop = lineEnd(bytes, from, end);
      this.#line({ bytes, start: from, end: withoutReturn(bytes, from, stop, true) }, reported);
      from = stop + 1;
    }
    return true;
  }

  /** Takes a line that no transport wrapped further. */
  #bare(line: Text, origin: Origin): boolean {
    const { bytes, start, end } = line;
    return this.#onUnwrapped(bytes, start, end, origin.around, origin.offset) || this.#unknown(line, origin);
  }

  /** Takes a line that no format knows as it stands. */
  #unknown(line: Text, origin: Origin): boolean {
    if (origin.depth < DEEPEST && this.#isKnownLoosened(line, origin)) return true;
    const { bytes, start, end } = line;
    if (!origin.isTrial) this.#onUnknown(bytes, start, end, origin.around, origin.offset);
    return false;
  }

  /** Whether the line is known once something that may hide it is taken away. */
  #isKnownLoosened({ bytes, start, end }: Text, origin: Origin): boolean {
    const peeled = this.#peeled[origin.depth]!;
    for (const loosener of this.#looseners) {
      peeled.reset(bytes, start, end);
      if (!loosener.peel(bytes, start, end, peeled)) continue;
      if (!this.#inside(loosener, { ...origin, isTrial: true })) continue;
      this.#count(loosener);
      return true;
    }
    return false;
  }

  #count({ name }: Wrapper): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}

/** Where the line that starts at `at` ends. */
function lineEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== NEWLINE) at++;
  return at;
}

function withoutReturn(bytes: Uint8Array, start: number, end: number, holdsLines: boolean): number {
  return holdsLines && end > start && bytes[end - 1] === RETURN ? end - 1 : end;
}
