/** How many requests a worker serves, over the log and over the day. */
import type { LifeMeasure } from './lives.ts';
import type { Traffic } from './workload.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Part of each hour of the day that the log must cover for its shape to be believed. */
const COVERED = 0.5;

/** An hour without any request still lets time pass: the least it is taken for, of the mean. */
const LEAST_HOUR = 1e-3;

/** Time that a machine was watched, in seconds of the log's clock, and how many workers it had at a time. */
export interface Watched {
  readonly from: number;
  readonly to: number;
  readonly workers: number;
}

/** `watched`: none where the log has no times; `counted`: requests that the server counts for each in the log; `shares`: see sharesOf. */
interface TrafficCase {
  readonly watched: readonly Watched[];
  readonly counted: number;
  readonly shares: readonly number[];
}

/** Requests per second and worker, over the log and over the day. */
export function trafficOf(lives: readonly LifeMeasure[], { watched, counted, shares }: TrafficCase): Traffic {
  const flat: Traffic = {
    perWorker: null,
    byHour: new Array<number>(24).fill(1),
    coversDay: false,
    shares,
  };
  const seconds = watched.reduce((sum, { from, to }) => sum + to - from, 0);
  if (!(seconds > 0)) return flat;
  const ofWorkers = watched.reduce((sum, { from, to, workers }) => sum + workers * (to - from), 0);
  const requests = lives.reduce((sum, life) => sum + life.requests, 0);
  const perWorker = (counted * requests) / ofWorkers;
  const covered = secondsByHour(watched);
  if (covered.some((part) => part < COVERED * HOUR)) return { ...flat, perWorker };
  const served = servedByHour(lives);
  const mean = requests / seconds;
  const shape = served.map((count, hour) => Math.max(LEAST_HOUR, count / covered[hour]! / mean));
  const level = shape.reduce((sum, part) => sum + part, 0) / 24;
  // The mean of a whole day, not of the hours that the log happens to hold twice.
  return {
    perWorker: perWorker * level,
    byHour: shape.map((part) => part / level),
    coversDay: true,
    shares,
  };
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

function secondsByHour(watched: readonly Watched[]): number[] {
  const seconds = new Array<number>(24).fill(0);
  for (const { from, to } of watched) eachHour(from, to, (hour, part) => (seconds[hour]! += part));
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
