/** `memhog setup SERVER --probe` and `--trace`. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PROBE_NAMES } from '../../src/setup/probe-targets.ts';
import { TARGETS } from '../../src/setup/targets.ts';
import { folderWith } from './shop-log.ts';
import { memhog } from './world.ts';

const SETUP = new URL('../../src/setup/', import.meta.url);
const PROBE = readFileSync(new URL('python/memhog_probe.py', SETUP), 'utf8');

const PYTHON = ['celery', 'django', 'fastapi', 'flask', 'gunicorn', 'uwsgi'];
const RUBY = ['puma', 'rack', 'rails', 'sinatra'];
const NODE = ['express', 'fastify', 'koa', 'node'];

const setup = (...args: readonly string[]): ReturnType<typeof memhog> =>
  memhog(['setup', ...args], { columns: 80, cwd: folderWith() });

describe('memhog setup --probe', () => {
  it('is there for each server and framework that it should be', () => {
    assert.deepEqual([...PROBE_NAMES].sort(), [...PYTHON, ...RUBY, ...NODE].sort());
    for (const name of PROBE_NAMES) assert.ok(TARGETS.some((one) => one.name === name));
  });

  it('prints what to paste, within 80 columns, and names nothing that the file does not have', async () => {
    for (const name of PYTHON) {
      const { code, stdout } = await setup(name, '--probe');
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`memhog setup ${name} --probe --write `));
      for (const line of stdout.split('\n'))
        assert.ok(line.length <= 80 || line.startsWith('    '), `${name}: ${line}`);
      for (const [, part = ''] of stdout.matchAll(/memhog_probe\.(?!py)(\w+)/g))
        assert.match(PROBE, new RegExp(`^(?:(?:class|def) ${part}\\b|    class ${part}\\b)`, 'm'), part);
      for (const [variable] of stdout.matchAll(/MEMHOG_\w+/g)) assert.ok(PROBE.includes(variable), variable);
    }
  });

  it('prints for Ruby and Node what they need, within 80 columns', async () => {
    for (const name of [...RUBY, ...NODE]) {
      const { code, stdout } = await setup(name, '--trace', 'GET /search');
      assert.equal(code, 0);
      assert.ok(stdout.includes("    export MEMHOG_TRACE='GET /search'\n"), stdout);
      for (const line of stdout.split('\n'))
        assert.ok(line.length <= 80 || line.startsWith('    '), `${name}: ${line}`);
      if (RUBY.includes(name)) assert.match(stdout, /Memhog::Probe/);
      else assert.match(stdout, /npm install [^]*probe: true/);
    }
    const cwd = folderWith();
    assert.equal((await memhog(['setup', 'rack', '--probe', '--write', '.'], { cwd })).code, 0);
    assert.deepEqual(readdirSync(cwd).sort(), ['memhog_probe.rb', 'memhog_rack.rb', 'memhog_trace.rb']);
    assert.equal((await memhog(['setup', 'koa', '--probe', '--write', '.'], { cwd })).code, 2);
  });

  it('writes the one file for Python', async () => {
    for (const name of PYTHON) {
      const cwd = folderWith();
      const { code } = await memhog(['setup', name, '--probe', '--write', '.'], { cwd });
      assert.deepEqual([code, readdirSync(cwd)], [0, ['memhog_probe.py']]);
      assert.equal(readFileSync(join(cwd, 'memhog_probe.py'), 'utf8'), PROBE);
    }
  });

  it('says how the endpoint to trace is named, each in its own way', async () => {
    for (const [name, line] of [
      ['uwsgi', 'env = MEMHOG_TRACE=GET /search'],
      ['gunicorn', 'os.environ["MEMHOG_TRACE"] = "GET /search"'],
      ['django', "export MEMHOG_TRACE='GET /search'"],
    ] as const) {
      const { code, stdout } = await setup(name, '--trace', 'GET /search');
      assert.equal(code, 0);
      assert.ok(stdout.includes(`    ${line}\n`), stdout);
      assert.ok(stdout.includes(`memhog setup ${name} --trace 'GET /search' --write`), stdout);
    }
    const { stdout } = await setup('celery', '--trace', 'proj.tasks.add');
    assert.ok(stdout.includes("    export MEMHOG_TRACE='proj.tasks.add'\n"), stdout);
    const { stdout: quoted } = await setup('flask', '--trace', "GET /it's/:id");
    assert.ok(quoted.includes("    export MEMHOG_TRACE='GET /it'\\''s/:id'\n"), quoted);
  });

  it('refuses what it cannot do in one line', async () => {
    for (const args of [
      ['pino', '--probe'],
      ['unicorn', '--trace', 'GET /'],
      ['django', '--trace', ''],
      ['django', '--trace', 'GET search it'],
      ['uwsgi', '--trace', 'GET /a\nmodule = evil'],
    ]) {
      const { code, stdout, stderr } = await setup(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, /^memhog: [^\n]+\n$/);
    }
  });
});
