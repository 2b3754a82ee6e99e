/** Figures in a unit that nobody named: they are not believed silently, and the message says which flag mends it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memhog } from './world.ts';

const lines = (rss: (i: number) => string): Buffer[] => [
  Buffer.from(
    Array.from(
      { length: 400 },
      (_, i) =>
        `127.0.0.1 - - [22/Nov/2026:18:52:02 +0000] "GET /a HTTP/1.1" 200 3 rss=${rss(i)} <${100 + (i % 2)}>\n`,
    ).join(''),
  ),
];
const parse = async (
  stdin: Buffer[],
  ...flags: string[]
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }> =>
  memhog(['parse', ...flags, '--output', 'json'], { stdin });

describe('memory below what a process can have', () => {
  it('is warned of, with the likely unit and the flag', async () => {
    const kib = await parse(lines((i) => String(61_276 + 4 * i)));
    assert.match(kib.stdout, /"code": ?"unit"[^}]*KiB[^}]*--fields rss_kb=/);
    const mib = await parse(lines((i) => String(58 + Math.floor(i / 40))));
    assert.match(mib.stdout, /"code": ?"unit"[^}]*MiB[^}]*--fields rss_mb=/);
    const { stdout } = await memhog(['check'], { stdin: lines((i) => String(61_276 + 4 * i)) });
    assert.match(stdout, /! +unit +.*rss_kb=NAME/s);
  });

  it('is not warned of where it is bytes, or the unit is said', async () => {
    const stdin = lines((i) => String(61_276 * 1024 + 4096 * i));
    assert.doesNotMatch((await parse(stdin)).stdout, /"code": ?"unit"/);
    const mended = await parse(
      lines((i) => String(61_276 + 4 * i)),
      '--fields',
      'rss_kb=rss',
    );
    assert.equal(mended.code, 0);
    assert.doesNotMatch(mended.stdout, /"code": ?"unit"/);
  });
});

describe('memory without a unit in every line', () => {
  it('is the reason given', async () => {
    const cases = [
      [['--fields', 'rss=mem.rss,path=url'], '{"mem":{"rss":61276},"url":"/a","pid":7}'],
      [[], '{"rss":58.4,"path":"/x","pid":7}'],
    ] as const;
    for (const [flags, line] of cases) {
      for (const command of ['parse', 'check']) {
        const { code, stdout, stderr } = await memhog([command, ...flags], {
          stdin: [Buffer.from(`${line}\n`)],
        });
        assert.equal(code, 2);
        assert.match(
          (stdout + stderr).replace(/\s+/g, ' '),
          /without a unit \(see --fields rss_kb=NAME/,
          command,
        );
        assert.doesNotMatch(stdout + stderr, /add the memory of the process/);
      }
    }
  });
});
