/** The log of a week of a shop, made from two of the logs in samples/: their lines, spread over days. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ctime } from '../laws/ctime.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Midnight before the first line, in seconds. */
const FIRST = Date.UTC(2026, 10, 14) / 1000;

/** Day and hour at which the version that leaks was deployed. */
const DEPLOYED = 2 * DAY + 9 * HOUR;
const END = 7 * DAY;

const TIME = /\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\]/;

function linesOf(name: string): readonly string[] {
  const bytes = readFileSync(new URL(`../../samples/uwsgi/${name}`, import.meta.url));
  return gunzipSync(bytes).toString('latin1').trimEnd().split('\n');
}

/** The lines with their times spread evenly from one second to another; the traffic of a day has its night. */
function spread(lines: readonly string[], from: number, to: number): string[] {
  const length = to - from;
  return lines.map((line, i) => {
    const at = from + (length * i) / lines.length;
    const ebb = (0.8 * DAY * Math.sin((2 * Math.PI * at) / DAY)) / (2 * Math.PI);
    const time = Math.floor(FIRST + Math.min(to - 1, Math.max(from, at + ebb)));
    return line.replace(TIME, `[${ctime(time)}]`);
  });
}

/** The log: a clean version, and one that leaks from the third day on. */
export function sampleLog(): string {
  const clean = linesOf('clean.log.gz');
  const leaky = linesOf('leaky-shop.log.gz');
  return [...spread(clean, 0, DEPLOYED), ...spread(leaky, DEPLOYED, END), ''].join('\n');
}

/** The clock when the report of all days is made: the morning after, in milliseconds. */
export const MORNING_AFTER = (FIRST + END + 6 * HOUR) * 1000;

/** How the times of the last day begin. */
export const LAST_DAY = `[${ctime(FIRST + END - DAY).slice(0, 10)}`;
