import { FIGURE_COUNT, NO_COUNTER, NO_TIME, PEAK } from '../record.ts';
import type { LineRecord } from '../record.ts';
import { BucketStore } from './bucket-store.ts';
import type { Coordinate, Life, Reading } from './profile.ts';

type Counters = Pick<LineRecord, 'instanceRequests' | 'workerRequests' | 'time'>;

/** What a life's grid counts, judged by one line of it. */
export function coordinateOf(record: Counters): Coordinate {
  if (record.instanceRequests !== NO_COUNTER) return 'requests';
  if (record.workerRequests !== NO_COUNTER) return 'workerRequests';
  return record.time === NO_TIME ? 'none' : 'seconds';
}

/** Where on its grid a line stands. */
export function positionOf(record: Counters, coordinate: Coordinate): number {
  if (coordinate === 'requests') return record.instanceRequests;
  if (coordinate === 'workerRequests') return record.workerRequests;
  return coordinate === 'seconds' ? record.time : 0;
}

/** A request at the edge of a life under construction; the right edge is overwritten by each next one. */
export interface Edge {
  readonly figures: Float64Array;
  /** Which of the figures are there, as `levelsOf` says. */
  levels: number;
  app: number;
  workerRequests: number;
  instanceRequests: number;
  core: number;
  time: number;
  /** The figures are of the moment the request began. */
  atStart: boolean;
  endpoint: number;
  file: number;
  offset: number;
}

/** The figures that are there and have a level, so that a delta can be made of them: a bit for each, by its place. */
export function levelsOf(figures: ArrayLike<number>): number {
  let levels = 0;
  for (let figure = 0; figure < FIGURE_COUNT; figure++)
    if (figures[figure]! > 0 && figure !== PEAK) levels |= 1 << figure;
  return levels;
}

/** Makes `edge` say what the line says, whose figures `levels` are. */
function setEdge(
  edge: Edge,
  record: LineRecord,
  levels: number,
  endpoint: number,
  file: number,
  offset: number,
): void {
  edge.levels = levels;
  // Cheaper than a call of `set` for so few.
  for (let figure = 0; figure < FIGURE_COUNT; figure++) edge.figures[figure] = record.figures[figure]!;
  edge.app = record.app;
  edge.workerRequests = record.workerRequests;
  edge.instanceRequests = record.instanceRequests;
  edge.core = record.core;
  edge.time = record.time;
  edge.atStart = record.atStart;
  edge.endpoint = endpoint;
  edge.file = file;
  edge.offset = offset;
}

/** A new edge that says what the line says. */
export function edgeOf(record: LineRecord, endpoint: number, file: number, offset: number): Edge {
  const figures = new Float64Array(FIGURE_COUNT);
  const edge = {
    figures,
    levels: 0,
    app: 0,
    workerRequests: 0,
    instanceRequests: 0,
    core: 0,
    time: 0,
    atStart: false,
    endpoint,
    file,
    offset,
  };
  setEdge(edge, record, levelsOf(record.figures), endpoint, file, offset);
  return edge;
}

/** Final indexes of endpoints and files, by the numbers used while building. */
export interface Rename {
  readonly endpoint: (endpoint: number) => number;
  readonly file: (file: number) => number;
}

/** The edge of a finished piece, with its indexes renamed. */
export function edgeFrom(reading: Reading, rename: Rename): Edge {
  const figures = Float64Array.from(reading.figures);
  return {
    ...reading,
    figures,
    levels: levelsOf(figures),
    atStart: reading.atStart === true,
    endpoint: rename.endpoint(reading.endpoint),
    file: rename.file(reading.file),
  };
}

function readingFrom(edge: Edge, rename: Rename): Reading {
  const { app, workerRequests, instanceRequests, core, time, offset } = edge;
  const figures = Array.from(edge.figures);
  const [endpoint, file] = [rename.endpoint(edge.endpoint), rename.file(edge.file)];
  const start = edge.atStart ? ({ atStart: true } as const) : {};
  return { figures, app, workerRequests, instanceRequests, core, time, ...start, endpoint, file, offset };
}

function copyOf(edge: Edge): Edge {
  return { ...edge, figures: edge.figures.slice() };
}

/** One life while it is being built. */
export class LifeBuilder {
  readonly coordinate: Coordinate;
  readonly store = new BucketStore();
  requests = 0;
  unlogged = 0;
  cores = 0;
  started = '';
  ended = '';
  first: Edge;
  last: Edge;
  firstRead: Edge | undefined;
  /** `last` itself while that carries a figure. */
  lastRead: Edge | undefined;
  /** When it was last heard of, in lines of the profile: the longest silent are closed when there are too many. */
  heard = 0;

  constructor(coordinate: Coordinate, first: Edge) {
    this.coordinate = coordinate;
    this.first = first;
    this.last = copyOf(first);
  }

  /** Makes the line, whose figures `levels` are, the last of this life. */
  goOn(record: LineRecord, levels: number, endpoint: number, file: number, offset: number): void {
    if (levels === 0 && this.lastRead === this.last) this.lastRead = copyOf(this.last);
    setEdge(this.last, record, levels, endpoint, file, offset);
  }

  /** A life as it stands in a finished piece. */
  static from(life: Life, rename: Rename, cap: number): LifeBuilder {
    const builder = new LifeBuilder(life.coordinate, edgeFrom(life.first, rename));
    builder.firstRead = life.firstRead && edgeFrom(life.firstRead, rename);
    builder.started = life.started;
    builder.append(life, rename, cap);
    return builder;
  }

  /** Takes in the counts and the right edge of a life that continues this one. */
  append(life: Life, rename: Rename, cap: number): void {
    this.requests += life.requests;
    this.unlogged += life.unlogged;
    this.cores = Math.max(this.cores, life.cores);
    this.ended = life.ended;
    this.last = edgeFrom(life.last, rename);
    if (life.lastRead) {
      this.lastRead = edgeFrom(life.lastRead, rename);
      this.firstRead ??= life.firstRead && edgeFrom(life.firstRead, rename);
    }
    this.store.absorb(life, rename.endpoint, cap);
  }

  /** The finished life. */
  toLife(cap: number, rename: Rename): Life {
    const { store, requests, unlogged, cores, started, ended, coordinate } = this;
    store.fit(cap);
    return {
      ...{ requests, unlogged, cores, started, ended, coordinate },
      ...(store.isEmpty
        ? { low: 0, high: 0, width: 1 }
        : { low: store.low, high: store.high, width: store.width }),
      first: readingFrom(this.first, rename),
      last: readingFrom(this.last, rename),
      firstRead: this.firstRead && readingFrom(this.firstRead, rename),
      lastRead: this.lastRead && readingFrom(this.lastRead, rename),
      buckets: store.toBuckets(rename.endpoint),
    };
  }
}
