/** Lines that are read ahead, without being cut apart first, must be what they are when each is cut out and handed on. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { assertReadAlike, readText } from './reading-ahead.ts';

const SAMPLE = join(import.meta.dirname, '../samples/uwsgi/leaky-shop.log.gz');
const LINES = gunzipSync(readFileSync(SAMPLE)).toString('latin1').split('\n').slice(0, 3000);
const REQUESTS = LINES.filter((line) => line.startsWith('{address'));

const request = fc.constantFrom(...REQUESTS);
const other = fc.constantFrom(
  '',
  'spawned uWSGI worker 1 (pid: 27994, cores: 1)',
  '*** Starting uWSGI 2.0.31 (64bit) on [Sun Nov 22 08:00:00 2026] ***',
  '{"level":30,"time":1795300000000,"pid":7,"req":{"method":"GET","url":"/x"},"rss":40000000}',
  'Nov 22 08:00:00 web-1 uwsgi[12]: ' + REQUESTS[0]!,
  `${REQUESTS[1]!}\r`,
  REQUESTS[2]!.slice(0, 100),
  REQUESTS[3]!.slice(50),
  REQUESTS[4]! + REQUESTS[5]!,
  REQUESTS[6]!.replace('msecs', 'micros'),
  REQUESTS[7]!.replace(/GET \S+/, `GET /${'x'.repeat(70_000)}`),
  REQUESTS[8]!.replace(/GET \S+/, `GET /${'y'.repeat(5000)}`),
  REQUESTS[9]!.replace(/\[... ... .. ..:..:.. ....\]/, '[Sun Nov 22 08:00:6x 2026]'),
);
const line = fc.oneof({ weight: 6, arbitrary: request }, { weight: 1, arbitrary: other });

describe('lines read ahead', () => {
  it('are read as lines that are cut apart, however mixed with others and wherever blocks end', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (lines, sizes, isWhole) => {
          const text = lines.join('\n') + (isWhole ? '\n' : '');
          assertReadAlike(text, sizes);
        },
      ),
      { numRuns: 300, seed: 8 },
    );
  });

  it('also where a line ends in the middle of what a plain one has, or goes on behind the longest', () => {
    const both = (text: string): number => assertReadAlike(text, [65_536]);
    const [before, plain, after] = [REQUESTS[0]!, REQUESTS[10]!, REQUESTS[11]!];
    // Another minute than that of the lines around it: its time is read in full.
    const other = plain.replace(/ \d\d:\d\d:/, ' 23:57:');
    for (let at = 0; at < other.length; at++)
      both(`${before}\n${other.slice(0, at)}\n${other.slice(at + 1)}\n${after}\n`);
    for (const size of [4095, 4096, 4097])
      for (const more of ['', 'X', ' extra', after, `\r`]) {
        const path = `GET /${'p'.repeat(size - plain.replace(/GET \S+/, 'GET /').length)}`;
        both(`${before}\n${plain.replace(/GET \S+/, path)}${more}\n${after}\n`);
      }
  });

  it('are nearly all lines of a log', () => {
    const { profile, lines, ahead } = readText(`${LINES.join('\n')}\n`, [65_536], true);
    assert.equal(profile, readText(`${LINES.join('\n')}\n`, [65_536], false).profile);
    assert.equal(lines, LINES.length);
    assert.ok(ahead > 0.9 * lines, `${ahead} of ${lines}`);
  });
});
