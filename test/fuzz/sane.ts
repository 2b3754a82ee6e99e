/** What must hold of every record, whatever the line. */
import assert from 'node:assert/strict';
import { NO_COUNTER, NO_TIME } from '../../src/record.ts';
import type { LineKind, LineRecord } from '../../src/record.ts';

/** The end of the year 9999, seconds. */
const LAST_TIME = 253_402_300_800;

const isCount = (value: number, least = 0): boolean => Number.isSafeInteger(value) && value >= least;

/** Throws AssertionError when the record says what no line can say. */
export function assertSane(kind: LineKind, record: LineRecord): void {
  if (kind === 'ignored' || kind === 'malformed') assert.notEqual(record.reason, '', 'has no reason');
  if (kind === 'lifecycle') {
    assert.ok(record.event, 'has no event');
    assert.ok(isCount(record.event.pid), `pid ${record.event.pid}`);
  }
  if (kind !== 'request' && kind !== 'reading') return;
  const { pid, app, workerRequests, instanceRequests, core, time, status, pathStart, pathEnd } = record;
  assert.ok(isCount(pid), `pid ${pid}`);
  for (const counter of [app, workerRequests, instanceRequests])
    assert.ok(isCount(counter, NO_COUNTER), `counter ${counter}`);
  assert.ok(isCount(core), `core ${core}`);
  assert.ok(isCount(record.every), 'every');
  assert.ok(time === NO_TIME || (isCount(time) && time < LAST_TIME), `time ${time}`);
  assert.ok(isCount(status), `status ${status}`);
  for (const figure of record.figures) assert.ok(isCount(figure), `figure ${figure}`);
  if (pathStart < 0) return;
  assert.ok(pathStart <= pathEnd && pathEnd <= record.pathBytes.length, `path ${pathStart} to ${pathEnd}`);
}

/** Everything that a record says, to be compared. */
export function summaryOf(kind: LineKind, record: LineRecord): unknown {
  const { pathBytes, pathStart, pathEnd, around, next, figures, ...rest } = record;
  return {
    kind,
    ...rest,
    figures: [...figures],
    host: around.host,
    path: pathStart < 0 ? '' : Buffer.from(pathBytes.subarray(pathStart, pathEnd)).toString('latin1'),
    hasPath: pathStart >= 0,
    next: next > 0,
  };
}
