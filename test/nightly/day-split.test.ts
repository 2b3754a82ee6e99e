import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DaySplit, dayName, dayOf } from '../../src/nightly/day-split.ts';
import { merge } from '../../src/profile/merge.ts';
import { encode } from '../../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { RecordReader } from '../../src/record-reader.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { ctime } from '../laws/ctime.ts';

const MIDNIGHT = Date.UTC(2026, 10, 22) / 1000;
const SOURCE = { name: 'app.log', machine: 'web1' };

let count = 0;
const line = (pid: number, at: number, rss = 50_000 + count): string =>
  `{address space usage: 1 bytes/0MB} {rss usage: ${rss * 1024} bytes/0MB} [pid: ${pid}|app: 0|req: -/${++count}] 192.0.2.7 () {30 vars in 500 bytes} [${ctime(at)}] GET / => generated 1 bytes in 4 msecs (HTTP/1.1 200) 2 headers in 80 bytes (1 switches on core 0)`;

/** Splits lines; gives back the split. */
function split(
  lines: readonly string[],
  arrived: ReadonlyMap<string, number> = new Map(),
  latest = Infinity,
): DaySplit {
  const days = new DaySplit({ settings: DEFAULT_SETTINGS, arrived, latest, profileOf: () => undefined });
  const reader = new RecordReader({}, (kind, record, format, place) =>
    days.take(kind, record, format, place),
  );
  days.open(SOURCE, 'app.log', dayOf(MIDNIGHT));
  for (const text of lines) {
    const bytes = Buffer.from(text);
    reader.line(bytes, 0, bytes.length, 0);
  }
  reader.end();
  return days;
}

const requestsOf = (days: DaySplit): Record<string, number> =>
  Object.fromEntries(days.profiles().map(({ day, profile }) => [dayName(day), profile.coverage.requests]));

describe('a line belongs to', () => {
  it('the day its time says', () => {
    const days = split([line(1, MIDNIGHT - 1), line(1, MIDNIGHT), line(2, MIDNIGHT + 5)]);
    assert.deepEqual(requestsOf(days), { '2026-11-21': 1, '2026-11-22': 2 });
  });

  it('the latest day its worker has shown, also when its clock goes back', () => {
    const days = split([line(1, MIDNIGHT), line(1, MIDNIGHT - 1), line(2, MIDNIGHT - 1)]);
    assert.deepEqual(requestsOf(days), { '2026-11-21': 1, '2026-11-22': 2 });
  });

  it('the latest day of the nights before, too', () => {
    const before = split([line(1, MIDNIGHT)]).arrived();
    const days = split([line(1, MIDNIGHT - 1), line(2, MIDNIGHT - 1)], before);
    assert.deepEqual(requestsOf(days), { '2026-11-21': 1, '2026-11-22': 1 });
  });

  it('no day of a clock that is far ahead', () => {
    const days = split(
      [line(1, MIDNIGHT), line(1, MIDNIGHT + 9e8), line(1, MIDNIGHT + 1)],
      new Map(),
      MIDNIGHT + 1e5,
    );
    assert.deepEqual(requestsOf(days), { '2026-11-22': 3 });
  });

  it('the day the log has reached, when it names no worker', () => {
    const days = split([
      '*** Starting uWSGI 2.0.21 ***',
      line(1, MIDNIGHT + 86_400),
      'what is this?',
      line(2, MIDNIGHT),
    ]);
    const ignored = days.profiles().map(({ profile }) => profile.coverage.lines);
    assert.deepEqual(ignored, [2, 2]);
  });
});

describe('the days', () => {
  it('merge to the profile of the whole', () => {
    const times = [-3, -1, 0, -2, 1, 86_399, 86_400, 86_398, 90_000, 200_000];
    const lines = times.map((at, i) => line(1 + (i % 2), MIDNIGHT + at));
    const pipeline = new Pipeline(DEFAULT_SETTINGS);
    pipeline.open(SOURCE, 'app.log');
    for (const text of lines) {
      const bytes = Buffer.from(text);
      pipeline.line(bytes, 0, bytes.length, 0);
    }
    pipeline.end();
    const days = split(lines).profiles();
    assert.ok(days.length > 2);
    const whole = days.map(({ profile }) => profile).reduce((a: Profile, b) => merge(a, b));
    assert.equal(encode(whole), encode(pipeline.toProfile()));
  });

  it('remember workers that a later line may find, and forget the others', () => {
    const days = split([line(1, MIDNIGHT - 3 * 86_400), line(2, MIDNIGHT), line(3, MIDNIGHT + 86_400)]);
    assert.deepEqual(
      [...days.arrived()].map(([key, day]) => `${key.split('\n').at(-1)!} ${dayName(day)}`).sort(),
      ['2 2026-11-22', '3 2026-11-23', 'app.log 2026-11-23'],
    );
  });
});
