/** What is kept of lives, in the order in which src/runs/run-contents.ts reads it. */

/** A request at the edge of a life: numbers only. */
@unmanaged
export class Edge {
  app: f64;
  workerRequests: f64;
  instanceRequests: f64;
  core: f64;
  time: f64;
  rss: f64;
  vsz: f64;
  endpoint: f64;
  offset: f64;
}

/** A life, which begins with its last request. Numbers of eight bytes, then places and counts of four. */
@unmanaged
export class Life extends Edge {
  pid: f64;
  requests: f64;
  unlogged: f64;
  cores: f64;
  /** Least and greatest coordinate, and the width of a bucket. */
  low: f64;
  high: f64;
  width: f64;
  /** Coordinates of the bucket used last. */
  rowFrom: f64;
  rowTo: f64;
  /** The line it was last heard of. */
  heard: f64;
  /** The life that began before this one, of whichever worker. */
  before: usize;
  /** Its first request, an Edge. */
  first: usize;
  rows: usize;
  rowCount: u32;
  /** Calls written down, the newest chunk first. */
  chunk: usize;
  /** Chunks that have become free. */
  spare: usize;
  /** The row of the bucket used last, its calls by endpoint, which endpoints those are, and how many. */
  row: usize;
  counts: usize;
  called: usize;
  different: u32;
}

/** A bucket: numbers only, with a cell of eight numbers for RSS and one for VSZ behind them. */
@unmanaged
export class Row {
  /** Place on the grid, below 0 for a row that is not used. */
  index: f64;
  requests: f64;
  /** First and last time. */
  since: f64;
  until: f64;
}

/** Pairs of the least coordinate of a bucket (eight bytes) and an endpoint with its calls (four bytes each) stand behind it. */
@unmanaged
export class Chunk {
  next: usize;
  length: u32;
}
