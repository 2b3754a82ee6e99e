/** Running the Python pieces of src/setup/python with the Python that is here, and reading the lines they write. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The folder of the Python pieces. */
export const PIECES = join(import.meta.dirname, '../../src/setup/python');

/** The environment in which Python finds them, and leaves nothing behind beside them. */
export const PYTHON_ENV = { ...process.env, PYTHONPATH: PIECES, PYTHONDONTWRITEBYTECODE: '1' };

/** A Python that has these modules; undefined when none is here. PYTHON names one that is tried first. */
export function pythonWith(...modules: string[]): string | undefined {
  const wanted = ['import sys; assert sys.version_info >= (3, 8)', ...modules.map((one) => `import ${one}`)];
  return [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find(
    (python) => python !== undefined && spawnSync(python, ['-c', wanted.join('; ')]).status === 0,
  );
}

/** What `describe` is to be told: nothing, or why the tests are skipped. */
export function skipWithout(python: string | undefined, what: string): { skip?: string } {
  return python === undefined ? { skip: `no Python here has ${what}` } : {};
}

/** Runs a Python text; fails unless it ends with 0. */
export function runPython(python: string, text: string): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(python, ['-c', text], { env: PYTHON_ENV, encoding: 'utf8' });
  assert.equal(status, 0, stderr + stdout);
  return { stdout, stderr };
}

const TOKEN = /^ ([a-z]+)=([^\s"=]+|"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*")/;

/**
 * The keys of the tail at the end of a line, values unescaped; undefined when the line has none.
 * Written anew from the definition of the tail, so as to share no mistake with the reader.
 */
export function tailOf(line: string): Map<string, string> | undefined {
  const at = ` ${line}`.lastIndexOf(' memhog v=1 ');
  if (at < 0) return undefined;
  let rest = line.slice(at + 'memhog'.length);
  const tail = new Map<string, string>();
  while (rest !== '') {
    const [token, key, value] = TOKEN.exec(rest) ?? [];
    if (token === undefined || key === undefined || value === undefined || tail.has(key)) return undefined;
    tail.set(key, value.startsWith('"') ? String(JSON.parse(value)) : value);
    rest = rest.slice(token.length);
  }
  return tail;
}

/** The tails of a text, line by line. Every line must be printable ASCII and have one. */
export function tailsOf(text: string): Map<string, string>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      assert.match(line, /^[ -~]+$/);
      return tailOf(line) ?? assert.fail(`no tail: ${line}`);
    });
}
