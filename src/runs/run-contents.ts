/** What a run learnt, read from its memory. The order of numbers is that of src/runs/assembly/life.ts and endpoints.ts. */
import type { DeltaTotals, Reading } from '../profile/profile.ts';
import type { Run, RunEndpoint, RunLife } from '../profile/run.ts';
import { FIGURE_COUNT, RSS, VSZ } from '../record.ts';

/** The memory of a run that is finished, and where things are in it. Plain data, which a thread can hand to another. */
export interface RunMemory {
  readonly buffer: ArrayBuffer;
  /** The life that began last, 0 if there is none. */
  readonly newestLife: number;
  /** The first endpoint, and the bytes that each takes. */
  readonly firstEndpoint: number;
  readonly endpointBytes: number;
  /** First and last time of a request. */
  readonly from: number;
  readonly to: number;
}

/** A view of the memory as numbers of eight bytes and of four. */
interface Numbers {
  readonly wide: Float64Array;
  readonly narrow: Uint32Array;
  /** How many endpoints there are. */
  readonly endpoints: number;
}

/** Reads what was learnt by a run that is finished. `file` is the number of its file, `endpoints` are those of the builder by the run's own numbers. */
export function runContents(
  memory: RunMemory,
  file: number,
  endpoints: readonly (number | undefined)[],
): Run {
  const { firstEndpoint, endpointBytes, from, to } = memory;
  const numbers = numbersOf(memory, endpoints.length);
  return {
    file,
    from,
    to,
    endpoints: endpoints.map((endpoint, n) => ({
      endpoint,
      ...endpointAt(numbers, firstEndpoint + n * endpointBytes),
    })),
    workers: livesIn(memory, file, endpoints.length),
  };
}

function numbersOf({ buffer }: RunMemory, endpoints: number): Numbers {
  return { wide: new Float64Array(buffer), narrow: new Uint32Array(buffer), endpoints };
}

/** The same lives alone, of a run of so many endpoints. */
export function livesIn(memory: RunMemory, file: number, endpoints: number): Run['workers'] {
  const numbers = numbersOf(memory, endpoints);
  const lives: LifeAt[] = [];
  for (let at = memory.newestLife; at !== 0; at = before(numbers, at)) lives.push(at);
  const workers = new Map<number, RunLife[]>();
  for (const at of lives.reverse()) {
    const pid = numbers.wide[at / 8 + PID]!;
    const life = lifeAt(numbers, at, file);
    const known = workers.get(pid);
    if (known) known.push(life);
    else workers.set(pid, [life]);
  }
  return workers;
}

type LifeAt = number;

// Numbers of an edge, of eight bytes each.
const EDGE = 9;
// Numbers of a life behind its last edge.
const PID = EDGE;
const REQUESTS = EDGE + 1;
const UNLOGGED = EDGE + 2;
const CORES = EDGE + 3;
const LOW = EDGE + 4;
const HIGH = EDGE + 5;
const WIDTH = EDGE + 6;
const HEARD = EDGE + 9;
/** The numbers of four bytes behind those of eight: before, first, rows, rowCount, chunk. */
const PLACES = (EDGE + 10) * 2;

function before({ narrow }: Numbers, life: LifeAt): LifeAt {
  return narrow[life / 4 + PLACES]!;
}

function lifeAt(numbers: Numbers, life: LifeAt, file: number): RunLife {
  const { wide, narrow } = numbers;
  const at = life / 8;
  const places = life / 4 + PLACES;
  const first = edgeAt(wide, narrow[places + 1]! / 8, file);
  const last = edgeAt(wide, at, file);
  const count = narrow[places + 3]!;
  return {
    requests: wide[at + REQUESTS]!,
    unlogged: wide[at + UNLOGGED]!,
    cores: wide[at + CORES]!,
    heard: wide[at + HEARD]!,
    started: '',
    ended: '',
    coordinate: 'requests',
    low: wide[at + LOW]!,
    high: wide[at + HIGH]!,
    width: wide[at + WIDTH]!,
    first,
    last,
    firstRead: first,
    lastRead: last,
    rows: {
      numbers: wide,
      first: narrow[places + 2]! / 8,
      count,
      calls: (asked) => callsAt(numbers, narrow[places + 4]!, asked, count),
      endpoints: numbers.endpoints,
    },
  };
}

function edgeAt(wide: Float64Array, at: number, file: number): Reading {
  const figures = new Array<number>(FIGURE_COUNT).fill(0);
  figures[RSS] = wide[at + 5]!;
  figures[VSZ] = wide[at + 6]!;
  return {
    figures,
    app: wide[at]!,
    workerRequests: wide[at + 1]!,
    instanceRequests: wide[at + 2]!,
    core: wide[at + 3]!,
    time: wide[at + 4]!,
    endpoint: wide[at + 7]!,
    file,
    offset: wide[at + 8]!,
  };
}

/** Calls by row of a grid of this width, and in each by endpoint. A bucket's row is its index modulo the number of rows. */
function callsAt(
  { wide, narrow, endpoints }: Numbers,
  newest: number,
  width: number,
  rows: number,
): Uint32Array {
  const calls = new Uint32Array(rows * endpoints);
  for (let chunk = newest; chunk !== 0; chunk = narrow[chunk / 4]!) {
    const pairs = narrow[chunk / 4 + 1]!;
    for (let pair = 0, at = chunk + 8; pair < pairs; pair++, at += 16) {
      const row = Math.floor(wide[at / 8]! / width) % rows;
      calls[row * endpoints + narrow[at / 4 + 2]!]! += narrow[at / 4 + 3]!;
    }
  }
  return calls;
}

// Numbers of an endpoint, of eight bytes each: calls, whether examples are wanted, how many large deltas, those, and sums.
const LARGE = 6;
const LARGES = 3;
const SUMS = LARGES + 3 * LARGE;
const BUCKETS = 137;
const MIDDLE = 68;

function endpointAt({ wide, narrow }: Numbers, place: number): Omit<RunEndpoint, 'endpoint'> {
  const at = place / 8;
  const totals = (figure: number): DeltaTotals => {
    const histogram: [number, number][] = [];
    const counts = place / 4 + (SUMS + 4) * 2 + figure * BUCKETS;
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      if (narrow[counts + bucket]! > 0) histogram.push([bucket - MIDDLE, narrow[counts + bucket]!]);
    return { growth: wide[at + SUMS + 2 * figure]!, shrink: wide[at + SUMS + 2 * figure + 1]!, histogram };
  };
  const largest = Array.from({ length: wide[at + 2]! }, (_, i) => {
    const large = at + LARGES + i * LARGE;
    const [delta, before, after] = [wide[large]!, wide[large + 1]!, wide[large + 2]!];
    return { delta, before, after, time: wide[large + 3]!, pid: wide[large + 4]!, offset: wide[large + 5]! };
  });
  const rss = totals(0);
  // Lines of a run hold both figures, so it has deltas of both or none.
  const deltas = rss.histogram.length === 0 ? {} : { rss, vsz: totals(1) };
  return { calls: wide[at]!, deltas, largest };
}
