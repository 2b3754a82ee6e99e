/** Where the probe of src/setup/python writes lines of its own: a file that may be rotated, or a stderr that nobody reads. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { column, foundPython, runProbe as run } from './probe-server.ts';
import { skipWithout, tailsOf } from './python.ts';

const skip = skipWithout(foundPython, 'version 3.8 or newer');
const folder = mkdtempSync(join(tmpdir(), 'memhog-probe-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the file of the probe', skip, () => {
  const file = (name: string): string => join(folder, name);

  it('is opened anew when it was moved away or removed', () => {
    const path = file('rotated');
    run(
      `
get(app, "/1"); os.rename(m.LINES.path, m.LINES.path + ".old"); m.LINES.looked = -9
get(app, "/2"); os.remove(m.LINES.path); m.LINES.looked = -9
get(app, "/3")`,
      { MEMHOG_PROBE_FILE: path },
    );
    assert.deepEqual(column(tailsOf(readFileSync(`${path}.old`, 'utf8')), 'path'), ['/1']);
    assert.deepEqual(column(tailsOf(readFileSync(path, 'utf8')), 'path'), ['/3']);
  });

  it('is renamed when it is as large as it may be, once, whatever number of processes write to it', () => {
    const path = file('large');
    const { stdout } = run(
      `
children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        for i in range(300):
            m.LINES.looked = -9
            get(app, "/%d" % i)
        os._exit(0)
    children.append(child)
for child in children: os.waitpid(child, 0)
print(os.path.getsize(m.LINES.path), os.path.getsize(m.LINES.path + ".1"))`,
      { MEMHOG_PROBE_FILE: path, MEMHOG_PROBE_MAX: '40000' },
    );
    const [now = 0, before = 0] = stdout.trim().split(' ').map(Number);
    assert.ok(before >= 40_000 && before < 45_000 && now < 45_000, stdout);
    // whole lines in both
    tailsOf(readFileSync(path, 'utf8') + readFileSync(`${path}.1`, 'utf8'));
  });

  it('that cannot be written costs nothing but its lines', () => {
    const { stdout, stderr } = run('print(get(app, "/"), m.LINES.dropped)', {
      MEMHOG_PROBE_FILE: '/nowhere/at/all',
    });
    assert.deepEqual([stdout.trim(), stderr], ["b'ok' 1", '']);
  });

  it('a pipe that nobody reads holds up no request', () => {
    const { stdout } = run(`
out, into = os.pipe()
os.dup2(into, 2)
for _ in range(2000): get(app, "/")
print(m.LINES.dropped > 100, m.process().seq)`);
    assert.equal(stdout.trim(), 'True 2000');
  });
});
