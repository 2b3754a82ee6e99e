import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, formatMoment, formatPeriod, secondsBetween } from '../../src/wording/moment.ts';

test('a period names the day twice only if there are two', () => {
  assert.equal(formatPeriod('2026-11-20T10:00:03', '2026-11-20T10:20:03'), '2026-11-20 10:00:03 to 10:20:03');
  assert.equal(
    formatPeriod('2026-11-20T23:00:00', '2026-11-21T01:00:00'),
    '2026-11-20 23:00:00 to 2026-11-21 01:00:00',
  );
  assert.equal(formatPeriod(null, null), '(no time)');
  assert.equal(formatMoment(null), '(no time)');
});

test('lengths of time do not depend on the zone of this machine', () => {
  assert.equal(secondsBetween('2026-10-25T00:30:00', '2026-10-25T05:30:00'), 5 * 3600);
  assert.equal(secondsBetween('2026-10-25T00:30:00Z', '2026-10-25T00:30:00-01:00'), 3600);
  assert.equal(secondsBetween('nonsense', '2026-10-25T05:30:00'), null);
  assert.equal(secondsBetween(null, null), null);
});

test('a length of time has at most two units', () => {
  const cases = new Map([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [250, '4 min 10 s'],
    [3600, '1 h'],
    [3605, '1 h'],
    [2 * 86_400 + 3 * 3600 + 59, '2 d 3 h'],
  ]);
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text);
});
