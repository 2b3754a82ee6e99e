/** What parts of requests left (spans, docs/probe.md), summed by endpoint and name, of a profile under construction. */
import { compareText } from './endpoint-table.ts';
import type { EndpointSpans, SpanSums, SpanTotals } from './profile.ts';

/** Names kept of one endpoint: the first by name; the others are summed as `other`. */
export const MOST_SPAN_NAMES = 32;
/** Names of all endpoints together; beyond, each endpoint keeps half as many, again and again. */
export const MOST_SPANS = 65_536;
/** What the probe calls the rest. */
export const OTHER_SPANS = 'other';

/** The spans of one line, of one name. */
interface Left {
  readonly name: string;
  readonly count: number;
  readonly blocks: number;
  readonly bytes: number;
}

type Sums = { -readonly [K in keyof SpanSums]: SpanSums[K] };

/** Sums of real logs are far below; one that nobody measured stays a whole number. */
const within = (value: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));

function add(into: Sums, more: SpanSums): void {
  into.sampled += more.sampled;
  into.calls = within(into.calls + more.calls);
  into.times = within(into.times + more.times);
  into.blocks = within(into.blocks + more.blocks);
  into.bytes = within(into.bytes + more.bytes);
}

/** One endpoint, being summed. */
class EndpointSum {
  sampled = 0;
  calls = 0;
  names = new Map<string, Sums>();

  add(name: string, more: SpanSums): void {
    const found = this.names.get(name);
    if (found) add(found, more);
    else this.names.set(name, { ...more });
  }

  /** Which names are kept depends on the set of names alone, so on no cut of the log. */
  fit(most: number): void {
    const named = [...this.names.keys()].filter((name) => name !== OTHER_SPANS);
    if (named.length <= most) return;
    for (const name of named.sort(compareText).slice(most)) {
      const gone = this.names.get(name)!;
      this.names.delete(name);
      this.add(OTHER_SPANS, gone);
    }
  }

  absorb(other: EndpointSum): void {
    this.sampled += other.sampled;
    this.calls = within(this.calls + other.calls);
    for (const [name, sums] of other.names) this.add(name, sums);
  }
}

/** The spans of all endpoints, by the numbers of a table in which endpoints may turn out to be one. */
export class SpanTable {
  readonly #find: (endpoint: number) => number;
  #sums = new Map<number, EndpointSum>();
  #most = MOST_SPAN_NAMES;
  #entries = 0;
  /** So many entries are looked through for those that are too many. */
  #mostEntries = 2 * MOST_SPANS;

  /** `find` gives the number that stands for an endpoint now. */
  constructor(find: (endpoint: number) => number) {
    this.#find = find;
  }

  /** Takes in a request that was sampled for spans, one in about `every`; it may have had none. */
  observe(endpoint: number, spans: readonly Left[], every: number): void {
    const sum = this.#sum(endpoint);
    sum.sampled++;
    sum.calls = within(sum.calls + every);
    for (const { name, count, blocks, bytes } of spans) {
      const [times, left, size] = [within(count * every), within(blocks * every), within(bytes * every)];
      this.#add(sum, name, { sampled: 1, calls: every, times, blocks: left, bytes: size });
    }
    this.#makeRoom();
  }

  /** Takes in the sums of a piece; `rename` gives its endpoints their numbers here. */
  absorb(piece: SpanTotals, rename: (endpoint: number) => number): void {
    while (this.#most > piece.most) this.#halve();
    for (const { endpoint, sampled, calls, names } of piece.endpoints) {
      const sum = this.#sum(rename(endpoint));
      sum.sampled += sampled;
      sum.calls = within(sum.calls + calls);
      for (const { name, ...sums } of names) this.#add(sum, name, sums);
      this.#makeRoom();
    }
  }

  /** All sums in canonical order. `place`: where an endpoint stands in the profile. */
  totals(place: (endpoint: number) => number): SpanTotals {
    this.#bound();
    const endpoints = [...this.#sums]
      .map(([endpoint, { sampled, calls, names }]): EndpointSpans => {
        const sorted = [...names].sort(([a], [b]) => compareText(a, b));
        const all = sorted.map(([name, sums]) => ({ name, ...sums }));
        return { endpoint: place(endpoint), sampled, calls, names: all };
      })
      .sort((a, b) => a.endpoint - b.endpoint);
    return { most: this.#most, endpoints };
  }

  #sum(endpoint: number): EndpointSum {
    let sum = this.#sums.get(endpoint);
    if (!sum) this.#sums.set(endpoint, (sum = new EndpointSum()));
    return sum;
  }

  #add(sum: EndpointSum, name: string, more: SpanSums): void {
    if (!sum.names.has(name)) {
      // Twice as many before any goes, so that to make room is rare.
      if (sum.names.size > 2 * this.#most) {
        this.#entries -= sum.names.size;
        sum.fit(this.#most);
        this.#entries += sum.names.size;
      }
      this.#entries++;
    }
    sum.add(name, more);
  }

  #makeRoom(): void {
    if (this.#entries <= this.#mostEntries) return;
    this.#bound();
    this.#mostEntries = Math.max(2 * MOST_SPANS, 2 * this.#entries);
  }

  #bound(): void {
    this.#unite();
    while (this.#entries > MOST_SPANS && this.#most > 1) this.#halve();
  }

  #halve(): void {
    this.#most = Math.max(1, Math.floor(this.#most / 2));
    this.#unite();
  }

  /** Endpoints that have become one are summed as one, and none has more names than it may. */
  #unite(): void {
    const united = new Map<number, EndpointSum>();
    this.#entries = 0;
    for (const [endpoint, sum] of this.#sums) {
      const into = united.get(this.#find(endpoint));
      if (into) into.absorb(sum);
      else united.set(this.#find(endpoint), sum);
    }
    for (const sum of united.values()) {
      sum.fit(this.#most);
      this.#entries += sum.names.size;
    }
    this.#sums = united;
  }
}

/** No spans: what profiles of logs without them hold. */
export const NO_SPANS: SpanTotals = { most: MOST_SPAN_NAMES, endpoints: [] };
