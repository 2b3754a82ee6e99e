import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { innerOf, requestLine } from './unwrapped.ts';

const MSG = requestLine();
const AT = '2026-11-22T18:34:01';

/** The host of the one line found, when only the bare request line is known. */
function hostOf(line: string): string | undefined {
  const [inner] = innerOf([line], (text) => text === MSG);
  return inner?.isKnown === true ? inner.host : undefined;
}

describe('lines that no format knows', () => {
  const carriers: readonly [who: string, value: unknown, host: string][] = [
    [
      'Fluent Bit',
      { log: `${MSG}\n`, stream: 'stdout', logtag: 'F', kubernetes: { pod_name: 'p', container_name: 'c' } },
      'p/c',
    ],
    [
      'Filebeat',
      { '@timestamp': `${AT}Z`, message: MSG, host: { name: 'n' }, log: { offset: 7, file: { path: '/x' } } },
      'n',
    ],
    [
      'Filebeat in Kubernetes',
      { message: MSG, kubernetes: { pod: { name: 'p' }, container: { name: 'c' } } },
      'p/c',
    ],
    ['Vector', { message: MSG, host: 'n', file: '/var/log/x', source_type: 'file' }, 'n'],
    ['CloudWatch', { timestamp: 1795373547000, message: MSG, ingestionTime: 1, eventId: '3' }, ''],
    [
      'Cloud Logging',
      { textPayload: MSG, resource: { labels: { pod_name: 'p', container_name: 'c' } } },
      'p/c',
    ],
    [
      'FireLens',
      { source: 'stdout', log: MSG, container_id: 'f0', container_name: '/ecs-shop', ecs_cluster: 'x' },
      'ecs-shop',
    ],
    ['Loki', { labels: { pod: 'p', container: 'c' }, line: MSG, timestamp: `${AT}Z` }, 'p/c'],
    ['the original of an event', { event: { original: MSG }, 'host.name': 'n' }, 'n'],
    ['whoever names the text otherwise', { ts: '2026-11-22T18:34:01', m: MSG, s: 'web', host: 'n' }, 'n'],
    ['a carrier in a carrier', { message: JSON.stringify({ msg: MSG, pod: 'p' }), hostname: 'n' }, 'n/p'],
  ];
  for (const [who, value, host] of carriers)
    it(`are looked for in the JSON of ${who}`, () => assert.equal(hostOf(JSON.stringify(value)), host));

  it('are joined where the carrier says that they go on', () => {
    const part = (log: string, logtag: string): string =>
      JSON.stringify({ log, logtag, stream: 'stdout', pod: 'p' });
    assert.deepEqual(
      innerOf([part(MSG.slice(0, 20), 'P'), part(MSG.slice(20), 'F')], (text) => text === MSG).map(
        ({ text }) => text,
      ),
      [MSG],
    );
  });

  it('may have a time or colours', () => {
    assert.equal(hostOf(`${AT}.123Z ${MSG}`), '');
    assert.equal(hostOf(`2026-11-22 18:34:01,123 ${MSG}`), '');
    assert.equal(hostOf(MSG.replace('GET', '\u001b[1mGET\u001b[0m')), '');
  });

  it('are reported as they stand, once', () => {
    for (const line of [
      '{"msg":"no such thing"}',
      `${AT}.123Z no such thing`,
      'no \u001b[1msuch thing',
      '{"log":"x',
      '',
    ])
      assert.deepEqual(
        innerOf([line], () => false).map(({ text, isKnown }) => [text, isKnown]),
        [[line, false]],
      );
  });

  it('are each reported where one text holds several', () => {
    const inner = innerOf([JSON.stringify({ log: `one\n${MSG}\nthree\n` })], (text) => text === MSG);
    assert.deepEqual(
      inner.map(({ text, isKnown }) => [text, isKnown]),
      [
        ['one', false],
        [MSG, true],
        ['three', false],
      ],
    );
  });
});
