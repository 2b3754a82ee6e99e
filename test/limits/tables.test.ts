/** The tables that grow with a log have bounds, and what is exact stays exact beyond them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DaySplit, dayOf, MOST_DAYS } from '../../src/nightly/day-split.ts';
import { TimeWindow } from '../../src/live/time-window.ts';
import { UwsgiDefault } from '../../src/formats/uwsgi/default.ts';
import { ProfileBuilder } from '../../src/profile/builder.ts';
import { decode, encode } from '../../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { rank } from '../../src/ranking/rank.ts';
import { LineRecord } from '../../src/record.ts';
import type { Place } from '../../src/record-reader.ts';
import { MOST_RULES, Router } from '../../src/routes/router.ts';

const SOURCE = { name: 'a.log', machine: 'm' };
const NOWHERE: Place = { bytes: new Uint8Array(0), start: 0, end: 0, offset: 0 };

function recordOf(pid: number, time: number, host = ''): LineRecord {
  const record = new LineRecord();
  record.pid = pid;
  record.time = time;
  record.host = host;
  record.status = 200;
  record.method = 'GET';
  record.figures[0] = 4096 * 1000;
  record.pathBytes = Buffer.from('/a');
  record.pathStart = 0;
  record.pathEnd = 2;
  return record;
}

/** A profile of lines that are each of another host. */
function manyHosts(lines: number, mostLives: number): Profile {
  const builder = new ProfileBuilder(DEFAULT_SETTINGS, mostLives);
  const file = builder.file('a.log');
  for (let i = 1; i <= lines; i++) {
    const host = builder.host(SOURCE, `h${i}`);
    builder.coverage.lines++;
    builder.observe(host, recordOf(1, i), builder.endpoints.ofName('(one)', ''), file, i, 'call');
  }
  return builder.toProfile();
}

describe('hosts', () => {
  it('are as many as lives at most (twice, until they are looked through); calls of those given up are summed', () => {
    const lines = 5000;
    const profile = manyHosts(lines, 300);
    const names = new Set([...profile.workers, ...profile.closed].map(({ host }) => host));
    assert.ok(names.size <= 900, `${names.size} hosts`);
    const open = profile.workers.reduce((sum, worker) => sum + worker.lives.length, 0);
    assert.ok(open <= 300);
    assert.equal(open + profile.closed.reduce((sum, one) => sum + one.lives, 0), lines);
    assert.equal(
      profile.closed.reduce((sum, one) => sum + one.requests, 0),
      lines - open,
    );
    assert.equal(profile.endpoints[0]!.calls, lines);
    assert.deepEqual(decode(encode(profile)), profile);
  });

  it('of which only banners are seen are given up', () => {
    const builder = new ProfileBuilder(DEFAULT_SETTINGS, 300);
    for (let i = 0; i < 5000; i++)
      builder.lifecycle(builder.host(SOURCE, `h${i}`), { kind: 'instance', pid: 0, what: 'started' });
    assert.ok(builder.toProfile().restarts.length <= 900);
  });

  it('have names that are made once: to rank 20,000 workers of as many hosts takes no minutes', () => {
    const profile = manyHosts(20_000, 100_000);
    const began = performance.now();
    rank(profile);
    assert.ok(performance.now() - began < 20_000);
  });
});

it('workers that are born and never serve are forgotten', () => {
  const builder = new ProfileBuilder(DEFAULT_SETTINGS, 300);
  const host = builder.host(SOURCE, '');
  for (let pid = 1; pid <= 5000; pid++) builder.lifecycle(host, { kind: 'start', pid, what: 'spawned' });
  assert.ok(builder.toProfile().workers.length <= 300);
});

it('the life that has just begun is not the one that is closed, wherever it stands', () => {
  const left = manyHosts(200, 300);
  const builder = new ProfileBuilder(DEFAULT_SETTINGS, 300);
  for (let piece = 0; piece < 4; piece++)
    builder.absorb({ ...left, sources: [{ ...SOURCE, name: `${piece}.log` }] });
  const { workers, closed, endpoints } = builder.toProfile();
  const open = workers.reduce((sum, worker) => sum + worker.lives.length, 0);
  assert.equal(open + closed.reduce((sum, one) => sum + one.lives, 0), 800);
  assert.equal(endpoints[0]!.calls, 800);
});

it('a report opens no more days than it may, and loses no line of the others', () => {
  const days = new DaySplit({
    settings: DEFAULT_SETTINGS,
    arrived: new Map(),
    latest: Infinity,
    profileOf: () => undefined,
  });
  days.open(SOURCE, 'a.log', dayOf(0));
  const lines = MOST_DAYS + 500;
  for (let i = 0; i < lines; i++)
    days.take('request', recordOf(i + 1, 86_400 * ((i * 7919) % 20_000)), new UwsgiDefault(), NOWHERE);
  const profiles = days.profiles();
  assert.equal(profiles.length, MOST_DAYS);
  assert.ok(days.isFull);
  assert.equal(
    profiles.reduce((sum, { profile }) => sum + profile.coverage.requests, 0),
    lines,
  );
});

it('the window of a live run has 16 pieces at most, however time goes', () => {
  const window = new TimeWindow(DEFAULT_SETTINGS, 900);
  window.open(SOURCE, 'a.log');
  let most = 0;
  // The newest time so far never goes back, but may leap.
  for (let i = 0, newest = 0; i < 600; i++) {
    newest += i % 50 === 0 ? 5000 : 61;
    window.take(newest, 'request', recordOf(1, newest), new UwsgiDefault(), NOWHERE);
    most = Math.max(most, window.pieces().finished.length);
  }
  assert.ok(most > 10 && most <= 16, `${most} pieces`);
});

it('route rules have a bound', () => {
  const rules = Array.from({ length: MOST_RULES + 1 }, (_, i) => `/${i}`);
  assert.throws(() => new Router({ rules, keepQuery: [] }), {
    name: 'UsageError',
    message: /more than 4096/,
  });
  assert.ok(new Router({ rules: rules.slice(1), keepQuery: [] }));
});
