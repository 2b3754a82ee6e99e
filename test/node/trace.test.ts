/** A trace names the function that keeps, of every kind of leak, and none where nothing is kept. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpointMatcher } from '../../src/node/trace-endpoint.ts';
import { leaky } from './leaky.ts';

const traced = async (
  path: string,
  count: number,
  env: Record<string, string> = {},
): ReturnType<typeof leaky> =>
  leaky(path, count, {
    MEMHOG_TRACE: `GET ${path}`,
    MEMHOG_TRACE_CALLS: '40',
    MEMHOG_PROBE_BUDGET: '0',
    ...env,
  });

type Fields = ReadonlyMap<string, string>;

const of = (found: readonly Fields[], kind: string): Fields[] =>
  found.filter((one) => one.get('trace') === kind);

describe('a trace', () => {
  for (const [path, name, bytes] of [
    ['/array', 'keepInArray', 1850],
    ['/map', 'keepInMap', 1850],
    ['/cache', 'keepInCache', 1850],
    ['/listeners', 'listenAgain', 1900],
    ['/timers', 'askAgain', 2050],
    ['/closure', 'callLater', 1900],
    ['/buffers', 'keepBuffer', 200],
  ] as const)
    it(`names ${name}, and what a call leaves`, async () => {
      const { findings, requests } = await traced(path, 60);
      const [line] = of(findings, 'line');
      assert.ok(line, 'no line');
      assert.equal(line.get('file'), 'test/node/apps/leaky.mjs');
      // The function that keeps it, or one that made it for that: which is sampled more often is left to chance.
      const frames = (line.get('stack') ?? '').split(';');
      const named = `leaky.mjs:${line.get('line')}:${line.get('function')}`;
      assert.ok(
        frames.some((one) => one.endsWith(named)),
        `${named} of ${frames.join(' ')}`,
      );
      const told = Number(line.get('bytes'));
      // Of so little as a buffer leaves on the heap few samples are taken.
      const [least, most] = bytes < 1000 ? [0.4, 1.8] : [0.75, 1.3];
      assert.ok(told > least * bytes && told < most * bytes, `${told} of ${bytes}`);
      assert.match(line.get('stack') ?? '', new RegExp(`leaky\\.mjs:\\d+:${name}`));
      assert.equal(of(findings, 'begin').length, 1);
      assert.deepEqual(
        of(findings, 'end').map((one) => one.get('why')),
        ['done'],
      );
      assert.equal(requests.length, 180);
      const native = Number(of(findings, 'native')[0]?.get('bytes') ?? 0);
      if (path === '/buffers') assert.ok(native >= 16_384 && native < 17_500, String(native));
      else assert.equal(native, 0);
    });

  for (const [path, name] of [
    ['/bounded', 'keepFew'],
    ['/large', 'makeLarge'],
  ] as const)
    it(`finds nothing in ${name}`, async () => {
      const { findings } = await traced(path, 60);
      // What the last request on a connection holds may be seen.
      for (const one of of(findings, 'line')) {
        assert.notEqual(one.get('function'), name);
        assert.ok(Number(one.get('bytes')) < 500, JSON.stringify([...one]));
      }
      assert.equal(of(findings, 'end')[0]?.get('why'), 'done');
    });

  it('of a route that is never called says so', async () => {
    const { findings } = await traced('/nowhere', 0);
    const [end] = of(findings, 'end');
    assert.deepEqual([end?.get('why'), end?.get('calls'), end?.get('requests')], ['never', '0', '2']);
  });

  it('ends when its time or its memory is over, and says which', async () => {
    const late = await traced('/array', 400, { MEMHOG_TRACE_SECONDS: '1', MEMHOG_TRACE_CALLS: '100000' });
    assert.equal(of(late.findings, 'end')[0]?.get('why'), 'time');
    const large = await traced('/array', 60, { MEMHOG_TRACE_MEMORY: '1' });
    assert.equal(of(large.findings, 'end')[0]?.get('why'), 'memory');
  });

  it('that stops with its process tells what it has', async () => {
    const { findings } = await traced('/array', 12);
    assert.equal(of(findings, 'end')[0]?.get('why'), 'exit');
    assert.ok(of(findings, 'line').length > 0);
  });
});

describe('the endpoint of a trace', () => {
  it('takes a parameter of any style for one part of a path', () => {
    for (const endpoint of [
      'GET /users/:id/x',
      'GET /users/<int:id>/x',
      '/users/{id}/x',
      'get /users/{id}/x/',
    ]) {
      const matches = endpointMatcher(endpoint);
      assert.ok(matches('GET', '/users/7/x') && matches('GET', '/users/a.b/x/'), endpoint);
      assert.ok(
        !matches('GET', '/users/7/8/x') && !matches('GET', '/users//x') && !matches('GET', '/users/7/x/y'),
      );
      assert.equal(matches('POST', '/users/7/x'), endpoint.startsWith('/'));
    }
    assert.ok(endpointMatcher('GET /')('GET', '/'));
    assert.ok(endpointMatcher('GET /a.b')('GET', '/a.b') && !endpointMatcher('GET /a.b')('GET', '/aXb'));
    assert.ok(!endpointMatcher('shop.tasks.add')('GET', '/'));
  });
});
