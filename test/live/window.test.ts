import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LiveReading } from '../../src/live/reading.ts';
import { merge } from '../../src/profile/merge.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { encode } from '../../src/profile/codec.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { lines, SHOP } from '../cli/shop-log.ts';

const SOURCE = { name: 'app.log', machine: 'web1' };
const NOON = Date.UTC(2026, 10, 22, 12) / 1000;

function reading(window: number): LiveReading {
  return new LiveReading({
    settings: DEFAULT_SETTINGS,
    formats: {},
    window,
    now: () => NOON,
    ahead: () => 0,
    witness: () => undefined,
  });
}

/** Feeds lines one by one, as a log that begins at byte 0. */
function feed(take: (bytes: Uint8Array, offset: number) => void, log: string): void {
  let offset = 0;
  for (const line of log.split('\n').slice(0, -1)) {
    const bytes = Buffer.from(line);
    take(bytes, offset);
    offset += bytes.length + 1;
  }
}

const feedLive = (live: LiveReading, log: string): void =>
  feed((bytes, offset) => live.line(SOURCE, 'app.log', bytes, 0, bytes.length, offset), log);

function parsed(log: string): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open(SOURCE, 'app.log');
  feed((bytes, offset) => pipeline.line(bytes, 0, bytes.length, offset), log);
  pipeline.end();
  return pipeline.toProfile();
}

const whole = ({ finished, current }: { finished: readonly Profile[]; current: Profile }): Profile =>
  [...finished, current].reduce((left, right) => merge(left, right));

describe('what is read live', () => {
  it('is the profile that parse makes of the same lines', () => {
    const live = reading(900);
    feedLive(live, SHOP);
    live.end();
    assert.equal(encode(live.profile()), encode(parsed(SHOP)));
  });

  it('is all in the window while that is long enough', () => {
    const live = reading(2 * 3600);
    feedLive(live, SHOP);
    const pieces = live.pieces();
    assert.ok(pieces.finished.length > 5);
    assert.deepEqual(whole(pieces).endpoints, live.profile().endpoints);
  });

  it('leaves the window when it is too old, and only then', () => {
    const at = (minute: number): string => `10:${String(minute).padStart(2, '0')}:00`;
    const log = lines(
      ...Array.from({ length: 40 }, (_, i) => ({
        req: `${i + 1}/${i + 1}`,
        rss: 50_000 + i,
        at: at(i),
        target: `/minute-${i < 20 ? 'early' : 'late'}`,
      })),
    );
    const live = reading(15 * 60);
    feedLive(live, log);
    const { coverage, endpoints } = whole(live.pieces());
    // Fifteen minutes, and at most one more.
    assert.ok(coverage.requests >= 15 && coverage.requests <= 16, String(coverage.requests));
    assert.deepEqual(
      endpoints.map(({ segments }) => segments.join('/')),
      ['minute-late'],
    );
    assert.equal(live.profile().coverage.requests, 40);
  });

  it('has one window where lines come out of order, or have impossible times', () => {
    const log = lines(
      { req: '1/1', rss: 50_000, at: '10:00:00', target: '/a' },
      { req: '2/2', rss: 50_000, at: '10:14:00', target: '/b' },
      { req: '3/3', rss: 50_000, at: '10:02:00', target: '/c' },
    );
    const live = reading(15 * 60);
    feedLive(live, log + log.replaceAll('Nov 22', 'Dec 30').replaceAll('/3]', '/9]'));
    assert.equal(live.newest.time, Date.UTC(2026, 10, 22, 10, 14) / 1000);
    assert.equal(whole(live.pieces()).coverage.requests, 6);
  });

  it('knows the latest reading of each worker, by host', () => {
    const live = reading(900);
    feedLive(
      live,
      lines(
        { pid: 7, req: '1/1', rss: 50_000, target: '/a' },
        { pid: 7, req: '2/2', rss: 50_004, target: '/a' },
      ),
    );
    assert.equal(live.levels.of('app.log', '', 7), 50_004 * 1024);
    assert.equal(live.levels.of('app.log', '', 8), undefined);
    assert.equal(live.levels.of('other.log', '', 7), undefined);
  });
});

describe('the lag', () => {
  const lagAt = (now: number, time: string, ahead = 0): number | null => {
    const live = new LiveReading({
      settings: DEFAULT_SETTINGS,
      formats: {},
      window: 60,
      now: () => now,
      ahead: () => ahead,
      witness: () => undefined,
    });
    feedLive(live, lines({ req: '1/1', rss: 50_000, at: time, target: '/a' }));
    return live.newest.lag();
  };

  it('is the age of the newest line, be it printed in the zone of this machine or in UTC', () => {
    assert.equal(lagAt(NOON, '11:59:57'), 3);
    assert.equal(lagAt(NOON + 2 * 3600, '11:59:57', 2 * 3600), 3);
    assert.equal(lagAt(NOON, '11:59:57', 2 * 3600), 3);
    assert.equal(lagAt(NOON, '12:00:02'), 0);
  });

  it('is not known of an old log', () => {
    assert.equal(lagAt(NOON, '11:46:00'), null);
    assert.equal(lagAt(NOON + 86_400, '11:59:57'), null);
    assert.equal(lagAt(NOON + 7.75 * 3600, '11:59:57'), null);
  });
});
