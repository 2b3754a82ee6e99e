import { NO_COUNTER, NO_TIME } from '../record.ts';
import type { LineRecord } from '../record.ts';
import { BucketStore } from './bucket-store.ts';
import { edgeFrom, levelsOf } from './edge.ts';
import type { Edge, Rename } from './edge.ts';
import type { Coordinate, Life, Reading } from './profile.ts';
import type { RunLife } from './run.ts';

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

function readingFrom(edge: Edge, rename: Rename): Reading {
  const { app, workerRequests, instanceRequests, core, time, offset } = edge;
  const figures = Array.from(edge.figures);
  const [endpoint, file] = [rename.endpoint(edge.endpoint), rename.file(edge.file)];
  const start = edge.atStart ? ({ atStart: true } as const) : {};
  return { figures, app, workerRequests, instanceRequests, core, time, ...start, endpoint, file, offset };
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
    this.last = first.copy();
  }

  /** Makes the line, whose figures `present` are, the last of this life. */
  goOn(record: LineRecord, present: number, endpoint: number, file: number, offset: number): void {
    if (levelsOf(present) === 0 && this.lastRead === this.last) this.lastRead = this.last.copy();
    this.last.set(record, present, endpoint, file, offset);
  }

  /** A life as it stands in a finished piece. */
  static from(life: Life | RunLife, rename: Rename, cap: number): LifeBuilder {
    const builder = new LifeBuilder(life.coordinate, edgeFrom(life.first, rename));
    builder.firstRead = life.firstRead && edgeFrom(life.firstRead, rename);
    builder.started = life.started;
    builder.append(life, rename, cap);
    return builder;
  }

  /** Takes in the counts and the right edge of a life that continues this one. */
  append(life: Life | RunLife, rename: Rename, cap: number): void {
    this.requests += life.requests;
    this.unlogged += life.unlogged;
    this.cores = Math.max(this.cores, life.cores);
    this.ended = life.ended;
    this.last = edgeFrom(life.last, rename);
    if (life.lastRead) {
      this.lastRead = edgeFrom(life.lastRead, rename);
      this.firstRead ??= life.firstRead && edgeFrom(life.firstRead, rename);
    }
    if ('rows' in life) this.store.absorbRows(life, rename.endpoint, cap);
    else this.store.absorb(life, rename.endpoint, cap);
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
