import { PythonServerLog } from '../../../src/formats/gunicorn/error-log.ts';
import { Access } from '../../../src/formats/access/access.ts';
import { CeleryWorkerLog } from '../../../src/formats/celery/worker-log.ts';
import type { Format } from '../../../src/formats/format.ts';
import { MemhogNative } from '../../../src/formats/memhog/native.ts';
import { MemorySeen } from '../../../src/formats/memhog/seen.ts';
import { FIGURES, LineRecord, NO_COUNTER, NO_TIME } from '../../../src/record.ts';
import type { LineKind } from '../../../src/record.ts';

/** What a format said of a line, in plain values; what was not said is left out. */
export interface Said {
  readonly kind: LineKind;
  readonly pid?: number;
  readonly seq?: number;
  readonly core?: number;
  readonly time?: string;
  readonly status?: number;
  readonly method?: string;
  readonly route?: string;
  readonly host?: string;
  readonly path?: string;
  readonly figures?: Readonly<Record<string, number>>;
  readonly reason?: string;
  readonly event?: string;
}

function said(kind: LineKind, record: LineRecord): Said {
  const { pid, workerRequests, core, time, status, method, route, host, reason, event } = record;
  const figures = Object.fromEntries(
    FIGURES.map((name, i) => [name, record.figures[i]!] as const).filter(([, value]) => value !== 0),
  );
  const path = Buffer.from(record.pathBytes.subarray(Math.max(0, record.pathStart), record.pathEnd));
  return {
    kind,
    ...(pid === 0 ? {} : { pid }),
    ...(workerRequests === NO_COUNTER ? {} : { seq: workerRequests }),
    ...(core === 0 ? {} : { core }),
    ...(time === NO_TIME ? {} : { time: new Date(time * 1000).toISOString().slice(0, 19) }),
    ...(status === 0 ? {} : { status }),
    ...(method === '' ? {} : { method }),
    ...(route === '' ? {} : { route }),
    ...(host === '' ? {} : { host }),
    ...(record.pathStart < 0 ? {} : { path: path.toString('utf8') }),
    ...(Object.keys(figures).length === 0 ? {} : { figures }),
    ...(reason === '' ? {} : { reason }),
    ...(event ? { event: `${event.kind} ${event.what} ${event.pid}` } : {}),
  };
}

/** The laws of every record: whole figures, places inside the line, a counter that is one. */
function check(kind: LineKind, record: LineRecord, start: number, end: number, text: string): void {
  const fail = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify(text)}`);
  };
  for (const value of record.figures)
    if (!Number.isSafeInteger(value) || value < 0) fail('a figure is no whole number');
  for (const value of [record.pid, record.core, record.status])
    if (!Number.isSafeInteger(value) || value < 0) fail('a number is none');
  if (!Number.isSafeInteger(record.time) || record.time < NO_TIME) fail('a time is none');
  if (!Number.isSafeInteger(record.workerRequests) || record.workerRequests < NO_COUNTER)
    fail('a counter is none');
  if (record.next <= start || record.next > end) fail('stopped outside');
  if (record.pathStart > record.pathEnd || record.pathEnd > record.pathBytes.length) fail('a path is none');
  if (kind === 'ignored' && record.reason === '') fail('ignored without a reason');
  if (kind === 'malformed' && record.reason === '') fail('malformed without a reason');
  if (kind === 'lifecycle' && !record.event) fail('no event');
}

/** What surrounds the line in its buffer: it must not be read. */
const [BEFORE, AFTER] = ['"GET /before HTTP/1.1" 200 ', '0 memhog v=1 pid=7 rss=4096 path="/after" 9" 200'];

/** What the format says of the line, which stands between other bytes that it must not read. */
export function read(format: Format, line: string | Uint8Array, around = ''): Said {
  const middle = typeof line === 'string' ? Buffer.from(line, 'utf8') : line;
  const bytes = Buffer.concat([Buffer.from(BEFORE), middle, Buffer.from(AFTER)]);
  const [start, end] = [BEFORE.length, BEFORE.length + middle.length];
  const record = new LineRecord();
  record.around = { host: around, pid: 0, time: NO_TIME };
  record.reset();
  const kind = format.parse(bytes, start, end, record);
  if (kind === 'foreign') return { kind };
  const text = middle.toString();
  check(kind, record, start, end, text);
  const plain = said(kind, record);
  // The same line by itself must say the same.
  const alone = new LineRecord();
  alone.around = record.around;
  alone.reset();
  const again = said(format.parse(middle, 0, middle.length, alone), alone);
  if (JSON.stringify(again) !== JSON.stringify(plain)) throw new Error(`read what stands around: ${text}`);
  return plain;
}

/** Fresh parsers, in the order in which they are tried. */
export function fresh(): {
  access: Access;
  celery: CeleryWorkerLog;
  memhog: MemhogNative;
  server: PythonServerLog;
} {
  const seen = new MemorySeen();
  return {
    celery: new CeleryWorkerLog(seen),
    server: new PythonServerLog(),
    memhog: new MemhogNative(seen),
    access: new Access(seen),
  };
}

/** Changes `count` bytes of a line at random places: to another byte, to none, or to one more. */
export function mutated(line: string, random: () => number, count: number): Uint8Array {
  const bytes = [...Buffer.from(line)];
  const pieces = [
    '"',
    '\\',
    ' memhog v=1 ',
    '=',
    '[',
    ']',
    '<1>',
    ' rss=4096',
    '\u0000',
    'ÿ',
    '"GET / HTTP/1.1" 200',
    '\\u00',
  ];
  for (let i = 0; i < count; i++) {
    const at = Math.floor(random() * (bytes.length + 1));
    const what = random();
    if (what < 0.3) bytes.splice(at, 1 + Math.floor(random() * 4));
    else if (what < 0.6) bytes[Math.min(at, bytes.length - 1)] = Math.floor(random() * 256);
    else bytes.splice(at, 0, ...Buffer.from(pieces[Math.floor(random() * pieces.length)]!));
  }
  return Uint8Array.from(bytes);
}

/** Numbers from 0 to 1, the same each time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
