import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { folderWith, lines, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';

interface Report {
  readonly schema: string;
  readonly formats: readonly { readonly name: string; readonly lines: number }[];
  readonly wrappers: readonly { readonly name: string }[];
  readonly lines: number;
  readonly usable: number;
  readonly checks: readonly { readonly code: string; readonly level: string; readonly text: string }[];
  readonly failed: readonly {
    readonly line: number;
    readonly nearest: readonly { readonly format: string }[];
  }[];
}

async function checked(text: string): Promise<{ code: number; report: Report; shown: string }> {
  const cwd = folderWith({ 'app.log': text });
  const { code, stdout } = await memhog(['check', '--output', 'json', 'app.log'], { cwd });
  const { stdout: shown } = await memhog(['check', 'app.log'], { cwd, columns: 80 });
  // Our own output, described by its schema name.
  const report = JSON.parse(stdout) as Report;
  return { code, report, shown };
}

const levelOf = ({ checks }: Report, code: string): string | undefined =>
  checks.find((one) => one.code === code)?.level;

describe('memhog check', () => {
  it('finds nothing wrong with a whole log', async () => {
    const { code, report, shown } = await checked(SHOP);
    assert.equal(code, 0);
    assert.equal(report.schema, 'memhog.check/1');
    assert.deepEqual(report.formats, [
      { name: 'uwsgi', title: "uWSGI's default request line, with memory-report", lines: 4000 },
    ]);
    assert.deepEqual(
      report.checks.filter(({ level }) => level !== 'ok').map(({ code: name }) => name),
      [],
    );
    for (const line of shown.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('says what is missing, and how to mend it', async () => {
    const gaps = lines(
      { req: '1/1', rss: 50_000, target: '/a' },
      { req: '9/2', rss: 50_010, target: '/a' },
      { req: '10/3', rss: 50_020, target: '/a' },
    );
    const { code, report, shown } = await checked(gaps);
    assert.equal(code, 0);
    assert.equal(levelOf(report, 'gaps'), 'note');
    assert.equal(levelOf(report, 'length'), 'note');
    assert.match(shown.replaceAll(/\s+/g, ' '), /7 requests are missing from the log.* -> log every request/);
  });

  it('names the wrapper around the lines', async () => {
    const wrapped = SHOP.split('\n')
      .slice(0, 50)
      .map((log) => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: '2026-11-22T18:34:01.1Z' }))
      .join('\n');
    const { report } = await checked(wrapped);
    assert.deepEqual(
      report.wrappers.map(({ name }) => name),
      ['docker'],
    );
    assert.equal(report.usable, 50);
  });

  it('ends with 2 where nothing can be used, and shows where the first lines stop matching', async () => {
    const { code, report, shown } = await checked(
      SHOP.replaceAll(/\{rss usage: [^}]*\} \[pid: /g, '[job: ')
        .split('\n')
        .slice(0, 9)
        .join('\n'),
    );
    assert.equal(code, 2);
    assert.equal(report.usable, 0);
    assert.equal(report.failed[0]?.nearest[0]?.format, 'uwsgi');
    assert.match(
      shown.replaceAll(/\s+/g, ' '),
      /not quite uWSGI's default request line, with memory-report: at column 1 it lacks the worker/,
    );
  });

  it('ends with 2 where the memory is switched off, and says how to switch it on', async () => {
    const { code, shown } = await checked(SHOP.replaceAll(/\{(?:address|rss) [^}]*\} /g, ''));
    assert.equal(code, 2);
    assert.match(shown, /memory-report/);
    assert.match(shown, /memhog\s+setup\s+uwsgi/);
  });
});
