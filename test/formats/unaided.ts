import { FIGURES, NO_TIME } from '../../src/record.ts';
import type { FormatOptions } from '../../src/formats/format.ts';
import { RecordReader } from '../../src/record-reader.ts';

/** What the reader with all formats and wrappers said of one line; what the line does not say is left out. */
export type Said = Readonly<Record<string, unknown>>;

/** Reads lines as they lie in a file. */
export function unaided(lines: readonly string[], options: FormatOptions = {}): readonly Said[] {
  const all: Said[] = [];
  const reader = new RecordReader(options, (kind, record, format) => {
    if (kind === 'foreign') {
      all.push({ kind });
      return;
    }
    const { pid, core, status, method, reason, event, pathBytes, pathStart, pathEnd, time } = record;
    const path = pathStart < 0 ? '' : Buffer.from(pathBytes.subarray(pathStart, pathEnd)).toString();
    const rss = record.figures[FIGURES.indexOf('rss')]!;
    const said = event ? `${event.kind} ${event.what} ${event.pid}` : '';
    const values = { kind, by: format.name, pid, core, status, method, path, rss, reason, event: said };
    const told = Object.entries(values).filter(([, value]) => value !== '' && value !== 0);
    all.push({ ...Object.fromEntries(told), ...(time === NO_TIME ? {} : { time }) });
  });
  for (const line of lines) {
    const bytes = Buffer.from(line);
    reader.line(bytes, 0, bytes.length, 0);
  }
  reader.end();
  return all;
}
