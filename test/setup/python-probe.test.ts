/** The probe of src/setup/python, run by the Python that is here: what its lines say, what it costs, that it never disturbs. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { column, foundPython, runProbe as run, runToFile } from './probe-server.ts';
import { PIECES, runPython, skipWithout, tailsOf } from './python.ts';

const python = foundPython ?? '';
const skip = skipWithout(foundPython, 'version 3.8 or newer');

describe('the probe', skip, () => {
  it('holds to the syntax of Python 3.8', () => {
    runPython(
      python,
      `import ast; ast.parse(open(${JSON.stringify(join(PIECES, 'memhog_probe.py'))}).read(), feature_version=(3, 8))`,
    );
  });

  it('writes every field, in order', () => {
    const [tail] = tailsOf(run('get(app, "/users/7?page=2", **{"memhog.route": "/users/<int:id>"})').stderr);
    assert.ok(tail);
    const known = ['heap', 'small', 'blocks', 'gc', 'young'];
    assert.deepEqual(
      [...tail.keys()].filter((key) => !known.includes(key)),
      [
        ...['v', 'at', 'time', 'pid', 'seq', 'inflight', 'every', 'rss', 'alloc'],
        ...['method', 'path', 'route', 'status', 'ms'],
      ],
    );
    assert.deepEqual(
      ['at', 'seq', 'inflight', 'method', 'path', 'route', 'status'].map((key) => tail.get(key)),
      ['start', '1', '1', 'GET', '/users/7', '/users/<int:id>', '200'],
    );
    assert.match(tail.get('gc') ?? '', /^\d+\/\d+\/\d+$/);
    assert.ok(Number(tail.get('rss')) % 4096 === 0 && Number(tail.get('blocks')) > 10_000);
  });

  it('reads when the request begins: what it keeps stands in the next line', () => {
    const { lines } = runToFile(`
def get_all(path): all_read(); get(app, path)
for _ in range(400): get_all("/")
for _ in range(20): get_all("/leak/1")
for _ in range(21): get_all("/")`);
    const tails = tailsOf(lines);
    const blocks = column(tails, 'blocks').map(Number);
    const heap = column(tails, 'heap').map(Number);
    assert.ok(blocks.every(Number.isSafeInteger));
    const grown = (figures: readonly number[], from: number, to: number): number =>
      figures[to]! - figures[from]!;
    // A set of 200 is a block, and 8 KiB from the allocator of C; sets are in no free list of CPython.
    assert.ok(Math.abs(grown(blocks, 400, 420) - 20) <= 8, String(blocks.slice(390)));
    assert.ok(
      grown(blocks, 400, 401) >= 1 && Math.abs(grown(blocks, 399, 400)) < 2,
      String(blocks.slice(390)),
    );
    assert.ok(Number.isNaN(heap[0]) || grown(heap, 400, 420) >= 20 * 8192, String(heap.slice(390)));
    assert.ok(Math.abs(grown(blocks, 420, 440)) <= 8 && Math.abs(grown(blocks, 380, 400)) <= 8);
  });

  it('leaves the random numbers of the application alone, and no request in progress behind when it fails', () => {
    const { stdout } = run(`
import random
random.seed(1); first = random.random(); random.seed(1)
for _ in range(100): get(app, "/")
m.process().plan(); m.process().plan()
print(random.random() == first, m.process().running)
plain, m.Process.read = m.Process.read, lambda *_: 1 / 0
get(app, "/"); m.Process.read = plain
print(m.process().running, get(app, "/"))`);
    assert.deepEqual(stdout.trim().split('\n'), ['True 0', "0 b'ok'"]);
  });

  it('a hostile path stays inside its quotes', () => {
    const paths = [
      '/a memhog v=1 pid=1 rss=9 ',
      '/a" memhog v=1 at=start pid=1',
      '/a\n memhog v=1 pid=1',
      '/\\',
    ];
    const tails = tailsOf(run(`for p in ${JSON.stringify(paths)}: get(app, p)`).stderr);
    assert.deepEqual(column(tails, 'path'), paths);
  });

  it('threads: each seq once, inflight at most as many as there are', () => {
    const { lines } = runToFile(`
gate = threading.Barrier(6)
def meet(environ, start_response):
    if environ["PATH_INFO"] == "/meet": gate.wait()
    return shop(environ, start_response)
app = m.wsgi(meet)
def client():
    for i in range(50): get(app, "/meet" if i == 20 else "/")
threads = [threading.Thread(target=client) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
get(app, "/last")`);
    const tails = tailsOf(lines);
    const seqs = column(tails, 'seq')
      .map(Number)
      .sort((a, b) => a - b);
    assert.deepEqual(
      seqs,
      Array.from({ length: 301 }, (_, i) => i + 1),
    );
    assert.equal(Math.max(...column(tails, 'inflight').map(Number)), 6);
    assert.equal(tails.at(-1)?.get('inflight'), '1');
  });

  it('a fork: the child counts from 1, reads its own memory, and waits for no lock of its parent', () => {
    const { stderr } = run(`
all_read(); get(app, "/parent")
m.process().lock.acquire()
child = os.fork()
if child == 0:
    keep = bytearray(64 * 2**20)
    get(app, "/child"); os._exit(0)
os.waitpid(child, 0)
m.process().lock.release()
get(app, "/parent")`);
    const tails = tailsOf(stderr);
    assert.deepEqual(
      tails.map((tail) => `${tail.get('path')} ${tail.get('seq')}`),
      ['/parent 1', '/child 1', '/parent 2'],
    );
    assert.equal(new Set(column(tails, 'pid')).size, 2);
    assert.ok(Number(tails[1]?.get('rss')) > Number(tails[0]?.get('rss')) + 60 * 2 ** 20);
  });

  it('an exception of the application comes through, and the request has ended', () => {
    const { stderr, stdout } = run(`
def broken(environ, start_response): raise KeyError("mine")
try: get(m.wsgi(broken), "/broken")
except KeyError as e: print("came through", e)
get(app, "/")`);
    assert.equal(stdout.trim(), "came through 'mine'");
    assert.deepEqual(column(tailsOf(stderr), 'status'), ['500', '200']);
    assert.deepEqual(column(tailsOf(stderr), 'inflight'), ['1', '1']);
  });

  it('whatever fails in it, the application answers', () => {
    for (const broken of [
      'm.Process.read = lambda *_: 1 / 0',
      'm.LINES.write = lambda *_: 1 / 0',
      'm.process = lambda: 1 / 0',
      'm.Start.whole = lambda *_: 1 / 0',
      'm.Process.plan = lambda *_: 1 / 0',
      'sys.stderr.close()',
      'os.close(m.process().statm)',
    ]) {
      const { stdout } = run(`${broken}\nfor _ in range(70): a = get(app, "/")\nprint(a)`);
      assert.equal(stdout, "b'ok'\n", broken);
    }
  });

  it('one layer counts, not two; and one copy of the file, not two', () => {
    const { stderr, stdout } = run(`
import importlib.util
get(m.wsgi(app), "/twice")
spec = importlib.util.spec_from_file_location("other_probe", m.__file__)
other = importlib.util.module_from_spec(spec); spec.loader.exec_module(other)
print(m.ACTIVE, other.ACTIVE, other.wsgi(shop) is shop)
get(other.wsgi(app), "/two")`);
    assert.equal(stdout.trim(), 'True False True');
    assert.deepEqual(column(tailsOf(stderr), 'seq'), ['1', '2']);
  });

  it('MEMHOG_PROBE=0: nothing is wrapped, nothing written', () => {
    const { stderr, stdout } = run('print(app is shop, get(app, "/"), m.begin())', { MEMHOG_PROBE: '0' });
    assert.deepEqual([stdout.trim(), stderr], ["True b'ok' None", '']);
  });

  it('an iterator that asks for less than all, and a request in no thread of its own, end', () => {
    const { stderr } = run(`
body = app({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, print); body.close(); body.close()
get(app, "/")`);
    assert.deepEqual(column(tailsOf(stderr), 'inflight'), ['1', '1']);
  });
});

describe('what the probe costs', skip, () => {
  const DEAR = `
class Dear:
    def __init__(self, seconds): self.seconds, self.calls = seconds, 0
    def __call__(self):
        self.calls += 1
        end = time.perf_counter() + self.seconds
        while time.perf_counter() < end: pass
        return 12345
def busy(environ, start_response):
    end = time.process_time() + 0.002
    while time.process_time() < end: pass
    return shop(environ, start_response)
app = m.wsgi(busy)
`;
  it('figures that are dear are read for one request in N, and all of them together', () => {
    const { lines, stdout } = runToFile(`${DEAR}
machine = m.machine()
machine.heap = heap = Dear(0.0006)
for _ in range(600): get(app, "/")
print(heap.calls, m.process().counters["heap"].every)`);
    const [calls = 0, every = 0] = stdout.trim().split(' ').map(Number);
    // 1 % of 2 ms are 20 µs: at 600 µs a reading, one in 30 or rarer
    assert.ok(every >= 30 && every <= 256, stdout);
    assert.ok(calls <= 600 / 15 && calls >= 2, stdout);
    const tails = tailsOf(lines);
    const with_ = tails.filter((tail) => tail.has('heap'));
    assert.ok(with_.slice(5).every((tail) => Number(tail.get('every')) >= 15));
    assert.ok(
      with_.every((tail) => tail.has('blocks') && tail.has('rss') && tail.get('young') !== undefined),
    );
    assert.ok(tails.every((tail) => tail.has('heap') || !tail.has('blocks')));
    // memhog cuts lives at multiples of powers of two, so that is where the readings stand
    assert.ok(with_.slice(5).every((tail) => Number(tail.get('seq')) % 16 === 0));
  });

  it('a request that was not sampled has no figures', () => {
    const { stderr } = run(`
mine = m.process()
mine.step, mine.rss_often = 2**30, 0.0
get(app, "/"); get(app, "/")`);
    const [first, second] = tailsOf(stderr);
    assert.ok(first?.has('rss'), 'the first of a process always has');
    assert.deepEqual(
      [...(second?.keys() ?? [])],
      ['v', 'at', 'time', 'pid', 'seq', 'inflight', 'method', 'path', 'status', 'ms'],
    );
  });

  it('shares what it may cost so that nothing is left over that a dear counter could use', () => {
    runPython(
      python,
      `
import memhog_probe as m
p = m.Process(1)
def plan(allowed, **costs):
    p.counters = {n: m.Counter(n, 1, c * 1e-6) for n, c in costs.items()}
    p.whole = [one for n, one in p.counters.items() if n != "rss"]
    p.tidy.cost = 0.0
    p.share(allowed * 1e-6)
    spent = sum(c.cost / c.every for c in p.counters.values()) * 1e6
    assert spent <= allowed * 1.001, (spent, allowed)
    return {n: c.every for n, c in p.counters.items()}
assert plan(20, rss=2, objects=1, heap=1) == {"rss": 1, "objects": 1, "heap": 1}
told = plan(20, rss=2, objects=200, heap=1)
assert told["rss"] == 2 and told["heap"] == told["objects"] and 10 <= told["heap"] <= 12, told
steps = [p.share(20e-6) or p.step for _ in range(2000)]
assert set(steps) == {8, 16} and 0.9 < told["heap"] * sum(1 / n for n in steps) / len(steps) < 1.1, set(steps)
assert plan(1000, rss=2, objects=200) == {"rss": 1, "objects": 1}
`,
    );
  });
});

describe('figures', skip, () => {
  it('that wrap at 32 bits are carried on', () => {
    runPython(
      python,
      `
import memhog_probe as m, random
random.seed(7)
for base in (0, 5 * 2**30):
    true = base or 2**31 - 1000
    of = m.Unwrapped(base)
    assert of.of(true & 0xFFFFFFFF) == true
    for _ in range(2000):
        true = max(0, true + random.randrange(-2**30, 2**30))
        told = true & 0xFFFFFFFF
        assert of.of(told - 2**32 if told >= 2**31 else told) == true
`,
    );
  });

  it('count what the allocators have in use', () => {
    const { stdout } = runPython(
      python,
      `
import memhog_probe as m
here = m.machine()
if here.heap and here.alloc == "glibc":
    a = here.heap(); keep = bytearray(3_000_000); b = here.heap(); del keep; c = here.heap()
    print(3_000_000 <= b - a < 3_100_000, abs(c - a) < 100_000)
if here.small:
    a = here.small(); keep = [(i, i) for i in range(10**5)]; b = here.small()
    print(10**5 <= b[0] - a[0] < 3 * 10**5, 8_000_000 <= b[1] - a[1] < 12_000_000)
print("done")`,
    );
    assert.doesNotMatch(stdout, /False/);
    assert.match(stdout, /done/);
  });
});
