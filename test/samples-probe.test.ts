/** The logs with the probe (samples/probe): every request is read, in whatever line it stands, and none is forged. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { allFormats } from '../src/formats/formats.ts';
import { LineRecord } from '../src/record.ts';

const FOLDER = join(import.meta.dirname, '../samples/probe');
const LOGS = readdirSync(FOLDER).filter((name) => name.endsWith('.log.gz'));

interface Truth {
  readonly routes: Readonly<Record<string, { readonly calls: number; readonly kind: string }>>;
}

/** What was read of a log: `seq` of each process, and how many lines had what. */
interface Read {
  readonly processes: ReadonlyMap<number, readonly number[]>;
  readonly readings: number;
  readonly spans: number;
}

function readLog(name: string): Read {
  const processes = new Map<number, number[]>();
  let [readings, spans] = [0, 0];
  const formats = allFormats();
  for (const line of gunzipSync(readFileSync(join(FOLDER, name)))
    .toString('latin1')
    .split('\n')) {
    const record = new LineRecord();
    const bytes = Buffer.from(line, 'latin1');
    const format = formats.find((one) => {
      record.reset();
      return one.parse(bytes, 0, bytes.length, record) !== 'foreign';
    });
    if (format === undefined || !record.atStart) continue;
    const known = processes.get(record.pid) ?? [];
    processes.set(record.pid, known);
    known.push(record.workerRequests);
    assert.ok(record.route !== '' || record.pathStart >= 0, line);
    if (record.figures.some((figure) => figure > 0)) readings++;
    else assert.equal(record.every, 0, line);
    spans += record.spans.length;
  }
  return { processes, readings, spans };
}

describe('a log with the probe', () => {
  it('is there for each server', () => assert.ok(LOGS.length >= 9, String(LOGS)));

  for (const name of LOGS)
    it(`${name}: no request is missing, and none is there twice`, () => {
      const { processes, readings, spans } = readLog(name);
      // A traced server is started again for each trace.
      const most = name.startsWith('trace-') ? 20 : 3;
      assert.ok(processes.size >= 2 && processes.size <= most, String([...processes.keys()]));
      for (const seqs of processes.values())
        assert.deepEqual(
          [...seqs].sort((a, b) => a - b),
          seqs.map((_, i) => i + 1),
        );
      const all = [...processes.values()].reduce((sum, seqs) => sum + seqs.length, 0);
      assert.ok(readings > 20, `${readings} readings`);
      if (name.startsWith('every-')) assert.equal(readings, all);
      if (name.startsWith('django') && name.includes('gunicorn')) assert.ok(spans > 0);
      const truth = JSON.parse(
        readFileSync(join(FOLDER, name.replace('.gz', '.truth.json')), 'utf8'),
      ) as Truth;
      const calls = Object.values(truth.routes).reduce((sum, route) => sum + route.calls, 0);
      // what is no route of the shop is not counted there
      assert.ok(all >= calls && all <= calls + 40, `${all} lines, ${calls} calls`);
      assert.equal(Object.values(truth.routes).filter(({ kind }) => kind.startsWith('leak')).length, 8);
    });
});
