import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { gathering, innerOf, peeled, pushAll, requestLine } from './unwrapped.ts';

const MSG = requestLine();
const AT = '2026-11-22T18:34:01';
const STAMP = `${AT}.123456789Z`;
const syslog = (text: string, host = 'web1'): string => `${AT}.1+00:00 ${host} app[9]: ${text}`;
const docker = (text: string, isWhole = true): string =>
  JSON.stringify({ log: isWhole ? `${text}\n` : text, stream: 'stdout', time: STAMP });
const partial = (host: string, text: string): string => syslog(`${STAMP} stdout P ${text}`, host);
const last = (host: string, text: string): string => syslog(`${STAMP} stdout F ${text}`, host);

describe('wrappers in wrappers', () => {
  it('join their hosts, the outermost first, each once', () => {
    assert.equal(peeled(syslog(`web-1  | [pod/p/c] ${MSG}`))[1], 'web1/web-1/p/c');
    assert.equal(peeled(syslog(syslog(`web1  | ${MSG}`)))[1], 'web1');
  });
  it('give the innermost process id and time that there is', () => {
    const early = `2001-01-01T00:00:00.1Z outer a[5]: `;
    assert.deepEqual(peeled(early + docker(`App 77 output: ${MSG}`)), [MSG, 'outer', 77, AT]);
    assert.deepEqual(peeled(`${early}web-1  | ${MSG}`), [MSG, 'outer/web-1', 5, '2001-01-01T00:00:00']);
  });
  it('are peeled eight deep and no deeper', () => {
    const deep = (count: number): string => 'web-1  | '.repeat(count) + MSG;
    assert.equal(peeled(deep(8))[0], MSG);
    assert.equal(peeled(deep(9))[0], deep(1));
    let nested = MSG;
    for (let i = 0; i < 5; i++) nested = docker(nested);
    assert.equal(peeled(nested)[0], MSG);
  });
  it('are counted', () => {
    const { unwrapper } = gathering();
    pushAll(unwrapper, [syslog(docker(MSG)), docker(MSG), MSG]);
    assert.deepEqual(
      [...unwrapper.counts],
      [
        ['syslog', 1],
        ['docker', 2],
      ],
    );
  });
  it('do not depend on the lines before', () => {
    const lines = [
      MSG,
      syslog(MSG),
      docker(syslog(MSG)),
      `web-1  | ${MSG}`,
      `${STAMP} ${MSG}`,
      last('a', MSG),
      `${STAMP} stdout F ${MSG}`,
    ];
    const alone = lines.map((line) => peeled(line));
    fc.assert(
      fc.property(fc.array(fc.nat(lines.length - 1), { maxLength: 20 }), (order) => {
        const inner = innerOf(order.map((i) => lines[i]!));
        assert.deepEqual(
          inner.map(({ text, host, pid }) => [text, host, pid]),
          order.map((i) => alone[i]!.slice(0, 3)),
        );
      }),
      { seed: 20261122, numRuns: 100 },
    );
  });
});

describe('split lines', () => {
  it('are joined by host and stream', () => {
    const inner = innerOf([
      partial('a', '1'),
      partial('b', 'x'),
      partial('a', '2'),
      last('b', 'y'),
      last('c', 'other'),
      last('a', '3'),
    ]);
    assert.deepEqual(
      inner.map(({ text, host }) => [text, host]),
      [
        ['xy', 'b'],
        ['other', 'c'],
        ['123', 'a'],
      ],
    );
  });
  it('say that they wait', () => {
    const { unwrapper, inner } = gathering();
    pushAll(unwrapper, [docker(MSG, false)]);
    assert.ok(unwrapper.isWaiting);
    assert.equal(inner.length, 0);
    unwrapper.flush();
    assert.ok(!unwrapper.isWaiting);
    assert.equal(inner[0]?.text, MSG);
  });
  it('have further wrappers inside', () => {
    const whole = syslog(MSG);
    assert.equal(innerOf([docker(whole.slice(0, 30), false), docker(whole.slice(30))])[0]?.host, 'web1');
  });
  it('are cut at 64 KiB', () => {
    const piece = 'x'.repeat(16_000);
    const inner = innerOf([
      ...Array.from({ length: 9 }, () => docker(piece, false)),
      docker('end'),
      docker('next'),
    ]);
    assert.deepEqual(
      inner.map(({ text }) => text.length),
      [65_536, 4],
    );
  });
  it('wait in at most 256 streams, of which the oldest goes first', () => {
    const { unwrapper, inner } = gathering();
    pushAll(
      unwrapper,
      Array.from({ length: 258 }, (_, i) => partial(`h${i}`, String(i))),
    );
    assert.deepEqual(
      inner.map(({ text, host }) => [text, host]),
      [
        ['0', 'h0'],
        ['1', 'h1'],
      ],
    );
    unwrapper.flush();
    assert.equal(inner.length, 258);
  });
});

describe('hostile lines', () => {
  it('name no host by their path', () => {
    for (const path of [
      '/Nov 22 18:34:01 evil a: x',
      '/[pod/evil/x] y',
      `/${docker('x')}`,
      '/a\\nevil  | x',
      '/evil  | x',
      '/<165>1 - evil - - - - x',
    ])
      for (const wrap of [
        (text: string) => text,
        docker,
        syslog,
        (text: string) => `${STAMP} stdout F ${text}`,
      ]) {
        const inner = innerOf([wrap(requestLine(1, 1, path))]);
        assert.deepEqual(
          inner.map(({ text }) => text),
          [requestLine(1, 1, path)],
        );
        assert.ok(!inner[0]!.host.includes('evil'), path);
      }
  });
  it('are never read outside their range, and break nothing', () => {
    const bits = [
      '<30>',
      '<165>1 ',
      'Nov 22 18:34:01 ',
      `${AT}.123456789+00:00`,
      ' stdout P ',
      ' stdout F',
      '{"log":"',
      '\\ud800',
      '\\u12',
      '","stream":"stdout"',
      ',"time":"',
      '"}',
      '{"MESSAGE":[1,',
      '256]',
      ',"_PID":"',
      ' app[web.1]: ',
      '[pod/a/b] ',
      'web-1  | ',
      '\u001b[3',
      'App 1 output: ',
      '[ N ',
      ' ]: ',
      '20 ',
      '- ',
      '[a b="',
      '\n',
      '\\',
      ' ',
      '"',
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 4 })), { maxLength: 14 });
    fc.assert(
      fc.property(text, fc.nat(5), (parts, before) => {
        const line = Buffer.from(parts.join(''));
        const padded = Buffer.concat([
          Buffer.from('}"]:0'.slice(0, before)),
          line,
          Buffer.from('"} | F stdout: '),
        ]);
        const alone = gathering(() => false);
        const within = gathering(() => false);
        alone.unwrapper.push(line, 0, line.length, 0);
        within.unwrapper.push(padded, before, before + line.length, 0);
        alone.unwrapper.flush();
        within.unwrapper.flush();
        assert.deepEqual(within.inner, alone.inner);
      }),
      { seed: 20261122, numRuns: 3000 },
    );
  });
  it('may be half a character', () => {
    const line = `{"log":"a \\ud83d b \\ud83d\\ude00\\n","stream":"stdout","time":"${STAMP}"}`;
    assert.equal(peeled(line)[0], 'a \ufffd b 😀');
  });
});
