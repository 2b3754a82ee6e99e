/** Exit codes, help, colour, old flags: how the command behaves towards those who call it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { memhog } from './world.ts';
import { callsOf, rankingOf } from './ranking-of.ts';
import { folderWith, lines, SHOP } from './shop-log.ts';

const calm = lines({ req: '1/1', rss: 50_000, target: '/a' }, { req: '2/2', rss: 50_000, target: '/b' });
const cwd = folderWith({ 'shop.log': SHOP, 'calm.log': calm });

async function codeOf(...args: readonly string[]): Promise<number> {
  return (await memhog(args, { cwd })).code;
}

describe('--fail-on', () => {
  it('is 1 with such a finding and 0 without; suspect means both', async () => {
    const { findings } = await rankingOf(['shop.log'], { cwd });
    const verdicts = new Set(findings.map(({ verdict }) => verdict));
    assert.ok(verdicts.has('leak') || verdicts.has('suspect'));
    assert.equal(await codeOf('parse', 'shop.log', '--fail-on', 'suspect'), 1);
    assert.equal(await codeOf('parse', 'shop.log', '--fail-on', 'leak'), verdicts.has('leak') ? 1 : 0);
    assert.equal(await codeOf('parse', 'calm.log', '--fail-on', 'suspect'), 0);
  });

  it('judges what the filters left, not what --top shows', async () => {
    assert.equal(await codeOf('parse', 'shop.log', '--fail-on', 'suspect', '--exclude', '/cart'), 0);
    assert.equal(
      await codeOf('parse', 'shop.log', '--fail-on', 'suspect', '--sort', 'calls', '--top', '1'),
      1,
    );
  });

  it('still prints the ranking', async () => {
    const plain = await memhog(['parse', 'shop.log'], { cwd });
    const failing = await memhog(['parse', 'shop.log', '--fail-on', 'suspect'], { cwd });
    assert.equal(failing.stdout, plain.stdout);
    assert.equal(plain.code, 0);
  });
});

describe('help', () => {
  it('of the whole names the commands, examples and exit codes', async () => {
    const { code, stdout, stderr } = await memhog(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    for (const word of [
      'parse',
      'explain',
      'routes',
      'profile',
      'merge',
      'completion',
      'Examples:',
      'check',
      'formats',
      'setup',
    ])
      assert.ok(stdout.includes(word), word);
    assert.match(stdout, /Exit codes: 0 [^.]*1 [^.]*2 [^.]*3 /);
  });

  it('of every command names its flags and fits the terminal', async () => {
    for (const command of [
      'parse',
      'explain',
      'routes',
      'profile',
      'merge',
      'check',
      'formats',
      'setup',
      'completion',
    ]) {
      const { code, stdout } = await memhog([command, '--help'], { columns: 80 });
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: memhog ${command} `));
      for (const line of stdout.split('\n')) assert.ok(line.length <= 80, `${command}: ${line}`);
    }
  });

  it('--version', async () => {
    for (const flag of ['--version', '-V']) {
      const { code, stdout } = await memhog([flag]);
      assert.deepEqual([code, stdout], [0, '0.0.0-test\n']);
    }
  });
});

describe('colour', () => {
  const escape = '\u001b[';

  it('only where it is welcome, and not in a file', async () => {
    const colored = await memhog(['parse', 'shop.log'], {
      cwd,
      color: true,
      stdoutIsTerminal: true,
      columns: 100,
    });
    assert.ok(colored.stdout.includes(escape));
    const plain = await memhog(['parse', 'shop.log'], { cwd, columns: 100 });
    assert.ok(!plain.stdout.includes(escape));
    await memhog(['parse', 'shop.log', '-o', 'table.txt'], { cwd, color: true });
    assert.ok(!readFileSync(join(cwd, 'table.txt'), 'utf8').includes(escape));
    for (const output of ['json', 'csv', 'markdown']) {
      const { stdout } = await memhog(['parse', 'shop.log', '--output', output], { cwd, color: true });
      assert.ok(!stdout.includes(escape), output);
    }
  });
});

describe('-o', () => {
  it('writes what stdout would get, and leaves nothing else behind', async () => {
    const folder = folderWith({ 'shop.log': SHOP });
    const { stdout } = await memhog(['parse', 'shop.log', '--output', 'csv'], { cwd: folder });
    const silent = await memhog(['parse', 'shop.log', '--output', 'csv', '-o', 'out.csv'], { cwd: folder });
    assert.deepEqual([silent.code, silent.stdout], [0, '']);
    assert.equal(readFileSync(join(folder, 'out.csv'), 'utf8'), stdout);
    assert.deepEqual(readdirSync(folder).sort(), ['out.csv', 'shop.log']);
  });

  it('keeps the old file when the new one cannot be made', async () => {
    const folder = folderWith({ 'shop.log': 'no uWSGI line\n', 'out.csv': 'old' });
    assert.equal((await memhog(['parse', 'shop.log', '-o', 'out.csv'], { cwd: folder })).code, 2);
    assert.equal(readFileSync(join(folder, 'out.csv'), 'utf8'), 'old');
  });

  it('and a dash is stdout', async () => {
    const { stdout } = await memhog(['parse', 'calm.log', '-o', '-'], { cwd });
    assert.match(stdout, /GET \/a/);
    assert.ok(!existsSync(join(cwd, '-')));
  });
});

describe('flags of pyuwsgimemhog', () => {
  it('--logfile names the log', async () => {
    const named = await rankingOf(['--logfile', 'shop.log'], { cwd });
    assert.equal(named.text, (await rankingOf(['shop.log'], { cwd })).text);
  });

  it('-m leaves out rows that kept less than so many MB, and says so', async () => {
    const { code, stdout, stderr } = await memhog(['-m', '10', '--output', 'csv', 'shop.log'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /GET \/cart/);
    assert.equal(stdout.trim().split('\n').length, 2);
    assert.match(stderr, /^memhog: warning: --memory-threshold [^\n]*10\^6 bytes[^\n]*\n$/);
    const nothing = await memhog(['--memory-threshold', '5000', '--output', 'csv', 'shop.log'], { cwd });
    assert.equal(nothing.stdout.trim().split('\n').length, 1);
  });

  it('--normalize-nums and --no-normalize-nums say what memhog does instead', async () => {
    const plain = await rankingOf(['shop.log'], { cwd });
    for (const flag of ['--normalize-nums', '--no-normalize-nums']) {
      const { code, stderr } = await memhog([flag, 'shop.log'], { cwd });
      assert.equal(code, 0);
      assert.match(stderr, new RegExp(`^memhog: warning: ${flag}: memhog [^\\n]*folds ids[^\\n]*\\n$`));
    }
    assert.ok(callsOf(plain).some((row) => row.startsWith('GET /users/:id: ')));
  });
});

describe('explain', () => {
  it('takes an endpoint in any case, a route, or a pattern', async () => {
    for (const name of ['GET /cart', 'get /cart', '/cart', '/ca*']) {
      const { code, stdout } = await memhog(['explain', name, 'shop.log'], { cwd });
      assert.equal(code, 0);
      assert.match(stdout, /GET \/cart/);
    }
  });

  it('names what is near when there is no such endpoint', async () => {
    const { code, stderr } = await memhog(['explain', 'users', 'shop.log'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /near it are 'GET \/users\/:id'/);
  });
});
