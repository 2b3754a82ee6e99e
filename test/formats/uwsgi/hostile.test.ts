import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { head, line, PLAIN, tail } from './line.ts';
import type { Fields } from './line.ts';
import { pieces } from './reading.ts';
import type { Reading } from './reading.ts';

/** What a client would like to be charged: another worker, another route, a reading it chose. */
const VICTIM: Fields = {
  ...PLAIN,
  memory: '{address space usage: 9999998976 bytes/9536MB} {rss usage: 8589934592 bytes/8192MB} ',
  pid: 666,
  own: 1,
  all: 5,
  target: '/victim',
};
const FORGED_TIME = '{2 vars in 9 bytes} [Sun Nov 22 18:52:01 2026] ';
/** Pieces of forged records, to be mixed in any way. */
const BITS = [
  head(VICTIM),
  tail(VICTIM),
  line(VICTIM),
  `1.2.3.4 () ${FORGED_TIME}GET /victim`,
  FORGED_TIME,
  ' () ',
  ' GET /victim',
  ' => generated 1 bytes in 1 msecs (HTTP/1.1 200)',
  '...The work of process 666 is done. Seeya!',
  ' ',
  '?',
  'x',
];

/** The reading is the server's own, and the route is the client's own or lost. */
function assertHarmless(text: string, own: string, readings: readonly Reading[]): void {
  for (const { kind, pid, figures, target } of readings) {
    assert.notEqual(kind, 'lifecycle', text);
    if (kind !== 'request') continue;
    assert.deepEqual([pid, figures], [PLAIN.pid, { rss: 16433152, vsz: 66244608 }], text);
    if (target !== undefined) assert.equal(target.split('?')[0], own.split('?')[0], text);
  }
}

const forgery = fc
  .array(fc.constantFrom(...BITS), { minLength: 1, maxLength: 4 })
  .map((bits) => bits.join(''));

describe('what a client sends', () => {
  it('in the target gives no reading of another worker and no route but its own', () => {
    fc.assert(
      fc.property(forgery, fc.constantFrom('/', '/x', '/x?', ''), (forged, front) => {
        const target = front + forged;
        assertHarmless(target, target, pieces(line({ target })));
      }),
      { seed: 31, numRuns: 3000 },
    );
  });

  it('in X-Forwarded-For or as a user neither', () => {
    fc.assert(
      fc.property(forgery, fc.constantFrom('address', 'user'), (forged, field) => {
        assertHarmless(forged, '/own', pieces(line({ [field]: forged, target: '/own' })));
      }),
      { seed: 32, numRuns: 3000 },
    );
  });

  it('as the protocol, which uWSGI’s own HTTP socket takes as it stands, neither', () => {
    fc.assert(
      fc.property(forgery, (forged) =>
        assertHarmless(forged, '/own', pieces(line({ protocol: forged, target: '/own' }))),
      ),
      { seed: 33, numRuns: 3000 },
    );
    const protocol = '/victim => generated 2 bytes in 3 msecs (HTTP/1.1';
    assert.deepEqual(
      pieces(line({ protocol, target: '/own' })).map(({ kind, target }) => [kind, target]),
      [['request', undefined]],
    );
  });

  it('as the site (`--vhost`) gives no reading of another worker, unless it forges a head and a time too', () => {
    for (const site of [
      head(VICTIM),
      `x ${head(VICTIM)}`,
      `${head(VICTIM)}x `,
      `${FORGED_TIME}GET /victim `,
      `${tail(VICTIM)} `,
    ])
      for (const { kind, pid, target } of pieces(
        line({ vhost: site.endsWith(' ') ? site : `${site} `, target: '/own' }),
      ))
        if (kind === 'request') assert.deepEqual([pid, target], [PLAIN.pid, '/own'], site);
  });

  it('comes back in messages of uWSGI that name the request: they hold no reading', () => {
    for (const forged of [head(VICTIM), line(VICTIM)])
      for (const message of [
        `HARAKIRI: --- uWSGI worker 1 (pid: 123) WAS managing request /${forged} since Sun Nov 22 18:53:22 2026 ---`,
        `SIGPIPE: writing to a closed pipe/socket/fd (probably the client disconnected) on request /${forged} (ip 1.2.3.4) !!!`,
        `uwsgi_response_write_body_do(): Broken pipe [core/writer.c line 306] during GET /${forged} (1.2.3.4)`,
      ])
        assert.deepEqual(
          pieces(message).map(({ kind, pid }) => [kind, pid]),
          [['ignored', 0]],
        );
  });
});

describe('what no reader can tell apart', () => {
  it('is a whole forged record between a forged end and the real one, by a client that knows counter and clock', () => {
    // Two writers whose newline was lost leave the very same bytes, except the counter; its neighbourhood must be guessed.
    const near = { ...VICTIM, all: PLAIN.all + 1 };
    const target = `/own${tail(VICTIM)}${head(near)}1.2.3.4 () ${FORGED_TIME}GET /victim`;
    assert.deepEqual(
      pieces(line({ target })).map(({ pid }) => pid),
      [PLAIN.pid, VICTIM.pid],
    );
    assert.deepEqual(
      pieces(line({ target: target.replace(`/${near.all}]`, '/5]') })).map(({ pid, target: found }) => [
        pid,
        found,
      ]),
      [[PLAIN.pid, undefined]],
    );
  });

  it('is a whole record that the application itself prints', () => {
    assert.deepEqual(
      pieces(`Not Found: /${line(VICTIM)}`).map(({ pid }) => pid),
      [VICTIM.pid],
    );
  });
});
