import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fields, head, line, PLAIN } from './line.ts';
import type { Fields } from './line.ts';
import { pieces, readLine } from './reading.ts';
import type { Reading } from './reading.ts';

const brief = ({ kind, pid, target }: Reading) => [kind, pid, target];
const one = fc.constantFrom(
  line(),
  line({ memory: '', target: '/users/12/orders', vhost: 'example.com ' }),
  line({
    target: '/a?b=/c d',
    address: '10.0.0.1, 10.0.0.2',
    user: 'bob',
    via: ' via sendfile() ',
    unit: 'micros',
  }),
);
/** A second worker that writes just after the plain one. */
const OTHER: Fields = { ...PLAIN, pid: 27995, own: 7, all: 101, target: '/other' };

describe('a uWSGI line that is cut', () => {
  const whole = line({ target: '/users/12/orders?x=1' });

  it('gives the right route or none, wherever its end is lost', () => {
    for (let end = 0; end < whole.length; end++)
      for (const { kind, pid, target } of pieces(whole.slice(0, end))) {
        assert.equal(target, undefined, whole.slice(0, end));
        assert.ok(kind === 'malformed' || pid === PLAIN.pid);
      }
    assert.deepEqual(pieces(whole).map(brief), [['request', PLAIN.pid, '/users/12/orders?x=1']]);
  });

  it('keeps the reading once its head is whole', () => {
    for (let end = head(PLAIN).length; end < whole.length; end++) {
      const [read] = pieces(whole.slice(0, end));
      assert.deepEqual(
        [read?.kind, read?.pid, read?.figures['rss']],
        ['request', PLAIN.pid, 16433152],
        whole.slice(0, end),
      );
      assert.notEqual(read?.reason, '');
    }
  });

  it('gives the right route or none, wherever its beginning is lost', () => {
    for (let start = 1; start < whole.length; start++)
      for (const { kind, pid, target, figures } of pieces(whole.slice(start))) {
        if (kind === 'request')
          assert.deepEqual([pid, target], [PLAIN.pid, '/users/12/orders?x=1'], whole.slice(start));
        else assert.equal(kind, 'malformed');
        assert.ok([undefined, 16433152].includes(figures['rss']), whole.slice(start));
      }
  });
});

describe('two uWSGI lines in one', () => {
  it('are two records when both are whole and neighbours', () => {
    for (const between of ['', ' '])
      assert.deepEqual(pieces(line() + between + line(OTHER)).map(brief), [
        ['request', PLAIN.pid, '/leak?x=1'],
        ['request', OTHER.pid, '/other'],
      ]);
    assert.deepEqual(
      pieces(line() + line(OTHER) + line({ pid: 3, all: 102, target: '/third' })).map(({ target }) => target),
      ['/leak?x=1', '/other', '/third'],
    );
  });

  it('are a record and a cut one', () => {
    for (let end = head(OTHER).length; end < line(OTHER).length; end++)
      assert.deepEqual(pieces(line() + line(OTHER).slice(0, end)).map(brief), [
        ['request', PLAIN.pid, '/leak?x=1'],
        ['request', OTHER.pid, undefined],
      ]);
  });

  it('never lend each other a route when the first is cut: a forged target looks the same, so the second is given up', () => {
    for (let end = 1; end < line().length; end++)
      for (const { kind, pid, target, figures } of pieces(line().slice(0, end) + line(OTHER))) {
        if (target !== undefined)
          assert.deepEqual([pid, target], [OTHER.pid, '/other'], line().slice(0, end));
        else if (kind === 'request')
          assert.deepEqual([pid, figures['rss']], [PLAIN.pid, 16433152], line().slice(0, end));
        else assert.deepEqual([kind, pid], ['malformed', 0]);
      }
  });

  it('give one reading without a route when they are no neighbours', () => {
    const strangers: Partial<Fields>[] = [
      { all: 100_000 },
      { all: PLAIN.all },
      { pid: PLAIN.pid },
      { ctime: 'Mon Nov 23 18:52:02 2026' },
      { memory: '' },
    ];
    for (const change of strangers)
      assert.deepEqual(pieces(line() + line({ ...OTHER, ...change })).map(brief), [
        ['request', PLAIN.pid, undefined],
      ]);
  });
});

describe('any bytes', () => {
  const check = (bytes: Uint8Array): void => {
    // `readLine` itself fails when the parser does not go forward or leaves the line.
    for (const { kind, pid, figures, core, status, own, all, app, time } of readLine(bytes)) {
      if (kind === 'request') assert.ok(Number.isSafeInteger(pid) && pid > 0);
      for (const value of Object.values(figures)) assert.ok(Number.isSafeInteger(value) && value >= 0);
      for (const value of [core, status, own, all, app, time])
        assert.ok(Number.isSafeInteger(value) && value >= -1, String(value));
    }
  };

  it('of a line with some changed never break the parser', () => {
    const text = fc.oneof(
      one,
      fields.map((f) => line(f)),
      fc.tuple(one, one).map(([a, b]) => a + b),
    );
    const flips = fc.array(
      fc.tuple(
        fc.nat(),
        fc.oneof(fc.nat(255), fc.constantFrom(0x20, 0x28, 0x29, 0x30, 0x39, 0x5b, 0x7b, 0x2d)),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(text, flips, (whole, changes) => {
        const bytes = Buffer.from(whole, 'latin1');
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        check(bytes);
      }),
      { seed: 21, numRuns: 3000 },
    );
  });

  it('in any order never break the parser', () => {
    const bits = [
      '{rss usage: ',
      '1 bytes/0MB} ',
      '[pid: 7',
      '|app: 0|req: 1/2] ',
      '{2 vars in 3 bytes} [',
      PLAIN.ctime,
      '] ',
      ' => generated ',
      '9',
      ' bytes in ',
      ' msecs (',
      'x 200)',
      ' headers in ',
      '(1 switches on core ',
      ')',
      ' ',
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(...bits),
            fc.uint8Array({ maxLength: 3 }).map((raw) => Buffer.from(raw).toString('latin1')),
          ),
          { maxLength: 40 },
        ),
        (parts) => check(Buffer.from(parts.join(''), 'latin1')),
      ),
      { seed: 22, numRuns: 3000 },
    );
  });

  it('in long lines are read without delay', () => {
    const started = performance.now();
    for (const bit of [
      '[',
      '{',
      '[pid: ',
      '{rss usage: 1',
      '{1',
      ' => generated 1',
      ' switches on core ',
      '(1 switches on core 0)',
      head(PLAIN),
      line(),
      '1',
      '(',
      ' 200) 1 headers in 1 bytes',
    ])
      for (const front of ['', line(), head(PLAIN)])
        readLine(front + bit.repeat(Math.ceil(65_536 / bit.length)));
    assert.ok(performance.now() - started < 5000, `${performance.now() - started} ms`);
  });
});
