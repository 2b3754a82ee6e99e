import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { withoutCopies } from '../../src/input/copies.ts';
import { discover } from '../../src/input/discover.ts';
import { inFolder } from './collect-lines.ts';

const LONG = 'one line of a log\n'.repeat(10_000);

/** Writes the files and gives back the names kept, and how many warnings there were. */
async function kept(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ names: string[]; warnings: string[] }> {
  const found = { names: [] as string[], warnings: [] as string[] };
  await inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const { inputs, warnings } = await withoutCopies(await discover(Object.keys(files), folder));
    found.names = inputs.map(({ name }) => name);
    found.warnings = warnings.map(({ text }) => text);
  });
  return found;
}

describe('withoutCopies', () => {
  it('leaves out a copy, and the compressed twin of a file, with a warning that names both', async () => {
    const { names, warnings } = await kept({ 'a.log': LONG, 'a.log.1.gz': gzipSync(LONG), 'copy.log': LONG });
    assert.deepEqual(names, ['a.log']);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0]!, /a\.log\.1\.gz .*same lines as a\.log.*once/);
  });

  it('keeps files that only begin alike', async () => {
    const { names, warnings } = await kept({
      'a.log': `${LONG}less\n`,
      'b.log': `${LONG}more\n`,
      'c.log': '',
      'd.log': '',
    });
    assert.deepEqual(names, ['a.log', 'b.log', 'c.log', 'd.log']);
    assert.deepEqual(warnings, []);
  });

  it('leaves out what is only the beginning of another, in whatever order they are named', async () => {
    const whole = `${LONG}more\n`;
    for (const files of [
      { 'half.log': LONG, 'a.log': whole },
      { 'a.log': whole, 'half.log': LONG },
      { 'a.log': whole, 'half.log.gz': gzipSync(LONG) },
      { 'a.log': whole, 'short.log': LONG.slice(0, 300) },
    ]) {
      const { names, warnings } = await kept(files);
      assert.deepEqual(names, ['a.log']);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /holds the lines at the beginning of a\.log; they are counted once/);
    }
  });

  it('leaves out a beginning of a beginning, and a copy of it', async () => {
    const { names, warnings } = await kept({
      'one.log': LONG.slice(0, 90_000),
      'two.log': LONG,
      'two again.log': LONG,
      'all.log': `${LONG}more\n`,
    });
    assert.deepEqual(names, ['all.log']);
    assert.equal(warnings.length, 3);
  });

  it('keeps twins in folders of their own, and says so', async () => {
    const { names, warnings } = await kept({ 'web1/a.log': LONG, 'web2/a.log': LONG });
    assert.deepEqual(names, ['web1/a.log', 'web2/a.log']);
    assert.match(warnings[0]!, /both are counted/);
    const begun = await kept({ 'web1/a.log': LONG, 'web2/a.log': `${LONG}more\n` });
    assert.deepEqual(begun.names, ['web1/a.log', 'web2/a.log']);
    assert.match(
      begun.warnings[0]!,
      /web1\/a\.log holds the lines at the beginning of web2\/a\.log; both are counted/,
    );
  });
});
