import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import type { Format } from '../../../src/formats/format.ts';
import { JsonLines } from '../../../src/formats/json/json-lines.ts';
import { Logfmt } from '../../../src/formats/logfmt/logfmt.ts';
import { Ltsv } from '../../../src/formats/ltsv/ltsv.ts';
import { FIGURES, LineRecord, NO_COUNTER, NO_TIME } from '../../../src/record.ts';
import type { LineKind, Surroundings } from '../../../src/record.ts';

/** What a parser said of a line, with what the line does not say left out. */
export interface Said {
  readonly kind: LineKind;
  readonly reason?: string;
  readonly pid?: number;
  readonly host?: string;
  readonly time?: number;
  readonly status?: number;
  readonly method?: string;
  readonly target?: string;
  readonly route?: string;
  readonly seq?: number;
  readonly core?: number;
  readonly figures?: Readonly<Record<string, number>>;
  readonly event?: string;
}

/** Reads one line, which stands between other bytes, with a parser. */
export function read(format: Format, line: string | Uint8Array, around?: Surroundings): Said {
  const middle = typeof line === 'string' ? Buffer.from(line) : line;
  const bytes = Buffer.concat([Buffer.from('path=/x '), middle, Buffer.from(' rss=77777777\t"} pid=9')]);
  const [start, end] = [8, 8 + middle.length];
  const record = new LineRecord();
  if (around) record.around = around;
  record.reset();
  const kind = format.parse(bytes, start, end, record);
  if (record.next < start || record.next > end) throw new Error(`stopped at ${record.next}`);
  return kind === 'foreign' ? { kind } : said(kind, record);
}

function said(kind: LineKind, record: LineRecord): Said {
  const { reason, pid, host, time, status, method, route, event, core, workerRequests } = record;
  const { pathBytes, pathStart, pathEnd } = record;
  const figures = FIGURES.map((name, i) => [name, record.figures[i]!] as const).filter(
    ([, size]) => size > 0,
  );
  return {
    kind,
    ...(reason === '' ? {} : { reason }),
    ...(pid === 0 ? {} : { pid }),
    ...(host === '' ? {} : { host }),
    ...(time === NO_TIME ? {} : { time }),
    ...(status === 0 ? {} : { status }),
    ...(method === '' ? {} : { method }),
    ...(pathStart < 0 ? {} : { target: Buffer.from(pathBytes.subarray(pathStart, pathEnd)).toString() }),
    ...(route === '' ? {} : { route }),
    ...(workerRequests === NO_COUNTER ? {} : { seq: workerRequests }),
    ...(core === 0 ? {} : { core }),
    ...(figures.length === 0 ? {} : { figures: Object.fromEntries(figures) }),
    ...(event ? { event: `${event.kind} ${event.what} ${event.pid}` } : {}),
  };
}

type Fields = Readonly<Record<string, string>>;

/** Readers of one line each by a parser of their own. */
export const json = (value: unknown, fields: Fields = {}): Said =>
  read(new JsonLines(new Vocabulary({ fields })), typeof value === 'string' ? value : JSON.stringify(value));
export const logfmt = (line: string, fields: Fields = {}): Said =>
  read(new Logfmt(new Vocabulary({ fields })), line);
export const ltsv = (line: string, fields: Fields = {}): Said =>
  read(new Ltsv(new Vocabulary({ fields })), line);
