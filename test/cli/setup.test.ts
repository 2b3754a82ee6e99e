import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { allFormats } from '../../src/formats/formats.ts';
import { TARGETS } from '../../src/setup/targets.ts';
import { folderWith } from './shop-log.ts';
import { memhog } from './world.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What is printed for a target, in lines as long as one likes, where none of the servers can be asked for its version. */
async function unasked(target: string, cwd = folderWith(), ...more: readonly string[]): Promise<string> {
  const { PATH } = process.env;
  process.env['PATH'] = '/nowhere';
  try {
    const { code, stdout, stderr } = await memhog(['setup', target, ...more], { columns: 400, cwd });
    assert.equal(code, 0, stderr);
    return stdout;
  } finally {
    process.env['PATH'] = PATH;
  }
}

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
      for (const { paste } of steps(undefined, HOME))
        for (const line of paste.split('\n')) assert.ok(stdout.includes(line), `${name}: ${line}`);
      assert.match(stdout, /memhog check/);
    }
  });

  it('puts the files that are needed where they are asked for, whole', async () => {
    for (const { name, files } of TARGETS.filter((target) => target.files.length > 0)) {
      const cwd = folderWith();
      await unasked(name, cwd, '--write', '.');
      const written = readdirSync(cwd).sort();
      assert.deepEqual(written, files.map((file) => file.replace(/^.*\//, '')).sort());
      for (const file of written) assert.ok(readFileSync(join(cwd, file), 'utf8').length > 1000);
    }
  });

  it('writes over no file but an older one of its own, and says so', async () => {
    const cwd = folderWith({ 'memhog_gunicorn.py': '"""My own notes on memhog."""\n' });
    const file = join(cwd, 'memhog_gunicorn.py');
    const write = (...more: readonly string[]): ReturnType<typeof memhog> =>
      memhog(['setup', 'gunicorn', '--write', '.', ...more], { cwd, columns: 200 });
    const refused = await write();
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(
      refused.stderr,
      /^memhog: memhog_gunicorn\.py is there already and is not memhog's: [^\n]+\n$/,
    );
    assert.match(readFileSync(file, 'utf8'), /My own notes/);
    const forced = await write('--force');
    assert.match(forced.stdout, /memhog_gunicorn\.py is in \., in place of another file/);
    const shipped = readFileSync(file, 'utf8');
    assert.match((await write()).stdout, /is in \. already, unchanged/);
    writeFileSync(file, shipped.replace(/def .*/s, ''));
    assert.match((await write()).stdout, /is in \., in place of an older one/);
    assert.equal(readFileSync(file, 'utf8'), shipped);
  });

  it('says what the code that it adds costs, with the figures of the file itself', async () => {
    for (const { name, files, cost } of TARGETS) {
      const stdout = await unasked(name);
      assert.equal(
        /- Cost: \d.* measured on .*\./.test(stdout.replaceAll(/\n {2}/g, ' ')),
        cost !== '',
        name,
      );
      if (files.length > 0) assert.notEqual(cost, '', name);
      const heads = files.map((file) =>
        readFileSync(new URL(`../../src/setup/${file}`, import.meta.url), 'utf8').slice(0, 4000),
      );
      for (const head of heads)
        for (const [figure] of cost.split('; with lograge')[0]!.matchAll(/\d[\d.]*/g))
          assert.ok(head.includes(figure), `${name}: ${figure}`);
    }
  });

  it('names the function of each framework in Node, and installs from where it lies itself', async () => {
    for (const [name, made] of Object.entries({
      express: 'memhog({ heap: false })',
      fastify: 'app.register(memhogFastify, { heap: false })',
      koa: 'memhogKoa({ heap: false })',
      node: 'memhogHttp(listener, { heap: false })',
    })) {
      const stdout = await unasked(name);
      assert.ok(stdout.includes(`\`${made}\` leaves it out`), stdout);
      assert.ok(stdout.includes(`    npm install ${HOME}\n`), stdout);
    }
  });

  it('puts the file of Rails where its second step looks for it', async () => {
    const { stdout } = await memhog(['setup', 'rails'], { columns: 200, cwd: folderWith() });
    assert.match(stdout, /--write \/path\/of\/the\/application\/lib\n/);
    assert.match(stdout, /require_relative "\.\.\/lib\/memhog_rack"/);
    assert.match(stdout, /Etc\.sysconf\(Etc::SC_PAGESIZE\)/);
  });

  it('reads the version of Passenger as Passenger prints it', () => {
    const [first] = TARGETS.find(({ name }) => name === 'passenger')?.asks ?? [];
    assert.equal(first?.command, 'passenger');
    for (const printed of [
      'Phusion Passenger(R) 6.0.17',
      'Phusion Passenger 5.3.7',
      'Phusion Passenger(R) Enterprise 6.0.17',
    ])
      assert.match(first.answer.exec(printed)?.[1] ?? '', /^[56]\.\d\.\d+$/);
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
