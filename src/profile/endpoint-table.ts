import { FIGURES } from '../record.ts';
import type { Figure, Template } from '../record.ts';
import { histogramBucket } from './histogram.ts';
import type {
  DeltaTotals,
  EndpointTotals,
  LargeDelta,
  PathExample,
  RouteDepth,
  RouteKind,
} from './profile.ts';
import { RouteTree } from './route-tree.ts';

/** How many of the largest deltas and of the first examples an endpoint keeps. */
const LARGEST = 3;
const EXAMPLES = 3;

/** Templates whose endpoints are remembered. */
const MOST_REMEMBERED = 1 << 14;

const TREES = ['main', 'notFound', 'named'] as const;

/** Deltas of one figure, being summed. */
class Deltas {
  growth = 0;
  shrink = 0;
  readonly #histogram = new Map<number, number>();
  /** Deltas of zero, which most are. */
  #unchanged = 0;

  add(delta: number): void {
    if (delta === 0) {
      this.#unchanged++;
      return;
    }
    if (delta > 0) this.growth += delta;
    else this.shrink += delta;
    this.#count(histogramBucket(delta), 1);
  }

  /** Counts by bucket, in order. */
  get histogram(): [number, number][] {
    const counts = [...this.#histogram];
    if (this.#unchanged > 0) counts.push([0, this.#unchanged]);
    return counts.sort(([a], [b]) => a - b);
  }

  absorb(
    other: Pick<DeltaTotals, 'growth' | 'shrink'> & {
      readonly histogram: Iterable<readonly [number, number]>;
    },
  ): void {
    this.growth += other.growth;
    this.shrink += other.shrink;
    for (const [bucket, count] of other.histogram) this.#count(bucket, count);
  }

  #count(bucket: number, count: number): void {
    if (bucket === 0) this.#unchanged += count;
    else this.#histogram.set(bucket, (this.#histogram.get(bucket) ?? 0) + count);
  }
}

/** The total order of large deltas: the larger first, then the earlier, then by place. Names, not indexes, decide. */
export function compareLargest(a: LargeDelta, b: LargeDelta, names: readonly string[]): number {
  if (a.delta !== b.delta) return b.delta - a.delta;
  if (a.time !== b.time) return a.time - b.time;
  if (a.file !== b.file) return names[a.file]! < names[b.file]! ? -1 : 1;
  return a.offset - b.offset;
}

/** One endpoint, being summed. */
class EndpointSum {
  calls = 0;
  readonly deltas: (Deltas | undefined)[] = FIGURES.map(() => undefined);
  largest: LargeDelta[] = [];
  examples: PathExample[] = [];

  delta(figure: number): Deltas {
    return (this.deltas[figure] ??= new Deltas());
  }

  offer(large: LargeDelta, files: readonly string[]): void {
    if (this.largest.length === LARGEST && compareLargest(large, this.largest[LARGEST - 1]!, files) >= 0)
      return;
    this.largest = [...this.largest, large].sort((a, b) => compareLargest(a, b, files)).slice(0, LARGEST);
  }

  example(example: PathExample): void {
    if (this.examples.length === EXAMPLES && example.line >= this.examples[EXAMPLES - 1]!.line) return;
    this.examples = [...this.examples, example].sort((a, b) => a.line - b.line).slice(0, EXAMPLES);
  }

  absorb(other: EndpointSum, files: readonly string[]): void {
    this.calls += other.calls;
    other.deltas.forEach((deltas, figure) => {
      if (deltas) this.delta(figure).absorb(deltas);
    });
    for (const large of other.largest) this.offer(large, files);
    for (const example of other.examples) this.example(example);
  }
}

/** The endpoint of a method at a template, in the list of those of the template. */
interface Remembered {
  readonly method: string;
  readonly notFound: boolean;
  readonly endpoint: number;
  readonly next: Remembered | undefined;
}

/**
 * All endpoints of a profile under construction, by number. Numbers stay valid when endpoints turn out to be one:
 * `find` gives the number that stands for both.
 */
export class EndpointTable {
  readonly files: readonly string[];
  readonly #sums: EndpointSum[] = [];
  readonly #parents: number[] = [];
  readonly #trees = {
    main: new RouteTree((kept, absorbed) => this.#unite(kept, absorbed)),
    notFound: new RouteTree((kept, absorbed) => this.#unite(kept, absorbed)),
    named: new RouteTree((kept, absorbed) => this.#unite(kept, absorbed)),
  };
  readonly #fixed = new Map<string, Map<string, number>>();
  #cache = new Map<Template, Remembered>();

  /** `files` are the names that `LargeDelta.file` points to; the array may grow. */
  constructor(files: readonly string[]) {
    this.files = files;
  }

  /** Deepest level of each tree that is still told apart; 0 for all. */
  get depth(): RouteDepth {
    const { main, notFound, named } = this.#trees;
    return { main: main.depth, notFound: notFound.depth, named: named.depth };
  }

  /** Applies the bounds of a piece that is merged in. */
  limit(depth: RouteDepth): void {
    for (const kind of TREES) this.#trees[kind].limit(depth[kind]);
  }

  /** The endpoint of a method and template, remembered by template. */
  ofTemplate(template: Template, method: string, notFound: boolean): number {
    const kind = notFound ? 'notFound' : 'main';
    if (template.passing)
      return this.find(this.#trees[kind].endpointOf(template.passing, method, () => this.#make()));
    const first = this.#cache.get(template);
    for (let one = first; one; one = one.next)
      if (one.method === method && one.notFound === notFound) return this.find(one.endpoint);
    const endpoint =
      template.fixed === undefined
        ? this.ofSegments(kind, template.segments, method)
        : this.ofName(template.fixed, method);
    // Templates come and go with the router's table; so does what is remembered of them.
    if (this.#cache.size >= MOST_REMEMBERED) this.#cache = new Map();
    this.#cache.set(template, { method, notFound, endpoint, next: first });
    return endpoint;
  }

  /** The endpoint at these segments of a tree. */
  ofSegments(kind: keyof RouteDepth, segments: readonly string[], method: string): number {
    return this.find(this.#trees[kind].endpoint(segments, method, () => this.#make()));
  }

  /** The endpoint with a fixed name; `method` is empty for names in parentheses. */
  ofName(name: string, method: string): number {
    let methods = this.#fixed.get(name);
    if (!methods) this.#fixed.set(name, (methods = new Map<string, number>()));
    let endpoint = methods.get(method);
    if (endpoint === undefined) methods.set(method, (endpoint = this.#make()));
    return endpoint;
  }

  /** The number that stands for an endpoint now. */
  find(endpoint: number): number {
    if (this.#parents[endpoint] === endpoint) return endpoint;
    let at = endpoint;
    while (this.#parents[at] !== at) at = this.#parents[at]!;
    this.#parents[endpoint] = at;
    return at;
  }

  /** Counts calls. */
  addCalls(endpoint: number, calls: number): void {
    this.#sums[this.find(endpoint)]!.calls += calls;
  }

  /** Counts one delta of one figure (index into FIGURES). */
  addDelta(endpoint: number, figure: number, delta: number): void {
    this.#sums[this.find(endpoint)]!.delta(figure).add(delta);
  }

  /** Whether a delta of this size could stand among the largest. */
  wantsLarge(endpoint: number, delta: number): boolean {
    const { largest } = this.#sums[this.find(endpoint)]!;
    return delta > 0 && (largest.length < LARGEST || delta >= largest[LARGEST - 1]!.delta);
  }

  /** Keeps a large delta if it is one of the largest. */
  offerLarge(endpoint: number, large: LargeDelta): void {
    this.#sums[this.find(endpoint)]!.offer(large, this.files);
  }

  /** Whether an example from this line would be kept. */
  wantsExample(endpoint: number): boolean {
    return this.#sums[this.find(endpoint)]!.examples.length < EXAMPLES;
  }

  /** Keeps a raw path if it is one of the first. */
  offerExample(endpoint: number, example: PathExample): void {
    this.#sums[this.find(endpoint)]!.example(example);
  }

  /** Adds the totals of an endpoint of another profile. */
  absorb(endpoint: number, totals: Pick<EndpointTotals, 'calls' | 'deltas'>): void {
    const sum = this.#sums[this.find(endpoint)]!;
    sum.calls += totals.calls;
    FIGURES.forEach((name, figure) => {
      const deltas = totals.deltas[name];
      if (deltas) sum.delta(figure).absorb(deltas);
    });
  }

  /** All endpoints in canonical order, and where each number stands in it. */
  totals(): { readonly endpoints: readonly EndpointTotals[]; readonly place: (endpoint: number) => number } {
    const rows: { readonly number: number; readonly totals: EndpointTotals }[] = [];
    const add = (kind: RouteKind, segments: readonly string[], method: string, number: number): void => {
      const sum = this.#sums[number]!;
      const deltas: Partial<Record<Figure, DeltaTotals>> = {};
      FIGURES.forEach((name, figure) => {
        const one = sum.deltas[figure];
        if (one)
          deltas[name] = {
            growth: one.growth,
            shrink: one.shrink,
            histogram: one.histogram,
          };
      });
      const { calls, largest, examples } = sum;
      rows.push({ number, totals: { kind, method, segments, calls, deltas, largest, examples } });
    };
    for (const kind of TREES) {
      this.#trees[kind].forEach((segments, method, endpoint) =>
        add(kind, segments, method, this.find(endpoint)),
      );
    }
    this.#fixed.forEach((methods, name) =>
      methods.forEach((endpoint, method) => add('fixed', [name], method, endpoint)),
    );
    rows.sort((a, b) => compareText(sortKey(a.totals), sortKey(b.totals)));
    const place = new Map(rows.map(({ number }, index) => [number, index]));
    return { endpoints: rows.map((row) => row.totals), place: (endpoint) => place.get(this.find(endpoint))! };
  }

  #make(): number {
    this.#sums.push(new EndpointSum());
    this.#parents.push(this.#parents.length);
    return this.#parents.length - 1;
  }

  #unite(kept: number, absorbed: number): void {
    const [into, from] = [this.find(kept), this.find(absorbed)];
    if (into === from) return;
    this.#sums[into]!.absorb(this.#sums[from]!, this.files);
    this.#sums[from] = new EndpointSum();
    this.#parents[from] = into;
  }
}

/** Order of texts by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortKey({ kind, method, segments }: EndpointTotals): string {
  return `${kind}\n${segments.join('\n')}\n\n${method}`;
}
