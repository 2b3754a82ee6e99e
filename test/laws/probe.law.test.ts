/** Findings of traces and spans keep the laws of the profile: wherever a log is cut, and against one naive pass. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { decode, encode } from '../../src/profile/codec.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { MOST_SPAN_NAMES } from '../../src/profile/span-table.ts';
import { MOST_TRACE_LINES, MOST_TRACED } from '../../src/profile/trace-table.ts';
import { inLong } from '../long.ts';
import { cuts, inPieces, picks, profileOf } from './pieces.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../src/schema/profile.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv({ allErrors: true }).compile(schema);
const SEED = 20261123;
const runs = (few: number): { readonly seed: number; readonly numRuns: number } => ({
  seed: SEED,
  numRuns: inLong(few, 10 * few),
});

interface SpanEntry {
  readonly name: string;
  readonly count: number;
  readonly blocks: number;
  readonly bytes: number;
}

type Entry =
  | {
      readonly kind: 'request';
      readonly path: string;
      readonly every: number;
      readonly spans: readonly SpanEntry[];
    }
  | { readonly kind: 'trace'; readonly text: string; readonly endpoint: string; readonly minute: number };

const slug = fc
  .integer({ min: 0, max: 599 })
  .map(
    (n) =>
      `/blog/post-${'abcdefghij'[n % 10]!}${'klmnopqrst'[Math.floor(n / 10) % 10]!}${'uvwxyz'[Math.floor(n / 100)]!}`,
  );
const spanEntry = fc.record({
  name: fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((n) => `sql.select.t${n}`),
    fc.integer({ min: 0, max: 90 }).map((n) => `part${n}`),
    fc.constant('other'),
  ),
  count: fc.integer({ min: 1, max: 9 }),
  blocks: fc.integer({ min: -50, max: 900 }),
  bytes: fc.integer({ min: -9000, max: 900_000 }),
});
const request: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constant('request' as const),
  path: fc.oneof(fc.constantFrom('/', '/users/17', '/export'), slug),
  every: fc.constantFrom(0, 1, 2, 16),
  spans: fc.array(spanEntry, { maxLength: 8 }),
});
const trace = (endpoints: number): fc.Arbitrary<Entry> =>
  fc.record({
    kind: fc.constant('trace' as const),
    endpoint: fc.integer({ min: 1, max: endpoints }).map((n) => `GET /e${n}/<int:id>`),
    minute: fc.integer({ min: 0, max: 30 }),
    text: fc.oneof(
      fc
        .integer({ min: 1, max: 400 })
        .map((n) => `line file=shop/views.py line=${n} bytes=${n}.5 blocks=1.00`),
      fc.constantFrom(
        'begin calls=100',
        'end why=done calls=92',
        'holder holder=shop.seen type=list items=1.00',
      ),
    ),
  });

const logs = (most: number, endpoints: number, traces: number): fc.Arbitrary<Entry[]> =>
  fc.array(fc.oneof({ weight: 10, arbitrary: request }, { weight: traces, arbitrary: trace(endpoints) }), {
    // Short logs reach no bound.
    minLength: most > 1000 ? 900 : 0,
    maxLength: most,
    size: 'max',
  });

function written(list: readonly Entry[]): string[] {
  return list.map((entry, i) => {
    if (entry.kind === 'trace') {
      const at = `2026-11-22T18:${String(entry.minute).padStart(2, '0')}:02.123Z`;
      const [kind = '', ...fields] = entry.text.split(' ');
      return `memhog v=1 trace=${kind} time=${at} pid=47 since=2026-11-22T18:00:00.000Z endpoint=${JSON.stringify(entry.endpoint)} ${fields.join(' ')}`;
    }
    const { every, spans, path } = entry;
    const left = spans.map((one) => `${one.name}*${one.count}:${one.blocks}/${one.bytes}`).join(',');
    const told = every === 0 ? '' : ` spans_every=${every}${left === '' ? '' : ` spans=${left}`}`;
    return `memhog v=1 at=start pid=47 seq=${i + 1} inflight=1 every=1 rss=${40960 * (i + 9)} alloc=glibc method=GET path="${path}" status=200${told} ms=1.0`;
  });
}

/** Sums by one naive pass: of all endpoints together, which no folding changes, by name. */
function sumsOf(list: readonly Entry[]): Map<string, number[]> {
  const sums = new Map<string, number[]>();
  for (const entry of list) {
    if (entry.kind !== 'request' || entry.every === 0) continue;
    for (const { name, count, blocks, bytes } of entry.spans) {
      const sum = sums.get(name) ?? [0, 0, 0];
      sums.set(
        name,
        [count, blocks, bytes].map((value, i) => sum[i]! + value * entry.every),
      );
    }
  }
  return sums;
}

const totalOf = (sums: Iterable<readonly number[]>): number[] =>
  [...sums].reduce<number[]>((all, one) => all.map((value, i) => value + one[i]!), [0, 0, 0]);

const spanNames = ({ spans }: Profile): (readonly number[])[] =>
  spans.endpoints.flatMap(({ names }) => names.map(({ times, blocks, bytes }) => [times, blocks, bytes]));

describe('findings and spans in pieces of a log', () => {
  for (const [what, arbitrary, few] of [
    ['few of each', logs(120, 4, 3), 40],
    ['so many lines of a trace that the oldest go', logs(1200, 2, 60), 5],
    ['so many endpoints traced that the last by name go', logs(1500, 300, 60), 4],
    ['so many requests that slugs fold and names are summed', logs(1500, 2, 1), 5],
  ] as const)
    it(`give those of the whole: ${what}`, () => {
      fc.assert(
        fc.property(arbitrary, cuts, picks, (list, at, pick) => {
          const lines = written(list);
          assert.deepEqual(inPieces(lines, at, pick), profileOf(lines));
        }),
        runs(few),
      );
    });

  it('are what one naive pass says, to the last block', () => {
    fc.assert(
      fc.property(logs(300, 3, 3), cuts, picks, (list, at, pick) => {
        const profile = inPieces(written(list), at, pick);
        assert.deepEqual(totalOf(spanNames(profile)), totalOf(sumsOf(list).values()));
        const looked = list.filter((one) => one.kind === 'request' && one.every > 0);
        assert.equal(
          profile.spans.endpoints.reduce((sum, { sampled }) => sum + sampled, 0),
          looked.length,
        );
        const told = new Set(
          list.flatMap((one) => (one.kind === 'trace' ? [`${one.endpoint} ${one.minute} ${one.text}`] : [])),
        );
        if (told.size <= MOST_TRACE_LINES) assert.equal(profile.traces.length, told.size);
      }),
      runs(25),
    );
  });

  it('are summed where slugs fold into one place, and by the names that come first in order, not in the log', () => {
    const list = Array.from({ length: 900 }, (_, i): Entry => ({
      kind: 'request',
      path: `/blog/post-${'abcdefghij'[i % 10]!}${'klmnopqrst'[Math.floor(i / 10) % 10]!}${'uvwxyz'[Math.floor(i / 100) % 6]!}`,
      every: 2,
      spans: [{ name: `part${String(900 - i).padStart(3, '0')}`, count: 1, blocks: i, bytes: 9 }],
    }));
    const lines = written(list);
    const whole = profileOf(lines);
    assert.equal(whole.spans.endpoints.length, 1);
    assert.deepEqual(totalOf(spanNames(whole)), totalOf(sumsOf(list).values()));
    const [names = []] = whole.spans.endpoints.map((one) => one.names.map(({ name }) => name));
    assert.deepEqual(
      names.filter((name) => name !== 'other'),
      Array.from({ length: MOST_SPAN_NAMES }, (_, i) => `part${String(i + 1).padStart(3, '0')}`),
    );
    for (const cut of [0.01, 0.3, 0.6, 0.98])
      assert.deepEqual(inPieces(lines, [cut, 0.5], [0]), whole, String(cut));
  });

  it('survive their encoding', () => {
    fc.assert(
      fc.property(logs(200, 5, 4), (list) => {
        const profile = profileOf(written(list));
        assert.deepEqual(decode(encode(profile)), profile);
        assert.ok(validate(JSON.parse(encode(profile))), JSON.stringify(validate.errors?.slice(0, 3)));
      }),
      runs(15),
    );
  });

  it('stay within their bounds, and keep the newest of a trace', () => {
    const many = Array.from({ length: 400 }, (_, i): Entry[] => [
      { kind: 'trace', endpoint: 'GET /a', minute: i % 31, text: `line file=a.py line=${i}` },
      { kind: 'trace', endpoint: `GET /e${i}`, minute: 1, text: 'end why=done' },
      {
        kind: 'request',
        path: '/',
        every: 1,
        spans: [{ name: `part${i}`, count: 1, blocks: 1, bytes: 1 }],
      },
    ]).flat();
    const { traces, spans } = profileOf(written(many));
    assert.equal(new Set(traces.map(({ endpoint }) => endpoint)).size, MOST_TRACED);
    const ofOne = traces.filter(({ endpoint }) => endpoint === 'GET /a');
    assert.equal(ofOne.length, MOST_TRACE_LINES);
    assert.equal(Math.max(...ofOne.map(({ time }) => time)), Date.UTC(2026, 10, 22, 18, 30, 2) / 1000);
    assert.equal(Math.min(...ofOne.map(({ time }) => time)), Date.UTC(2026, 10, 22, 18, 20, 2) / 1000);
    const [names] = spans.endpoints.map((one) => one.names);
    assert.equal(names?.length, MOST_SPAN_NAMES + 1);
    assert.equal(names.find(({ name }) => name === 'other')?.times, 400 - MOST_SPAN_NAMES);
  });
});
