/** Readings as requests begin: what V8 found alive, and only that. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leaky } from './leaky.ts';

const EVERY = { MEMHOG_PROBE_BUDGET: '1' };

type Fields = ReadonlyMap<string, string>;

const number = (fields: Fields, name: string): number => Number(fields.get(name));
const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What ten calls of each of three routes left, a tenth of it: Node's own buffers come and go meanwhile. */
function leftBy(requests: readonly Fields[], figure: (fields: Fields) => number): number {
  const late = requests.slice(60);
  const steps = late.slice(30).map((one, i) => (figure(one) - figure(late[i]!)) / 10);
  return middle(steps);
}

const heap = (fields: Fields): number => number(fields, 'live') - number(fields, 'external');

describe('the probe', () => {
  it('tells what each request left, of objects and of buffers, whatever garbage there is', async () => {
    const { requests } = await leaky('/array', 60, EVERY);
    assert.equal(requests.length, 180);
    const kept = leftBy(requests, heap);
    const few = leftBy((await leaky('/bounded', 60, EVERY)).requests, heap);
    // The client that runs in the same process leaves something too.
    assert.ok(kept - few > 1000 && kept - few < 3500, `${kept} and ${few}`);
    const { requests: outside } = await leaky('/buffers', 60, EVERY);
    const buffers = leftBy(outside, (one) => number(one, 'external'));
    assert.ok(buffers > 15_500 && buffers < 17_500, String(buffers));
  });

  it('writes the fields of a reading all together, alloc last', async () => {
    const { requests } = await leaky('/array', 3, EVERY);
    const [first] = requests;
    assert.ok(first);
    assert.deepEqual(
      [...first.keys()],
      [
        ...['v', 'at', 'time', 'pid', 'seq', 'inflight', 'every', 'rss', 'live', 'gc', 'external', 'alloc'],
        ...['method', 'path', 'status', 'ms'],
      ],
    );
    assert.deepEqual(
      requests.map((one) => [one.get('at'), one.get('seq'), one.get('every'), one.get('alloc')]),
      requests.map((_, i) => ['start', String(i + 1), '1', 'v8']),
    );
    assert.ok(number(first, 'external') < number(first, 'live'));
    const full = requests.map((one) => Number(one.get('gc')?.split('/')[2]));
    assert.ok(
      full.every((count, i) => i === 0 || count > full[i - 1]!),
      'each reading is of another collection',
    );
  });

  it('of no budget reads what V8 does by itself, and few requests have a reading', async () => {
    const { requests } = await leaky('/array', 150, { MEMHOG_PROBE_BUDGET: '0' });
    const read = requests.filter((one) => one.has('live'));
    assert.ok(read.length < requests.length / 4, `${read.length} of ${requests.length}`);
    for (const one of requests) {
      assert.equal(one.get('at'), 'start');
      assert.equal(one.has('live'), one.has('alloc'));
      assert.equal(one.has('live'), one.has('rss'));
    }
  });

  it('is off where that is asked, and on where only the environment asks', async () => {
    assert.equal((await leaky('/array', 2, { MEMHOG_PROBE: '0' })).requests.length, 0);
    const end = { LEAKY_PROBE: 'end' };
    for (const one of (await leaky('/array', 2, end)).requests) assert.equal(one.has('at'), false);
    for (const one of (await leaky('/array', 2, { ...end, MEMHOG_PROBE: '1' })).requests)
      assert.equal(one.get('at'), 'start');
  });

  it('takes numbers that are none as if they were not there', async () => {
    for (const budget of ['much', '-1', ''])
      assert.equal((await leaky('/array', 2, { MEMHOG_PROBE_BUDGET: budget })).requests.length, 6);
  });
});
