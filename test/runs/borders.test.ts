/** Where a run decides by a number, its neighbours: both ways must draw the line in the same place. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertReadAlike } from '../reading-ahead.ts';
import { plainLine } from './plain-log.ts';
import type { Request } from './plain-log.ts';

/** Lines that each stand between two ordinary ones, so that they are read within a run. */
function assertAllAlike(lines: readonly string[]): void {
  for (const line of lines)
    assertReadAlike(`${plainLine()}\n${plainLine()}\n${line}\n${plainLine()}\n`, [65_536]);
}

describe('a run draws the line', () => {
  it('between a restart and lines that overtook each other', () => {
    const pairs: [Partial<Request>, Partial<Request>][] = [];
    for (const fall of [0, 1, 2, 7, 8, 9, 63, 64, 65, 66, 255, 256, 257, 258])
      for (const from of [60, 128, 130, 600])
        for (const core of [0, 1])
          for (const app of [0, 1]) {
            const next = { own: Math.max(0, from - fall), core, app };
            pairs.push([
              { own: from, all: 5000 },
              { ...next, all: 5001 },
            ]);
            pairs.push([
              { own: from, all: 5000 },
              { ...next, own: from + 1, all: 5000 - fall },
            ]);
            pairs.push([
              { own: from, all: 5000 },
              { ...next, own: from + 2, all: 5000 - fall },
            ]);
            pairs.push([
              { own: from, all: 5000 },
              { ...next, own: from + 2, all: Math.max(0, fall - 1) },
            ]);
          }
    for (const [before, after] of pairs)
      assertReadAlike(`${plainLine()}\n${plainLine(before)}\n${plainLine(after)}\n`, [65_536]);
  });

  it('between sizes that are right and those that may have overflowed', () => {
    const mebi = 2 ** 20;
    const sizes = [
      2047 * mebi,
      2048 * mebi - 1,
      2048 * mebi,
      2049 * mebi,
      4096 * mebi,
      9_999_999_999,
      10_000_000_000,
    ];
    assertAllAlike(
      sizes.flatMap((vsz) => {
        const line = plainLine({ vsz });
        const said = Math.floor(vsz / mebi);
        return [said, said + 1, 2047, 2048, 2049, 4095, 4096, 1].map((other) =>
          line.replace(`${vsz} bytes/${said}MB`, `${vsz} bytes/${other}MB`),
        );
      }),
    );
    assertAllAlike(
      ['0', '00', '0123', '99999999999', '9'.repeat(16), '9'.repeat(17)].map((text) =>
        plainLine().replace('40000000', text),
      ),
    );
    assertAllAlike(
      ['1', '9'.repeat(15), '9'.repeat(16), '9'.repeat(20), ''].map((text) =>
        plainLine().replace('pid: 101', `pid: ${text}`),
      ),
    );
  });

  it('between names and values', () => {
    const names = [
      'a',
      '-',
      'ab',
      'a_',
      'de',
      'de-',
      'de-A',
      'de-AT',
      'de_AT',
      'de-419',
      'de-Latn',
      'de-Latnx',
      'a-b',
    ];
    for (const length of [10, 11, 12, 13, 14])
      names.push(
        'deadbeefcafefeed'.slice(0, length),
        'd3adbeefcafefeed'.slice(0, length),
        'settingsandmore'.slice(0, length),
      );
    names.push(
      '12',
      'v1',
      '1v',
      's3-x',
      'oauth2',
      '7e57d004-2b97-4e7a-b45f-5387367791cd',
      '7e57d004-2b97-4e7a-b45f_5387367791cd',
    );
    names.push(
      '7e57d0042-b97-4e7a-b45f-5387367791cd',
      'abcdefab-abcd-abcd-abcd-abcdefabcdef',
      'x'.repeat(61),
      'x'.repeat(62),
      'x'.repeat(63),
    );
    const paths = names.flatMap((name) => [
      `/${name}`,
      `/x/${name}`,
      `/x/${name}/`,
      `/${name}?q=1`,
      `/${name}/y#z`,
    ]);
    for (const depth of [23, 24, 25, 31, 32, 33])
      paths.push('/a'.repeat(depth), `${'/a'.repeat(depth)}/`, '/12'.repeat(depth));
    for (const length of [176, 177, 178, 179, 180, 181, 182, 183, 200])
      paths.push(`/${'p.'.repeat(length / 2)}`, `/${'%41'.repeat(length / 3)}`);
    assertAllAlike(
      paths.flatMap((path) => [
        plainLine({ path }),
        plainLine({ path, status: 404 }),
        plainLine({ path, method: 'LOCK' }),
      ]),
    );
  });

  it('between the longest line and one that is too long', () => {
    const rest = plainLine({ path: '/' }).length;
    for (const length of [4094, 4095, 4096, 4097, 4098])
      for (const first of ['/p', '/1', '/%'])
        assertAllAlike([plainLine({ path: `${first}${'9'.repeat(length - rest - 1)}` })]);
  });

  it('between times and what only stands in their place', () => {
    const time = /\[... ... .. ..:..:.. ....\]/;
    const own = time.exec(plainLine())![0];
    const nul = '\0';
    const texts = [
      `[${nul.repeat(24)}]`,
      `[${nul.repeat(8)}${own.slice(9)}`,
      own.replace(/:..:/, ':61:'),
      own.replace(/:(..) /, ':60 '),
    ];
    texts.push(
      own.replace(/:(..) /, ':61 '),
      own.replace(/:(..) /, ': 5 '),
      own.replace('2026', '1969'),
      own.replace('Nov', 'Nox'),
    );
    for (const text of texts) {
      const odd = plainLine().replace(time, text);
      assertAllAlike([odd]);
      // At the beginning of a run, and behind a request that the full parser has read.
      assertReadAlike(
        `spawned uWSGI worker 1 (pid: 7, cores: 1)\n${plainLine()}\nx\n${odd}\n${plainLine()}\n`,
        [65_536],
      );
      assertReadAlike(
        `${plainLine()}\n${plainLine()}\n${plainLine().replace('(bob)', '(b b)')}\n${odd}\n`,
        [65_536],
      );
    }
  });

  it('where it is full', () => {
    // Lives of one request, and workers that go in step: all have something to be written down at the end.
    assertReadAlike(`${plainLine()}\n`.repeat(3000), [65_536]);
    const steps = Array.from({ length: 60_000 }, (_, n) =>
      plainLine({ pid: 1000 + (n % 500), own: Math.floor(n / 500) + 1, all: n + 1 }),
    );
    assert.ok(assertReadAlike(`${steps.join('\n')}\n`, [65_536]) > 50_000);
  });
});
