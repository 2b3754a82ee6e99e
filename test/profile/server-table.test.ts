import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { profileOf } from '../report/profiles.ts';

const LINES = [
  '*** Starting uWSGI 2.0.21-debian (64bit) on [Sun Nov 22 21:08:29 2026] ***',
  '[2026-11-23 00:41:38 +0000] [11924] [INFO] Starting gunicorn 20.1.0',
  'something else that says Starting gunicorn 99.0',
  '[2026-11-23 00:41:38 +0000] [11924] [INFO] Using worker: uvicorn_worker.UvicornWorker',
  ' -------------- shop@shop v5.7.0 (collider)',
  'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)',
  '[18548] * Puma version: 5.6.5 (ruby 3.1.7-p261) ("Birdie\'s Version")',
  'memhog v=1 time=2026-11-22T18:58:47.031Z pid=4711 seq=1 inflight=1 rss=4096000 method=GET path="/" status=200 ms=1.0',
  '[2026-11-23 00:51:38 +0000] [11999] [INFO] Starting gunicorn 27.0.1',
];

const said = ({ servers }: Profile): string[] =>
  servers.map(({ name, version }) => `${name} ${version}`.trim());
const of = (lines: readonly string[]): Profile => profileOf(lines.map((line) => `${line}\n`).join(''));

test('servers are known by their first words, and of two versions the later counts', () => {
  assert.deepEqual(said(of(LINES)), [
    'asgi',
    'celery 5.7.0',
    'gunicorn 27.0.1',
    'puma 5.6.5',
    'uvicorn',
    'uwsgi 2.0.21-debian',
  ]);
});

test('wherever a log is cut, its pieces say the same', () => {
  const whole = of(LINES);
  for (let cut = 0; cut <= LINES.length; cut++) {
    const pieces = merge(of(LINES.slice(0, cut)), of(LINES.slice(cut)));
    assert.deepEqual(pieces.servers, whole.servers);
  }
  assert.deepEqual(merge(...LINES.map((line) => of([line]))).servers, whole.servers);
});

test('they are kept on disk, and an older profile has none', () => {
  const whole = of(LINES);
  assert.deepEqual(decode(encode(whole)).servers, whole.servers);
  const bare: unknown = JSON.parse(encode(whole));
  assert.ok(typeof bare === 'object' && bare !== null && 'servers' in bare);
  delete bare.servers;
  assert.deepEqual(decode(JSON.stringify(bare)).servers, []);
});
