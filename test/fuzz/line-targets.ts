/** Parsers, wrappers, and the way from bytes to records. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allFormats } from '../../src/formats/formats.ts';
import type { FormatOptions } from '../../src/formats/format.ts';
import { LineSplitter } from '../../src/input/lines.ts';
import type { LinesAhead } from '../../src/input/lines.ts';
import { OctetFrames } from '../../src/input/octet-frames.ts';
import { LineRecord } from '../../src/record.ts';
import { RecordReader } from '../../src/record-reader.ts';
import { allLooseners } from '../../src/wrappers/loosen.ts';
import { Peeled } from '../../src/wrappers/wrapper.ts';
import { allWrappers } from '../../src/wrappers/wrappers.ts';
import { brokenLine, brokenLog } from './mutations.ts';
import { assertSane, summaryOf } from './sane.ts';
import { inTime } from './target.ts';
import type { Target } from './target.ts';

/** A target that takes lines. */
interface LineTarget extends Target {
  /** The input of its property that holds this line. */
  readonly ofLine: (line: Buffer) => unknown;
}

/** With a format of each sort that the user may name, so that those are fuzzed too. */
const OPTIONS: FormatOptions = {
  logFormats: [
    '%(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(rssM) %(pid)',
    '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s %({rss}o)s %(p)s',
    '%R - %u %t "%m %r%Q%q" %s %{mega}M %p',
  ],
  patterns: ['pid=(?<pid>\\d+) rss=(?<rss>\\d+) path=(?<path>\\S+)'],
  fields: { rss: 'mem.rss', path: 'url' },
};

const FORMATS = allFormats(OPTIONS);
const BEFORE = Buffer.from('"} [pid: 9|app: 9|req: 9/9] GET /x memhog v=1 pid=9 rss=9 ');
const AFTER = Buffer.from('"} {rss usage: 9 bytes/9MB} memhog v=1 pid=9 rss=9');

/** What the format says of the line; it may remember lines before, so it is asked twice. */
function parsed(place: number, bytes: Uint8Array, start: number, end: number): unknown {
  const record = new LineRecord();
  const kind = inTime(() => {
    record.reset();
    return FORMATS[place]!.parse(bytes, start, end, record);
  });
  assertSane(kind, record);
  if (kind !== 'foreign')
    assert.ok(record.next > start && record.next <= end, `next ${record.next} of ${start} to ${end}`);
  return summaryOf(kind, record);
}

/** A format reads a line, and nothing around it. */
function formatProperty(place: number): fc.IRawProperty<unknown> {
  return fc.property(brokenLine, (line) => {
    if (line.length === 0) return;
    const copy = Buffer.from(line);
    parsed(place, line, 0, line.length);
    const alone = parsed(place, line, 0, line.length);
    assert.ok(copy.equals(line), 'the line was written to');
    const among = Buffer.concat([BEFORE, line, AFTER]);
    assert.deepEqual(parsed(place, among, BEFORE.length, BEFORE.length + line.length), alone);
  });
}

function peelProperty(peel: (typeof WRAPPERS)[number]): fc.IRawProperty<unknown> {
  return fc.property(brokenLine, (line) => {
    const peeled = new Peeled();
    const summary = (bytes: Uint8Array, start: number, end: number): unknown => {
      peeled.reset(bytes, start, end);
      if (!inTime(() => peel.peel(bytes, start, end, peeled))) return false;
      assert.ok(peeled.start >= 0 && peeled.start <= peeled.end && peeled.end <= peeled.bytes.length);
      assert.ok(peeled.next > start && peeled.next <= end, `next ${peeled.next} of ${start} to ${end}`);
      assert.ok(Number.isSafeInteger(peeled.pid) && peeled.pid >= 0, `pid ${peeled.pid}`);
      assert.ok(Number.isSafeInteger(peeled.time) && peeled.time >= -1, `time ${peeled.time}`);
      const inner = Buffer.from(peeled.bytes.subarray(peeled.start, peeled.end)).toString('latin1');
      const { host, pid, time, stream, goesOn, holdsLines } = peeled;
      return { inner, host, pid, time, stream, goesOn, holdsLines, next: peeled.next - start };
    };
    const alone = summary(line, 0, line.length);
    const among = Buffer.concat([BEFORE, line, AFTER]);
    assert.deepEqual(summary(among, BEFORE.length, BEFORE.length + line.length), alone);
  });
}

const WRAPPERS = [...allWrappers(Date.UTC(2026, 10, 23) / 1000), ...allLooseners()];

/** What is made of a log given in these chunks, of which what can be is read ahead or each line cut out first. */
function recordsOf(chunks: readonly Uint8Array[], isAhead: boolean): readonly unknown[] {
  const all: unknown[] = [];
  const reader = new RecordReader({}, (kind, record, format, { start, end, offset }) => {
    assertSane(kind, record);
    if (kind === 'request') assert.ok(record.status === 0 || (record.status >= 100 && record.status < 1000));
    all.push([format.name, offset, end - start, summaryOf(kind, record)]);
  });
  const frames = new OctetFrames(
    (bytes, start, end, offset) => reader.line(bytes, start, end, offset),
    () => undefined,
  );
  const ahead: LinesAhead = {
    linesAhead: (bytes, start, end, offset) => reader.linesAhead(bytes, start, end, frames.taken + offset),
    get stoppedAt() {
      return reader.stoppedAt;
    },
  };
  const splitter = new LineSplitter(
    (bytes, start, end, offset) => reader.line(bytes, start, end, frames.taken + offset),
    0,
    isAhead ? ahead : undefined,
  );
  inTime(() => {
    for (const chunk of chunks) splitter.push(frames.push(chunk));
    splitter.push(frames.end());
    splitter.end();
    reader.end();
  });
  return all;
}

/** The same log in chunks of any size, read ahead or not, gives the same records. */
const chunkProperty = (): fc.IRawProperty<unknown> =>
  fc.property(brokenLog, fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 40 }), (lines, sizes) => {
    const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (const size of sizes) {
      // A copy: a chunk is only valid until the next one.
      chunks.push(Buffer.from(bytes.subarray(at, at + size)));
      at += size;
    }
    chunks.push(bytes.subarray(at));
    assert.deepEqual(recordsOf(chunks, true), recordsOf([bytes], false));
    assert.deepEqual(recordsOf([bytes], true), recordsOf(chunks, false));
  });

/** See the top of this file. */
export const LINE_TARGETS: readonly LineTarget[] = [
  ...FORMATS.map((format, place) => ({
    name: `formats/${format.name}${place < 3 ? ` ${place + 1}` : ''}`,
    property: () => formatProperty(place),
    ofLine: (line: Buffer): unknown => [line],
    weight: 1,
  })),
  ...WRAPPERS.map((wrapper, place) => ({
    name: `wrappers/${wrapper.name}${place >= WRAPPERS.length - 3 ? ' (loosened)' : ''}`,
    property: () => peelProperty(wrapper),
    ofLine: (line: Buffer): unknown => [line],
    weight: 0.5,
  })),
  {
    name: 'record-reader, in chunks',
    property: chunkProperty,
    ofLine: (line) => [[line], [7, 100]],
    weight: 4,
  },
];
