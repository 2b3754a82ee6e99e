/** How many requests a worker serves, over the log and over the day. */
import type { LifeMeasure } from './lives.ts';
import type { Traffic } from './workload.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Part of each hour of the day that the log must cover for its shape to be believed. */
const COVERED = 0.5;

/** An hour without any request still lets time pass: the least it is taken for, of the mean. */
const LEAST_HOUR = 1e-3;

/** Requests per second and worker. `workers`: how many there are at a time; `counted`: requests that the server counts for each in the log. */
export function trafficOf(
  lives: readonly LifeMeasure[],
  { from, to, workers, counted }: { from: number; to: number; workers: number; counted: number },
): Traffic {
  const flat: Traffic = { perWorker: null, byHour: new Array<number>(24).fill(1), coversDay: false };
  if (!(to > from)) return flat;
  const requests = lives.reduce((sum, life) => sum + life.requests, 0);
  const perWorker = (counted * requests) / (to - from) / workers;
  const covered = secondsByHour(from, to);
  if (covered.some((seconds) => seconds < COVERED * HOUR)) return { ...flat, perWorker };
  const served = servedByHour(lives);
  const mean = requests / (to - from);
  const shape = served.map((count, hour) => Math.max(LEAST_HOUR, count / covered[hour]! / mean));
  const level = shape.reduce((sum, part) => sum + part, 0) / 24;
  // The mean of a whole day, not of the hours that the log happens to hold twice.
  return { perWorker: perWorker * level, byHour: shape.map((part) => part / level), coversDay: true };
}

/** Splits a stretch of time among the hours of the day; calls back with the hour and the seconds in it. */
function eachHour(from: number, to: number, tell: (hour: number, seconds: number) => void): void {
  // More than a year of hours adds nothing to the shape of a day.
  const end = Math.min(to, from + 400 * DAY);
  for (let at = from; at < end;) {
    const next = Math.min(end, (Math.floor(at / HOUR) + 1) * HOUR);
    tell(Math.floor(at / HOUR) % 24, next - at);
    at = next;
  }
}

function secondsByHour(from: number, to: number): number[] {
  const seconds = new Array<number>(24).fill(0);
  eachHour(from, to, (hour, part) => (seconds[hour]! += part));
  return seconds;
}

function servedByHour(lives: readonly LifeMeasure[]): number[] {
  const served = new Array<number>(24).fill(0);
  for (const { history } of lives) {
    const { from, to, requests, rows } = history.series;
    for (let row = 0; row < rows; row++) {
      const [start, end] = [from[row]!, Math.max(to[row]!, from[row]! + 1)];
      eachHour(start, end, (hour, part) => (served[hour]! += (requests[row]! * part) / (end - start)));
    }
  }
  return served;
}
