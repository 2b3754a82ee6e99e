import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Heroku } from '../../../src/formats/heroku/heroku.ts';
import { NO_TIME } from '../../../src/record.ts';
import { survives } from '../fields/hostile.ts';
import { read } from '../fields/reading.ts';
import type { Said } from '../fields/reading.ts';

const ROUTER =
  'at=info method=GET path="/a?b=\'c" host=app.herokuapp.com request_id=6f69fef0-f657 fwd="192.0.2.7" dyno=web.2 connect=1ms service=18ms status=200 bytes=13 protocol=https';
const SAMPLE =
  'source=web.1 dyno=heroku.2808254.d97d0ea7-cf3d-411b-b453-d2943a50b456 sample#memory_total=21.00MB sample#memory_rss=21.22MB sample#memory_cache=0.00MB sample#memory_swap=0.00MB';
const LOAD = 'source=web.1 dyno=heroku.2808254.d97d sample#load_avg_1m=2.46 sample#load_avg_5m=1.06';
const from = (host: string, line: string): Said => read(new Heroku(), line, { host, pid: 0, time: NO_TIME });

describe('Heroku', () => {
  it('gives a request to the dyno that the router names', () => {
    const said = { kind: 'request', status: 200, method: 'GET', target: "/a?b='c" };
    assert.deepEqual(from('', ROUTER), { ...said, host: 'web.2' });
    assert.deepEqual(from('router', ROUTER), { ...said, host: 'web.2' });
    assert.deepEqual(from('d.token/router', ROUTER), { ...said, host: 'd.token/web.2' });
  });

  it('gives a sample to its dyno', () => {
    const said = { kind: 'reading', figures: { rss: 22_250_783 } };
    assert.deepEqual(from('d.token/web.1', SAMPLE), { ...said, host: 'd.token/web.1' });
    assert.equal(from('web.1', LOAD).kind, 'ignored');
    assert.equal(
      from('web.1', SAMPLE.replace('sample#memory_rss=21.22MB ', '')).figures?.['rss'],
      21 * 2 ** 20,
    );
  });

  it('sets aside a request that reached no dyno', () => {
    assert.equal(from('router', ROUTER.replace('dyno=web.2', 'dyno=')).kind, 'ignored');
  });

  it('reads nothing out of a path', () => {
    const forged = ROUTER.replace("/a?b='c", '/ dyno=web.9 status=500 fwd=');
    assert.deepEqual([from('', forged).host, from('', forged).status], ['web.2', 200]);
    assert.equal(
      from('', 'at=info method=GET path="/ dyno=web.9 status=500 fwd=\\" service="').kind,
      'foreign',
    );
  });

  it('hears of the dyno that a line is about', () => {
    for (const [line, event] of [
      ['Starting process with command `bin/rails server`', 'start started 0'],
      ['Error R14 (Memory quota exceeded)', 'note memory-limit 0'],
      ['Error R15 (Memory quota vastly exceeded)', 'note memory-limit 0'],
      ['Process exited with status 143', 'end stopped 0'],
    ] as const) {
      assert.deepEqual(from('d.token/web.1', line), { kind: 'lifecycle', host: 'd.token/web.1', event });
      assert.equal(from('', line).kind, 'foreign');
      assert.equal(from('machine', line).kind, 'foreign');
    }
  });

  it('claims nothing else', () => {
    for (const line of [
      '',
      'at=',
      'at=info method=GET path="/x" status=200',
      'source=rack-timeout id=1 wait=1ms',
      'at=info method=GET path="/x',
    ])
      assert.equal(from('web.1', line).kind, 'foreign', line);
  });

  it('of any bytes never breaks the parser', () => survives(() => new Heroku(), [ROUTER, SAMPLE, LOAD]));
});
