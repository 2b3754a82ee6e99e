/** The inner loops of ranking in WebAssembly (src/ranking/attribution/assembly), where they run well from the first call on. */
import { instanceOf } from '../../web-assembly.ts';
import type { Chain, ChainInput } from './chain.ts';
import { KERNEL_CODE } from './kernel-code.ts';

/** What the module is asked; places are bytes of its memory. See src/ranking/attribution/assembly. */
interface Assembly {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapStart(): number;
  addProducts(out: number, columns: number, n: number, rows: number, work: number): void;
  addProduct(
    out: number,
    factors: number,
    rows: number,
    count: number,
    inner: number,
    n: number,
    sign: number,
  ): void;
  solveAll(l: number, n: number, b: number, m: number): void;
  newChain(place: number, size: number, ...places: readonly number[]): void;
  take(chain: number, column: number): void;
  sweep(chain: number, probability: number, sweeps: number, chosen: number): number;
  handOverSome(chain: number, chosen: number, count: number): void;
}

const PAGE = 65_536;
/** Bytes of a number. */
const NUMBER = 8;

/** One after the other of what is laid out in memory, from its beginning: what was there before is given up. */
class Layout {
  readonly #assembly: Assembly;
  #at: number;

  /** Throws RangeError where there is no room for so many numbers. */
  constructor(assembly: Assembly, numbers: number) {
    this.#assembly = assembly;
    this.#at = Math.ceil(assembly.heapStart() / 16) * 16;
    const missing = this.#at + numbers * NUMBER - assembly.memory.buffer.byteLength;
    if (missing > 0) assembly.memory.grow(Math.ceil(missing / PAGE));
  }

  /** Room for so many numbers. */
  room(numbers: number): Float64Array {
    const room = new Float64Array(this.#assembly.memory.buffer, this.#at, numbers);
    this.#at += numbers * NUMBER;
    return room;
  }

  /** The same, with these in it. */
  copy(numbers: Float64Array): Float64Array {
    const copy = this.room(numbers.length);
    copy.set(numbers);
    return copy;
  }
}

/** The one instance of this thread, once it was asked for; undefined where there can be none. */
let made: { readonly assembly: Assembly | undefined } | undefined;

/** Lays out so many numbers; undefined where that cannot be. */
function layout(numbers: number): { assembly: Assembly; memory: Layout } | undefined {
  const { cos, exp, log, log1p } = Math;
  // What there is in it is what src/ranking/attribution/assembly/index.ts exports.
  made ??= { assembly: instanceOf(KERNEL_CODE, { cos, exp, log, log1p }) as Assembly | undefined };
  const { assembly } = made;
  if (!assembly) return undefined;
  try {
    return { assembly, memory: new Layout(assembly, numbers) };
  } catch {
    return undefined;
  }
}

/** Adds the products of all pairs of columns over rows `from` to `to` (exclusive) to the upper triangle of a matrix. */
export type AddProducts = (columns: readonly Float64Array[], from: number, to: number) => void;

/**
 * Sums products of `n` columns up, which `feed` goes through in pieces of up to `most` rows, on top of `out` (n * n), as `addProducts`
 * does to the last bit; false where there is no WebAssembly, or no room. Below the diagonal there is nothing of use.
 */
export function sumProducts(
  out: Float64Array,
  n: number,
  most: number,
  feed: (add: AddProducts) => void,
): boolean {
  const even = Math.ceil(n / 4) * 4;
  const laid = layout(n * n + n * most + (64 + even) * even);
  if (!laid) return false;
  const { assembly, memory } = laid;
  const sums = memory.copy(out);
  const piece = memory.room(n * most);
  const work = memory.room((64 + even) * even);
  feed((columns, from, to) => {
    const rows = to - from;
    for (let j = 0; j < n; j++) piece.set(columns[j]!.subarray(from, to), j * rows);
    assembly.addProducts(sums.byteOffset, piece.byteOffset, n, rows, work.byteOffset);
  });
  out.set(sums);
  return true;
}

/** Does what `addProduct` does, to the last bit; false where there is no WebAssembly, or no room. */
export function productIsAdded(
  out: Float64Array,
  factors: Float64Array,
  rows: Float64Array,
  inner: number,
  n: number,
  sign: 1 | -1,
): boolean {
  const laid = layout(out.length + factors.length + rows.length);
  if (!laid) return false;
  const { assembly, memory } = laid;
  const sums = memory.copy(out);
  const [left, right] = [memory.copy(factors).byteOffset, memory.copy(rows).byteOffset];
  assembly.addProduct(sums.byteOffset, left, right, out.length / n, inner, n, sign);
  out.set(sums);
  return true;
}

/** Does what `solveAll` does, to the last bit; false where there is no WebAssembly, or no room. */
export function areSolved(l: Float64Array, n: number, b: Float64Array, m: number): boolean {
  const laid = layout(l.length + b.length);
  if (!laid) return false;
  const { assembly, memory } = laid;
  const factor = memory.copy(l);
  const sides = memory.copy(b);
  assembly.solveAll(factor.byteOffset, n, sides.byteOffset, m);
  b.set(sides);
  return true;
}

/** Numbers that a chain itself takes. */
const CHAIN = 8;

/**
 * What makes up to `count` chains of one problem, as `PlainChain` does to the last bit; undefined where there is no WebAssembly, or
 * no room. They are there until something else here is asked for.
 */
export function assembledChains(
  input: ChainInput,
  count: number,
): ((start: number | undefined) => Chain) | undefined {
  const { target, logOdds } = input;
  const k = target.length;
  const company = Math.max(1, input.company.length);
  const laid = layout(k * k + 4 * k + 2 * company + count * (CHAIN + 7 * k));
  if (!laid) return undefined;
  const { assembly, memory } = laid;
  const gram = memory.copy(input.gram);
  const root = memory.copy(input.root);
  const odds = [memory.copy(logOdds), memory.copy(input.odds)];
  // Where company adds nothing there is still a number to be read.
  const none = input.company.length === 0;
  const companies = [
    memory.copy(none ? Float64Array.of(0) : input.company),
    memory.copy(none ? Float64Array.of(1) : input.companyOdds),
  ];
  const isAlone = memory.copy(input.isAlone);
  return (start) => {
    const chain = memory.room(CHAIN).byteOffset;
    const value = memory.room(k).fill(0);
    const gradient = memory.copy(target);
    const weights = memory.room(k);
    const chance = memory.room(k);
    const asOf = memory.room(k).fill(-1);
    const probability = memory.room(k).fill(0);
    const room = memory.room(k);
    const chosen = new Uint32Array(room.buffer, room.byteOffset, k);
    const places = [gram, value, gradient, root, ...odds, ...companies, weights, chance, asOf, isAlone];
    assembly.newChain(chain, k, ...places.map(({ byteOffset }) => byteOffset));
    if (start !== undefined && logOdds[start]! > -Infinity) assembly.take(chain, start);
    let known = 0;
    return {
      value,
      probability,
      sweep: (sweeps) => {
        known = assembly.sweep(chain, probability.byteOffset, sweeps, chosen.byteOffset);
        return chosen.subarray(0, known);
      },
      handOverSome: () => assembly.handOverSome(chain, chosen.byteOffset, known),
    };
  };
}
