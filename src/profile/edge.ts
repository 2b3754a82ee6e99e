/** The first and the last request of a life, while that is being built. */
import { FIGURE_COUNT, PEAK } from '../record.ts';
import type { LineRecord } from '../record.ts';
import type { Reading } from './profile.ts';

/** What an edge takes over as it stands: of a line, a finished piece or another edge. */
type Said = Pick<LineRecord, 'app' | 'workerRequests' | 'instanceRequests' | 'core' | 'time' | 'atStart'> & {
  readonly figures: ArrayLike<number>;
};

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

  /** Makes this edge say what is said, of which the figures `present` are there. */
  set(said: Said, present: number, endpoint: number, file: number, offset: number): void {
    // Those of the line before that this one lacks are set to zero with the others.
    for (let left = present | this.present; left !== 0; left &= left - 1) {
      const figure = lowestOf(left);
      this.figures[figure] = said.figures[figure]!;
    }
    this.present = present;
    this.app = said.app;
    this.workerRequests = said.workerRequests;
    this.instanceRequests = said.instanceRequests;
    this.core = said.core;
    this.time = said.time;
    this.atStart = said.atStart;
    this.endpoint = endpoint;
    this.file = file;
    this.offset = offset;
  }

  /** An edge that says the same. */
  copy(): Edge {
    return edgeOf(this, this.present, this.endpoint, this.file, this.offset);
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

/** A new edge that says this, of which the figures `present` are there. */
export function edgeOf(said: Said, present: number, endpoint: number, file: number, offset: number): Edge {
  const edge = new Edge();
  edge.set(said, present, endpoint, file, offset);
  return edge;
}

/** Final indexes of endpoints and files, by the numbers used while building. */
export interface Rename {
  readonly endpoint: (endpoint: number) => number;
  readonly file: (file: number) => number;
}

/** The edge of a finished piece, with its indexes renamed. */
export function edgeFrom(reading: Reading, rename: Rename): Edge {
  const said = { ...reading, atStart: reading.atStart === true };
  const [endpoint, file] = [rename.endpoint(reading.endpoint), rename.file(reading.file)];
  return edgeOf(said, figuresIn(reading.figures), endpoint, file, reading.offset);
}
