import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { allFormats } from '../../src/formats/formats.ts';
import { TARGETS } from '../../src/setup/targets.ts';
import { folderWith } from './shop-log.ts';
import { memhog } from './world.ts';

describe('memhog setup', () => {
  it('lists what it knows', async () => {
    const { code, stdout } = await memhog(['setup']);
    assert.equal(code, 0);
    for (const { name, title } of TARGETS)
      assert.ok(stdout.includes(`  ${name.padEnd(10)}  ${title}\n`), name);
  });

  it('prints for each what to paste, within 80 columns but for what is pasted', async () => {
    for (const { name, steps } of TARGETS) {
      const { code, stdout } = await memhog(['setup', name], { columns: 80, cwd: folderWith() });
      assert.equal(code, 0, name);
      for (const line of stdout.split('\n'))
        assert.ok(line.length <= 80 || line.startsWith('    '), `${name}: ${line}`);
      for (const { paste } of steps(undefined))
        for (const line of paste.split('\n')) assert.ok(stdout.includes(line), `${name}: ${line}`);
      assert.match(stdout, /memhog check/);
    }
  });

  it('puts the files that are needed where they are asked for, whole', async () => {
    for (const { name, files } of TARGETS.filter((target) => target.files.length > 0)) {
      const cwd = folderWith();
      const { code } = await memhog(['setup', name, '--write', '.'], { cwd });
      assert.equal(code, 0);
      const written = readdirSync(cwd).sort();
      assert.deepEqual(written, files.map((file) => file.replace(/^.*\//, '')).sort());
      for (const file of written) assert.ok(readFileSync(join(cwd, file), 'utf8').length > 1000);
    }
  });

  it('refuses what it cannot do in one line', async () => {
    const cwd = folderWith();
    for (const args of [
      ['setup', 'iis'],
      ['setup', 'uwsgi', '--write', '.'],
      ['setup', 'gunicorn', '--write', 'no/such/folder'],
    ]) {
      const { code, stdout, stderr } = await memhog(args, { cwd });
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, /^memhog: [^\n]+\n$/);
    }
  });

  it('is what every format that names it leads to', () => {
    const names = TARGETS.map(({ name }) => name);
    for (const { name, about } of allFormats())
      if (about.setup !== '') assert.ok(names.includes(about.setup), `${name}: ${about.setup}`);
  });
});
