import { FIGURES, LineRecord } from '../../../src/record.ts';
import type { Format } from '../../../src/formats/format.ts';

/** What a format said of one line, in plain values; what the line does not say is left out. */
export type Said = Readonly<Record<string, unknown>>;

/** Reads one line, which stands between other bytes, and checks the promises that every format makes. */
export function said(format: Format, line: string | Uint8Array): Said {
  const middle = typeof line === 'string' ? Buffer.from(line, 'utf8') : line;
  const bytes = Buffer.concat([
    Buffer.from('"pid": 9, rss=9 '),
    middle,
    Buffer.from('rss=7 pid=7 "GET /z HTTP/1.1" 200\n'),
  ]);
  const [start, end] = [16, 16 + middle.length];
  const record = new LineRecord();
  record.reset();
  const kind = format.parse(bytes, start, end, record);
  if (kind !== 'foreign' && record.next !== end) throw new Error(`stopped at ${record.next} of ${end}`);
  if (kind === 'foreign') return { kind };
  const { pid, core, time, status, method, route, reason, event, pathStart, pathEnd, workerRequests } =
    record;
  if (pathStart >= 0 && (pathStart < start || pathEnd > end || pathEnd < pathStart))
    throw new Error(`path at ${pathStart}..${pathEnd} of ${start}..${end}`);
  const figures = FIGURES.flatMap((name, i) =>
    record.figures[i] === 0 ? [] : [[name, record.figures[i]!] as const],
  );
  const path = pathStart < 0 ? '' : Buffer.from(record.pathBytes.subarray(pathStart, pathEnd)).toString();
  const all = { kind, pid, core, time, status, method, route, path, reason, seq: workerRequests };
  const told = Object.entries(all).filter(([, value]) => value !== '' && value !== 0 && value !== -1);
  return {
    ...Object.fromEntries([...told, ...figures]),
    ...(event ? { event: `${event.kind} ${event.what} ${event.pid}` } : {}),
  };
}

/** A source of chance that can be repeated (Lehmer, modulus 2^31 - 1). */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A line with one to four bytes changed, taken out or doubled. */
export function mutated(line: string, random: (below: number) => number): Uint8Array {
  let bytes = Buffer.from(line);
  for (let i = 1 + random(4); i > 0; i--) {
    const at = random(bytes.length + 1);
    const way = random(4);
    const part = Buffer.from([random(256)]);
    if (way === 0) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(9))]);
    else if (way === 1) bytes = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
    else if (way === 2) bytes = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at + 1)]);
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random(30)))]);
  }
  return bytes;
}
