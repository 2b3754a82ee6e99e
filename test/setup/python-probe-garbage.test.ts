/** The probe has garbage in cycles collected before it reads, where that is cheap and wanted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { column, foundPython, runProbe as run, runToFile } from './probe-server.ts';
import { skipWithout, tailsOf } from './python.ts';

const skip = skipWithout(foundPython, 'version 3.8 or newer');

describe('garbage', skip, () => {
  it('is collected before a reading, so that cycles of one request are not charged to another', () => {
    const { lines } = runToFile(
      `
import gc
gc.collect()
class Node: pass
def cyclic(environ, start_response):
    for _ in range(9):
        node = Node(); node.me = node; node.text = bytearray(3000)
    return shop(environ, start_response)
app = m.wsgi(cyclic)
for _ in range(60): all_read(); get(app, "/")`,
    );
    const tails = tailsOf(lines).slice(20);
    const young = column(tails, 'young').map(Number);
    assert.ok(Math.max(...young) < 30, String(young));
    const heap = column(tails, 'heap').map(Number);
    assert.ok(Number.isNaN(heap[0]) || Math.max(...heap) - Math.min(...heap) < 9 * 3000, String(heap));
  });

  it('is left to a collector that the application has switched off, or the user', () => {
    const count = 'gc.set_threshold(10**6); gc.collect(); n = gc.get_stats()[0]["collections"]';
    const look = `for _ in range(9): all_read(); get(app, "/")
print(gc.get_stats()[0]["collections"] - n)`;
    assert.equal(run(`import gc; gc.disable(); ${count}\n${look}`).stdout.trim(), '0');
    const off = run(`import gc; ${count}\n${look}`, { MEMHOG_PROBE_COLLECT: '0' });
    assert.equal(off.stdout.trim(), '0');
    assert.ok(Number(run(`import gc; ${count}\n${look}`).stdout) >= 9);
  });

  it('is looked for among few objects only, whatever the application has told the collector', () => {
    const { stdout } = run(`
import gc
gc.collect(); gc.set_threshold(0)
keep = [[i] for i in range(300000)]
n = gc.get_stats()[0]["collections"]
for _ in range(5): all_read(); get(app, "/")
print(gc.get_stats()[0]["collections"] - n)`);
    assert.equal(stdout.trim(), '0');
  });
});
