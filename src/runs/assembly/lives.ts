/** Requests to lives of workers: see src/profile/builder.ts and seam.ts, which say the same of the same requests. */
import { allocate } from './arena';
import { beginBuckets, count, pour } from './buckets';
import { addCalls, addDelta, offerLarge } from './endpoints';
import { Edge, Life } from './life';
import { app, core, instanceRequests, pid, rss, vsz, workerRequests } from './line';
import { time } from './time';

/** Workers of a run, in a table with free places between them. */
const MOST_WORKERS: u32 = 512;
const PLACES: usize = 1024;
/** The number of the endpoint of requests that the log lacks. */
const UNLOGGED: u32 = 0;
/** See src/profile/seam.ts. */
const LOST_COUNTS: f64 = 8;
const THREAD_DISORDER: f64 = 256;
const SHIPPED_DISORDER: f64 = 64;

/** By a hash of its pid the life that each worker has now. */
const lives = memory.data(1024 * 4, 8);

let workers: u32 = 0;
let begun: u32 = 0;
/** The life that began last. */
let newest: usize = 0;
/** Least and greatest time. */
let from: f64 = Infinity;
let to: f64 = -1;

/** Forgets all. */
export function forgetLives(): void {
  memory.fill(lives, 0, PLACES * 4);
  workers = 0;
  begun = 0;
  newest = 0;
  from = Infinity;
  to = -1;
}

/** Whether another worker can be taken in. */
export function hasPlace(): bool {
  return workers < MOST_WORKERS;
}

/** How many lives have begun. */
export function livesBegun(): u32 {
  return begun;
}

/** The life that began last, 0 if there is none; each leads to the one before it. */
export function newestLife(): usize {
  return newest;
}

/** The first and the last time of a request. */
export function fromTime(): f64 {
  return from;
}
export function toTime(): f64 {
  return to;
}

/** Takes in the request that was read last, which is of this endpoint and line and stands at this byte of its file. */
export function observe(endpoint: u32, offset: f64, line: f64): void {
  const place = placeOf(pid);
  let life = changetype<Life>(load<usize>(place));
  if (load<usize>(place) != 0 && !isRestart(life)) charge(life, endpoint, offset);
  else life = begin(place, endpoint, offset);
  setEdge(life, endpoint, offset);
  if (core > life.cores) life.cores = core;
  life.requests += 1;
  life.heard = line;
  addCalls(endpoint, 1);
  count(life, instanceRequests, time, endpoint, rss, vsz);
  if (time < from) from = time;
  if (time > to) to = time;
}

/** Where the life of a worker is, or will be. */
function placeOf(pid: f64): usize {
  let at = <usize>((<u64>pid * 0x9e3779b97f4a7c15) >> 54);
  while (true) {
    const place = lives + (at << 2);
    const life = load<usize>(place);
    if (life == 0 || changetype<Life>(life).pid == pid) return place;
    at = (at + 1) & (PLACES - 1);
  }
}

function begin(place: usize, endpoint: u32, offset: f64): Life {
  if (load<usize>(place) == 0) workers++;
  // Lives that are over must not wait: there may be thousands.
  else pour(changetype<Life>(load<usize>(place)));
  const life = changetype<Life>(allocate(offsetof<Life>()));
  life.pid = pid;
  begun++;
  life.before = newest;
  life.first = allocate(offsetof<Edge>());
  setEdge(changetype<Edge>(life.first), endpoint, offset);
  beginBuckets(life);
  newest = changetype<usize>(life);
  store<usize>(place, newest);
  return life;
}

function setEdge(edge: Edge, endpoint: u32, offset: f64): void {
  edge.app = app;
  edge.workerRequests = workerRequests;
  edge.instanceRequests = instanceRequests;
  edge.core = core;
  edge.time = time;
  edge.rss = rss;
  edge.vsz = vsz;
  edge.endpoint = <f64>endpoint;
  edge.offset = offset;
}

/** Whether the request is of another process than the one before it. */
function isRestart(previous: Edge): bool {
  const sameApp = previous.app == app;
  const fall = previous.instanceRequests - instanceRequests;
  if (sameApp && workerRequests == previous.workerRequests + 1 && fall <= LOST_COUNTS) return false;
  const sameCore = previous.core == core;
  if (wentBack(previous.instanceRequests, instanceRequests, sameCore)) return true;
  return sameApp && wentBack(previous.workerRequests, workerRequests, sameCore);
}

function wentBack(previous: f64, next: f64, sameCore: bool): bool {
  if (!sameCore) return next + THREAD_DISORDER < previous;
  const fall = previous - next;
  return fall == 0 || fall > SHIPPED_DISORDER || (fall > 0 && fall >= next);
}

/** Charges the change since the life's last request to this one, or to those that the log lacks. */
function charge(life: Life, endpoint: u32, offset: f64): void {
  const isSame = life.app == app && life.core == core;
  const missing = isSame ? workerRequests - life.workerRequests - 1 : 0;
  if (missing != 0) {
    life.unlogged += missing;
    if (missing > 0) {
      endpoint = UNLOGGED;
      addCalls(UNLOGGED, missing);
    }
  }
  addDelta(endpoint, 0, rss - life.rss);
  addDelta(endpoint, 1, vsz - life.vsz);
  offerLarge(endpoint, life.rss, rss, time, pid, offset);
}
