import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allUp, downsOf, staysOf, wholeStays } from './marks.ts';
import { peakOf, readingsOf, requestsBy } from './readings.ts';
import { TAIL } from './stack.ts';

const MARKS = `up 1 10.0
up 2 10.5
down 1 20.0
down 2 20.2
up 3 20.4
up 4 21.0
down 3 30.0
up 5 30.1
down 4 31.0
down 5 31.0
`;

test('stays are read, and those that end with the run are not restarts', () => {
  const stays = staysOf(MARKS);
  assert.equal(stays.length, 5);
  assert.equal(allUp(stays, 2), 10.5);
  assert.deepEqual(
    wholeStays(stays, 11, 30.5).map(({ pid }) => pid),
    ['1', '2', '3'],
  );
  assert.throws(() => allUp(stays, 6), /fewer than 6/);
});

test('workers down at once are counted, and how long a place is empty', () => {
  const { gaps, mostAtOnce, withAtLeast } = downsOf(staysOf(MARKS), 11, 30.5, 2);
  assert.equal(mostAtOnce, 2);
  assert.deepEqual(withAtLeast, [3, 1]);
  assert.deepEqual(
    gaps.map((gap) => gap.toFixed(1)),
    ['0.4', '0.8', '0.1'],
  );
});

test('a worker counts for the memory from its first to its last reading', () => {
  const readings = [
    { pid: 'a', rss: 10 },
    { pid: 'b', rss: 20 },
    { pid: 'a', rss: 15 },
    { pid: 'c', rss: 5 },
    { pid: 'b', rss: 21 },
  ];
  assert.equal(peakOf(readings), 35);
  assert.equal(requestsBy(readings).get('a'), 2);
});

test('a tail in the name of a browser is no reading', () => {
  const line = (agent: string): string =>
    `- - "GET / HTTP/1.1" 200 5 "-" "${agent}" memhog v=1 pid=7 seq=1 inflight=1 rss=4096`;
  const log = [line('lamp'), line('x memhog v=1 pid=1 rss=9'), '"GET" "y memhog v=1 pid=1 rss=9"'].join('\n');
  assert.deepEqual(readingsOf(log, TAIL), [
    { pid: '7', rss: 4096 },
    { pid: '7', rss: 4096 },
  ]);
});
