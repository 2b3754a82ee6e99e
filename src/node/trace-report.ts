/** What calls left, from samples of calls alone and of many together. */
import { functionOf, keyOf, place, shown } from './trace-frames.ts';
import type { Frame } from './trace-frames.ts';
import type { Site } from './trace-heap.ts';

/** What is alive of what was allocated, by stack; and the bytes that there are outside of V8's heap. */
export interface Look {
  readonly sites: ReadonlyMap<string, Site>;
  readonly external: number;
  /** Calls begun since sampling was. */
  readonly calls: number;
}

/** What a line tells. */
export interface Told {
  readonly kind: 'line' | 'native';
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Findings of one sort that are told. */
const MOST = 10;
/** Frames of a stack that are told. */
const MOST_FRAMES = 6;
/** Bytes for each call below which nothing is told: samples are no better. */
const LEAST = 16;
const LEAST_NATIVE = 1024;
/** Steps between looks at many calls that count, at the end. */
const LATE = 4;
/** What many calls leave must be so much of what they leave alone; samples are rough. */
const CONFIRMED = 0.5;

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/**
 * By how much something grows for each call in the later steps of a series of looks, the lower of the middle ones: what is
 * made once or fills up to a bound is full by then, and what is there in passing at one look is in two steps. Undefined
 * where there were too few looks to tell.
 */
function growth(looks: readonly Look[], of: (look: Look) => number): number | undefined {
  if (looks.length <= LATE) return undefined;
  const steps = looks.slice(1).map((look, i) => {
    const before = looks[i]!;
    return (of(look) - of(before)) / Math.max(1, look.calls - before.calls);
  });
  return middle(steps.slice(-LATE));
}

/** The same by the first and the last of those looks: of what is small, most steps may have no sample. */
function growthOfSmall(looks: readonly Look[], of: (look: Look) => number): number | undefined {
  const [first, last] = [looks.at(-LATE - 1), looks.at(-1)];
  return first && last && (of(last) - of(first)) / Math.max(1, last.calls - first.calls);
}

/** Bytes a call, `each` by calls alone; 0 where many deny it. */
const confirmed = (each: number, rate: number | undefined): number =>
  rate === undefined || rate >= CONFIRMED * each ? each : 0;

interface Found {
  readonly site: Site;
  /** For each call. */
  readonly bytes: number;
}

function growing(alone: readonly Look[], long: readonly Look[]): Found[] {
  const found: Found[] = [];
  for (const [key, site] of new Map(alone.flatMap(({ sites }) => [...sites]))) {
    const bytesIn = ({ sites }: Look): number => sites.get(key)?.bytes ?? 0;
    const each = middle(alone.map(bytesIn));
    if (each < LEAST) continue;
    const bytes = confirmed(each, growth(long, bytesIn));
    const small = (growthOfSmall(long, bytesIn) ?? each) / each;
    if (bytes > 0 || (small >= CONFIRMED && small <= 1 / CONFIRMED)) found.push({ site, bytes: each });
  }
  return found;
}

/**
 * Who keeps it: the outermost of the functions that each allocate something that stays, an entry of a container or a
 * closure say, and call one another. What they call to make the rest serves others too.
 */
function keeperOf({ own }: Site, keepers: ReadonlySet<string>): Frame {
  let at = 0;
  while (at + 1 < own.length && keepers.has(keyOf(own[at + 1]!))) at++;
  return own[at]!;
}

/** The findings, the largest first, of at least one call alone; `long` are looks at many, in turn. */
export function findingsOf(alone: readonly Look[], long: readonly Look[]): Told[] {
  const calls = long.at(-1)?.calls ?? alone.length;
  const found = growing(alone, long);
  const keepers = new Set(found.map(({ site }) => keyOf(site.own[0]!)));
  const byKeeper = new Map<string, { keeper: Frame; bytes: number; largest: Found }>();
  for (const one of found) {
    const keeper = keeperOf(one.site, keepers);
    const known = byKeeper.get(keyOf(keeper));
    const largest = known === undefined || one.bytes > known.largest.bytes ? one : known.largest;
    byKeeper.set(keyOf(keeper), { keeper, bytes: one.bytes + (known?.bytes ?? 0), largest });
  }
  const lines = [...byKeeper.values()]
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MOST)
    .map(({ keeper, bytes, largest }): Told => ({
      kind: 'line',
      fields: {
        calls,
        file: shown(keeper.url),
        line: keeper.lineNumber + 1,
        function: functionOf(keeper),
        bytes: bytes.toFixed(1),
        stack: largest.site.all.slice(0, MOST_FRAMES).map(place).join(';'),
      },
    }));
  const native = confirmed(
    middle(alone.map(({ external }) => external)),
    growth(long, ({ external }) => external),
  );
  return native < LEAST_NATIVE
    ? lines
    : [...lines, { kind: 'native', fields: { calls, bytes: Math.round(native) } }];
}
