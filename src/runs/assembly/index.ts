/**
 * A run: plain lines of one file, one after the other, from their bytes to what a profile holds of them. JavaScript hands over
 * a block of text at a time, and takes over what was learnt when the run ends (src/runs/plain-run.ts).
 */
import { freeArena, hasRoom } from './arena';
import { capBuckets, pending, pour } from './buckets';
import { forgetEndpoints, wantExamples, wantsExample } from './endpoints';
import { offerExample } from './host';
import { endpointFor, forgetPaths } from './known-paths';
import { Life } from './life';
import { methodStart, pathEnd, pathStart, readLine, setRequest, status } from './line';
import { forgetLives, hasPlace, newestLife, observe } from './lives';
import { setTime } from './time';

export { arenaEnd } from './arena';
export { endpointAt, mostEndpoints, wantExamples } from './endpoints';
export { fromTime, livesBegun, newestLife, toTime } from './lives';

/** The longest text that is handed over at once, and room to read on behind it. */
const LONGEST_TEXT: usize = 1 << 18;
const BEHIND: usize = 64;
const block = memory.data((1 << 18) + 64, 16);

/** Where the text is to be put. */
export function textAt(): usize {
  return block;
}
export function longestText(): usize {
  return LONGEST_TEXT;
}

/** Begins a run after one that had `endpoints` endpoints: lives may have `rows` buckets, and routes depend on whole targets or not. */
export function begin(endpoints: u32, rows: u32, isByWhole: bool): void {
  freeArena();
  capBuckets(rows);
  forgetEndpoints(endpoints);
  forgetPaths(isByWhole);
  forgetLives();
}

let stop: usize = 0;

/** Where the first line begins that `take` did not take. */
export function stoppedAt(): usize {
  return stop;
}

/** Whether the run can take in another line. */
export function isOpen(): bool {
  return hasRoom(pending) && hasPlace();
}

/**
 * Takes plain lines from the front of the text at `start`, which ends before `end` with a line feed and stands at byte `offset`
 * of its file, behind `before` lines; returns how many. It stops at the first other line, and where the run is full.
 */
export function take(start: usize, end: usize, offset: f64, before: f64): u32 {
  memory.fill(end, 0, BEHIND);
  let lines: u32 = 0;
  stop = start;
  while (stop < end && isOpen()) {
    const lineEnd = readLine(stop);
    if (lineEnd == 0) break;
    const endpoint = endpointFor(methodStart, pathStart, pathEnd, status);
    if (endpoint < 0) break;
    if (wantsExample(endpoint)) wantExamples(endpoint, offerExample(endpoint, lines, pathStart, pathEnd));
    lines++;
    observe(endpoint, offset + <f64>(stop - start), before + <f64>lines);
    stop = lineEnd + 1;
  }
  return lines;
}

/** Takes in a request that was read elsewhere. Only while the run is open. */
export function takeRequest(
  pid: f64,
  app: f64,
  workerRequests: f64,
  instanceRequests: f64,
  core: f64,
  time: f64,
  rss: f64,
  vsz: f64,
  endpoint: u32,
  offset: f64,
  line: f64,
): void {
  setRequest(pid, app, workerRequests, instanceRequests, core, rss, vsz);
  setTime(time);
  observe(endpoint, offset, line);
}

/** Makes what was learnt ready to be read. */
export function finish(): void {
  for (let life = newestLife(); life != 0; life = changetype<Life>(life).before) pour(changetype<Life>(life));
}
