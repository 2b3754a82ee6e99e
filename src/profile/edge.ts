/** The first and the last request of a life, while that is being built. */
import { FIGURE_COUNT, PEAK } from '../record.ts';
import type { LineRecord } from '../record.ts';
import type { Reading } from './profile.ts';

/** A request at the edge of a life under construction; the right edge is overwritten by each next one. */
export class Edge {
  readonly figures = new Float64Array(FIGURE_COUNT);
  /** Which of the figures are there, as `figuresIn` says. */
  present = 0;
  app = 0;
  workerRequests = 0;
  instanceRequests = 0;
  core = 0;
  time = 0;
  /** The figures are of the moment the request began. */
  atStart = false;
  endpoint = 0;
  file = 0;
  offset = 0;

  /** Makes this edge say what the line says, whose figures `present` are. */
  set(record: LineRecord, present: number, endpoint: number, file: number, offset: number): void {
    // Those of the line before that this one lacks are set to zero with the others.
    for (let left = present | this.present; left !== 0; left &= left - 1) {
      const figure = lowestOf(left);
      this.figures[figure] = record.figures[figure]!;
    }
    this.present = present;
    this.app = record.app;
    this.workerRequests = record.workerRequests;
    this.instanceRequests = record.instanceRequests;
    this.core = record.core;
    this.time = record.time;
    this.atStart = record.atStart;
    this.endpoint = endpoint;
    this.file = file;
    this.offset = offset;
  }

  /** An edge that says the same. */
  copy(): Edge {
    return Edge.of(this, this.figures);
  }

  /** An edge that says this, with these figures. */
  static of(said: Omit<Edge, 'figures' | 'present' | 'set' | 'copy'>, figures: ArrayLike<number>): Edge {
    const edge = new Edge();
    edge.figures.set(figures);
    edge.present = figuresIn(figures);
    edge.app = said.app;
    edge.workerRequests = said.workerRequests;
    edge.instanceRequests = said.instanceRequests;
    edge.core = said.core;
    edge.time = said.time;
    edge.atStart = said.atStart;
    edge.endpoint = said.endpoint;
    edge.file = said.file;
    edge.offset = said.offset;
    return edge;
  }
}

/** The figures that are there: a bit for each, by its place. */
export function figuresIn(figures: ArrayLike<number>): number {
  let present = 0;
  for (let figure = 0; figure < FIGURE_COUNT; figure++) if (figures[figure]! > 0) present |= 1 << figure;
  return present;
}

/** The place of the lowest bit of a set that is not empty. */
export function lowestOf(present: number): number {
  return 31 - Math.clz32(present & -present);
}

/** Those of `figuresIn` that are levels, so that a delta can be made of them. */
export function levelsOf(present: number): number {
  return present & ~(1 << PEAK);
}

/** A new edge that says what the line says. */
export function edgeOf(
  record: LineRecord,
  present: number,
  endpoint: number,
  file: number,
  offset: number,
): Edge {
  const edge = new Edge();
  edge.set(record, present, endpoint, file, offset);
  return edge;
}

/** Final indexes of endpoints and files, by the numbers used while building. */
export interface Rename {
  readonly endpoint: (endpoint: number) => number;
  readonly file: (file: number) => number;
}

/** The edge of a finished piece, with its indexes renamed. */
export function edgeFrom(reading: Reading, rename: Rename): Edge {
  return Edge.of(
    {
      ...reading,
      atStart: reading.atStart === true,
      endpoint: rename.endpoint(reading.endpoint),
      file: rename.file(reading.file),
    },
    reading.figures,
  );
}
