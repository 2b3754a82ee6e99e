/** Findings of traces and spans that nobody's application wrote: however many and however long, they stay within bounds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, encode } from '../../src/profile/codec.ts';
import { MOST_SPANS } from '../../src/profile/span-table.ts';
import {
  LONGEST_STACK,
  LONGEST_TRACED,
  LONGEST_VALUE,
  MOST_TRACE_LINES,
  MOST_TRACED,
} from '../../src/profile/trace-table.ts';
import { profileOf } from '../laws/pieces.ts';

function* hostileTraces(count: number): Iterable<string> {
  const long = 'x'.repeat(9000);
  for (let i = 0; i < count; i++)
    yield `memhog v=1 trace=line time=2026-11-22T18:00:00.000Z pid=${i} endpoint="GET /${i % 1000}${long}" file=${long} stack=${long} line=${i} unknown${i}=1`;
}

/** Requests of many endpoints, each with names of spans of its own. */
function* manySpans(endpoints: number, names: number): Iterable<string> {
  for (let i = 0; i < endpoints; i++) {
    // Few names in each place, so that no place folds.
    const path = `/${i % 200}/${Math.floor(i / 200)}/x`;
    const spans = Array.from({ length: names }, (_, name) => `part${i}-${name}*1:9/9`).join(',');
    yield `memhog v=1 at=start pid=7 seq=${i + 1} inflight=1 rss=40960000 alloc=glibc method=GET path="/p" route="/a${path}" status=200 spans_every=1 spans=${spans} ms=1.0`;
  }
}

describe('lines of the probe that nobody meant', () => {
  it('leave a bounded number of findings, of bounded length, without unknown fields', () => {
    const { traces } = profileOf(hostileTraces(20_000));
    assert.ok(traces.length <= MOST_TRACED * MOST_TRACE_LINES, String(traces.length));
    assert.ok(new Set(traces.map(({ endpoint }) => endpoint)).size <= MOST_TRACED);
    for (const { endpoint, fields } of traces) {
      assert.ok(endpoint.length <= LONGEST_TRACED);
      for (const [name, value] of fields)
        assert.ok(value.length <= (name === 'stack' ? LONGEST_STACK : LONGEST_VALUE), name);
      assert.ok(!fields.some(([name]) => name.startsWith('unknown')));
    }
  });

  it('leave a bounded number of spans, with nothing lost from their sums', () => {
    const [endpoints, names] = [9000, 20];
    const { spans } = profileOf(manySpans(endpoints, names));
    const all = spans.endpoints.flatMap((one) => one.names);
    assert.ok(all.length <= MOST_SPANS, String(all.length));
    assert.ok(spans.most < names, String(spans.most));
    assert.equal(
      all.reduce((sum, one) => sum + one.times, 0),
      endpoints * names,
    );
  });

  it('stay whole numbers, whatever they say', () => {
    const largest = '9'.repeat(15);
    const line = `memhog v=1 at=start pid=7 seq=1 inflight=1 rss=40960000 alloc=glibc method=GET path="/p" status=200 spans_every=999999 spans=a*999999999:${largest}/-${largest} ms=1.0`;
    const profile = profileOf(Array.from({ length: 50 }, () => line));
    assert.deepEqual(decode(encode(profile)), profile);
  });
});
