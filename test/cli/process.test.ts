/** The command as a process: pipes, exit codes and shells, as only the real world has them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import type { SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import stringWidth from 'string-width';
import { COMMAND, QUOTED_COMMAND } from './command.ts';
import { memhog } from './world.ts';
import { folderWith, SHOP } from './shop-log.ts';

const cwd = folderWith({ 'shop.log': SHOP });

function bash(script: string, env: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
  return spawnSync('bash', ['-c', `memhog() { ${QUOTED_COMMAND} "$@"; }\n${script}`], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

function hasShell(shell: string): boolean {
  return spawnSync(shell, ['-c', ':']).status === 0;
}

describe('as a process', () => {
  it('says the same where there is no WebAssembly', () => {
    const { stdout } = bash('memhog parse --output json shop.log');
    // An option of V8's, which none of the lists of Node's options names: it must go before the program.
    const [node, ...program] = COMMAND;
    const without = ['--no-expose-wasm', ...program, 'parse', '--output', 'json', 'shop.log'];
    const plain = spawnSync(node, without, { cwd, encoding: 'utf8' });
    assert.deepEqual([plain.status, plain.stderr], [0, '']);
    assert.equal(plain.stdout, stdout);
  });

  it('reads stdin, writes stdout, ends with 0', () => {
    const { status, stdout, stderr } = bash('cat shop.log | memhog parse --top 1');
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /GET \/cart/);
    assert.ok(!stdout.includes('\u001b'));
  });

  it('takes a closed pipe quietly', () => {
    const { stdout, stderr } = bash(
      'memhog parse --top 0 --output json shop.log | head -1; echo "${PIPESTATUS[0]}"',
    );
    assert.equal(stderr, '');
    assert.equal(stdout, '{\n0\n');
    const gone = bash('set -o pipefail; { memhog --help; echo $? >&2; } | true');
    assert.equal(gone.stderr, '0\n');
  });

  it('exits 1 for findings and 2 for wrong use', () => {
    assert.equal(bash('memhog parse shop.log --fail-on suspect').status, 1);
    const { status, stdout, stderr } = bash('memhog parse nothing.log');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^memhog: nothing\.log does not exist[^\n]*\n$/);
  });

  it('says in one line what it cannot write to', { skip: !existsSync('/dev/full') && 'no /dev/full' }, () => {
    for (const words of ['--version', '--help', 'parse shop.log']) {
      const { status, stderr } = bash(`memhog ${words} > /dev/full`);
      assert.equal(status, 2, words);
      assert.match(stderr, /^memhog: cannot write the result: [^\n]*\n$/);
    }
  });

  it('takes the width from COLUMNS and reads process substitutions in the order given', () => {
    const { stdout, stderr } = bash(
      'memhog parse <(head -2000 shop.log) <(tail -n +2001 shop.log) --source shop',
      {
        COLUMNS: '80',
      },
    );
    assert.equal(stderr, '');
    assert.match(stdout, /4,000 calls/);
    assert.match(stdout, /workers +4,/);
    for (const line of stdout.split('\n')) assert.ok(stringWidth(line) <= 80, line);
  });
});

/** The words bash offers for the line typed so far. */
function offered(script: string, words: readonly string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '-c',
      `${script}\nCOMP_WORDS=(${typed}) COMP_CWORD=${words.length - 1}\n_memhog\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
    { cwd, encoding: 'utf8' },
  );
  assert.deepEqual([status, stderr], [0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    it(`for ${shell} is a script that ${shell} can read`, async (t) => {
      const { code, stdout } = await memhog(['completion', shell]);
      assert.equal(code, 0);
      if (!hasShell(shell)) {
        t.skip(`${shell} is not installed`);
        return;
      }
      const script = join(cwd, `memhog.${shell}`);
      writeFileSync(script, stdout);
      const { status, stderr } = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('in bash offers commands, then flags, then the values of a flag', async () => {
    const { stdout: script } = await memhog(['completion', 'bash']);
    assert.deepEqual(offered(script, ['memhog', 'pa']), ['parse']);
    assert.ok(offered(script, ['memhog', '']).includes('explain'));
    assert.deepEqual(offered(script, ['memhog', 'parse', '--fail']), ['--fail-on']);
    assert.deepEqual(offered(script, ['memhog', 'parse', '--fail-on', 'l']), ['leak']);
    assert.deepEqual(offered(script, ['memhog', 'parse', 'shop.log', '--output', 'ma']), ['markdown']);
    assert.deepEqual(offered(script, ['memhog', 'completion', 'z']), ['zsh']);
  });

  it('in bash leaves file names to bash', async () => {
    const { stdout: script } = await memhog(['completion', 'bash']);
    assert.deepEqual(offered(script, ['memhog', 'parse', 'sho']), []);
    assert.match(script, /complete -o default/);
  });
});
