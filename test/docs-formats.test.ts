/** docs/formats.md says of each format and wrapper what is so, and the examples that people are shown are read as it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { allFormats } from '../src/formats/formats.ts';
import type { Format } from '../src/formats/format.ts';
import { FIGURES, NO_COUNTER, NO_TIME } from '../src/record.ts';
import { RecordReader } from '../src/record-reader.ts';
import { TARGETS } from '../src/setup/targets.ts';
import { allLooseners } from '../src/wrappers/loosen.ts';
import { allWrappers } from '../src/wrappers/wrappers.ts';
import { memhog } from './cli/world.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../docs/formats.md'), 'utf8');

/** Formats that people name themselves are listed by the flag. */
const NAMED = allFormats({
  logFormats: ['%(pid) %(uri) %(rss)', '%(p)s %(U)s %({rss}e)s', '%p %r %{kilo}M'],
  patterns: ['(?<rss>\\d+) (?<path>\\S+)'],
});

/** What a line says only together with the one before it. */
const BEFORE: Readonly<Record<string, string>> = {
  oink: 'Feb 01 01:58:29 web-1 rails[4413]: Oink Action: Users#show',
};

/** Lines for what the text shows of --log-format, --fields and --pattern, by how that begins. */
const OWN_LINES = new Map([
  ['pid=%(pid) c', 'pid=7 core=0 rss=61276160 rssM=58 GET /shop'],
  ['%(t)s %(p)s ', '[22/Nov/2026:18:58:47 +0000] <31910> "GET /shop HTTP/1.1" 200 rss=20033536'],
  ['rss_kb=mem.r', '{"mem":{"resident_kb":61276},"proc":7,"where":"/shop"}'],
  ['worker (?<pi', 'worker 12 used 61276 KB for GET /shop'],
]);

/** Cells of the rows below the table head that begins with `| first `, by the name in the first cell. */
function tableOf(first: string): ReadonlyMap<string, readonly string[]> {
  const from = TEXT.indexOf(`| ${first} `);
  assert.ok(from >= 0, first);
  const [, , ...rows] = TEXT.slice(from).split('\n\n', 1)[0]!.split('\n');
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return new Map(cells.map(([name = '', ...rest]) => [name.replaceAll('`', ''), rest]));
}

/** What the reader with all formats makes of the last of some lines, in plain values. */
interface Read {
  readonly by: string;
  readonly kind: string;
  readonly figures: readonly string[];
  readonly hasRoute: boolean;
  readonly hasPid: boolean;
  readonly hasTime: boolean;
  readonly hasCounter: boolean;
  readonly reason: string;
}

function read(lines: readonly string[]): Read | undefined {
  let last: Read | undefined;
  const reader = new RecordReader({}, (kind, record, format) => {
    last = {
      by: format.name,
      kind,
      figures: FIGURES.filter((_, i) => record.figures[i]! > 0),
      hasRoute: record.route !== '' || record.pathStart >= 0,
      hasPid: (record.event?.pid ?? record.pid) > 0,
      hasTime: record.time !== NO_TIME,
      hasCounter: record.workerRequests !== NO_COUNTER,
      reason: record.reason,
    };
  });
  for (const line of lines) {
    const bytes = Buffer.from(line);
    reader.line(bytes, 0, bytes.length, 0);
  }
  reader.end();
  return last;
}

const KINDS: Readonly<Record<string, string>> = {
  'each request': 'request',
  'each task': 'request',
  'in samples': 'reading',
  'not at all': 'lifecycle',
};

/** Compares the example of a format with its row of the table. */
function isAsItsRowSays({ name, about }: Format, row: readonly string[]): void {
  const [memory = '', comes = '', worker = '', lost = '', time = ''] = row;
  const before = BEFORE[name];
  const example = read(before === undefined ? [about.example] : [before, about.example]);
  assert.ok(example);
  // A line of memhog's logger for Gunicorn is one of `access` that says so.
  const by = example.by === 'gunicorn-access' ? 'access' : example.by;
  assert.equal(by, name, 'another format claims the example');
  assert.equal(example.kind, KINDS[comes]);
  assert.equal(example.reason, '');
  assert.equal(example.figures.length > 0, comes !== 'not at all');
  if (memory !== 'every figure')
    for (const figure of example.figures) assert.ok(memory.includes(`\`${figure}\``), figure);
  assert.equal(memory === 'none', comes === 'not at all');
  if (example.kind === 'request') assert.ok(example.hasRoute);
  if (worker === 'pid') assert.ok(example.hasPid, 'pid');
  if (lost === 'yes') assert.ok(example.hasCounter, 'a counter of requests');
  if (lost === 'no') assert.ok(!example.hasCounter, 'no counter of requests');
  if (time === 'its own') assert.ok(example.hasTime, 'time');
}

describe('docs/formats.md', () => {
  const formats = tableOf('format  ');
  const wrappers = tableOf('wrapper ');

  it('lists every format, and no other', () => {
    assert.deepEqual([...formats.keys()].sort(), [...new Set(allFormats().map(({ name }) => name))].sort());
  });

  it('lists those that need a flag', () => {
    const flags = [...tableOf('flag ').values()].join(' ');
    for (const { name } of NAMED) assert.ok(flags.includes(`\`${name}\``) || formats.has(name), name);
  });

  it('lists every wrapper, and no other', () => {
    const names = new Set([...allWrappers(), ...allLooseners()].map(({ name }) => name));
    assert.deepEqual([...wrappers.keys()].sort(), [...names].sort());
  });

  for (const format of allFormats()) {
    describe(format.name, () => {
      it('is read as its row says', () => {
        isAsItsRowSays(format, formats.get(format.name) ?? []);
      });

      it('has a section with its example and what to switch on', () => {
        const [, section] = TEXT.split(new RegExp(`^## .*: \`${format.name}\`$`, 'm'));
        assert.ok(section !== undefined, 'section');
        const [text = ''] = section.split('\n## ');
        assert.ok(text.includes(`\`\`\`text\n${format.about.example}\n\`\`\``), 'example');
        const { setup } = format.about;
        if (setup !== '') assert.match(text, /`memhog setup \w/);
      });

      it('has an example whose every landmark is found, in order', () => {
        let rest = format.about.example;
        for (const { what, pattern } of format.about.landmarks) {
          const match = pattern.exec(rest);
          assert.ok(match, what);
          rest = rest.slice(match.index + match[0].length);
        }
      });

      it('has no landmark that every line has', () => {
        for (const { what, pattern } of format.about.landmarks)
          assert.doesNotMatch('A line of plain words, and nothing else.', pattern, what);
      });

      it('names a target that `memhog setup` knows', () => {
        const { setup } = format.about;
        assert.ok(setup === '' || TARGETS.some(({ name }) => name === setup), setup);
      });
    });
  }

  it('names targets of setup that there are', () => {
    const named = [...TEXT.matchAll(/memhog setup ([a-z-]+)/g)].map(([, name]) => name!);
    assert.ok(named.length > 8);
    for (const name of named)
      assert.ok(
        TARGETS.some((target) => target.name === name),
        name,
      );
  });

  it('shows flags that read such lines', async () => {
    for (const [, flag = '', value = ''] of TEXT.matchAll(/^memhog parse (--[a-z-]+) ('[^']+'|\S+)/gm)) {
      if (flag === '--uwsgi-ini') continue;
      const given = value.replaceAll("'", '');
      const line = OWN_LINES.get(given.slice(0, 12));
      assert.ok(line !== undefined, given);
      const { code, stdout, stderr } = await memhog(['parse', flag, given, '--output', 'json'], {
        stdin: [Buffer.from(`${line}\n`)],
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /"route": ?"\/shop"/);
    }
  });
});
