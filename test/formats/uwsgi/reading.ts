import { UwsgiDefault } from '../../../src/formats/uwsgi/default.ts';
import { FIGURES, LineRecord } from '../../../src/record.ts';
import type { LineKind } from '../../../src/record.ts';

/** What the parser said of one piece of a line, in plain values. */
export interface Reading {
  readonly kind: LineKind;
  readonly pid: number;
  readonly app: number;
  readonly own: number;
  readonly all: number;
  readonly core: number;
  readonly time: number;
  readonly status: number;
  readonly method: string;
  /** The raw target; undefined when it is lost. */
  readonly target: string | undefined;
  readonly figures: Record<string, number>;
  readonly reason: string;
  readonly event: string;
  /** How many bytes of the line the piece took. */
  readonly length: number;
}

function reading(kind: LineKind, record: LineRecord, from: number): Reading {
  const { pid, app, core, time, status, method, reason, event, pathStart, pathEnd } = record;
  const figures = Object.fromEntries(
    FIGURES.map((name, i) => [name, record.figures[i]!] as const).filter(([, value]) => value !== 0),
  );
  const target =
    pathStart < 0 ? undefined : Buffer.from(record.pathBytes.subarray(pathStart, pathEnd)).toString('latin1');
  const said = event ? `${event.kind} ${event.what} ${event.pid}` : '';
  const counters = { own: record.workerRequests, all: record.instanceRequests };
  return {
    kind,
    pid,
    app,
    ...counters,
    core,
    time,
    status,
    method,
    target,
    figures,
    reason,
    event: said,
    length: record.next - from,
  };
}

/** Everything read from one line, piece by piece, as the pipeline does. The line stands between other bytes. */
export function readLine(line: string | Uint8Array): readonly Reading[] {
  const middle = typeof line === 'string' ? Buffer.from(line, 'latin1') : line;
  const bytes = Buffer.concat([
    Buffer.from('core 3)\n'),
    middle,
    Buffer.from('\n{rss usage: 9 bytes/0MB} [pid: 9|app: 0|req: 1/1] '),
  ]);
  const end = 8 + middle.length;
  const parser = new UwsgiDefault();
  const record = new LineRecord();
  const all: Reading[] = [];
  for (let from = 8; from < end;) {
    record.reset();
    const kind = parser.parse(bytes, from, end, record);
    all.push(reading(kind, record, from));
    if (record.next <= from || record.next > end)
      throw new Error(`stopped at ${record.next} of ${from}..${end}`);
    from = record.next;
  }
  return all;
}

/** The pieces of a line that say something. */
export function pieces(line: string | Uint8Array): readonly Reading[] {
  return readLine(line).filter(({ kind }) => kind !== 'foreign');
}
