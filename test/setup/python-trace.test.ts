/** Trace and spans of the probe of src/setup/python, run by the Python that is here. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSpans } from '../../src/formats/memhog/spans.ts';
import { foundPython, runProbe, runToFile } from './probe-server.ts';
import { skipWithout, tailOf, tailsOf } from './python.ts';

const skip = skipWithout(foundPython, 'version 3.8 or newer');

/** Routes that leave something, and one that does not; written to a file, for a trace tells files and lines. */
const APP = `
import ctypes, functools, importlib, tempfile
folder = tempfile.mkdtemp()
with open(os.path.join(folder, "trace_shop.py"), "w") as f: f.write('''
import ctypes, functools
seen = []
def text(size): return "".join(chr(65 + i % 26) for i in range(size))
def remember(n):
    seen.append({"n": n, "text": text(3000)})  # line 6
@functools.lru_cache(maxsize=None)
def cached(n):
    return [text(2000), n]  # line 9
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
def native():
    ctypes.memset(ctypes.c_void_p(libc.malloc(20000)), 1, 20000)
''')
sys.path.insert(0, folder)
import trace_shop
asked = [0]
def app(environ, start_response):
    path = environ["PATH_INFO"]
    asked[0] += 1
    if path.startswith("/remember/"): trace_shop.remember(asked[0])
    if path == "/cached": trace_shop.cached(asked[0])
    if path == "/native": trace_shop.native()
    start_response("200 OK", [])
    return [b"x" * 1000]
app = m.wsgi(app)
def play(path, n):
    for i in range(n):
        get(app, path); get(app, "/other")
`;

type Finding = Map<string, string>;

function traced(endpoint: string, play: string, env: Record<string, string> = {}): Finding[] {
  const names = Object.entries({ MEMHOG_TRACE: endpoint, MEMHOG_TRACE_CALLS: '25', ...env });
  const { stderr } = runProbe(`${APP}\n${play}`, Object.fromEntries(names));
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('memhog v=1 trace='))
    .map((line) => tailOf(line) ?? assert.fail(line));
}

const of = (found: readonly Finding[], kind: string): Finding[] =>
  found.filter((one) => one.get('trace') === kind);

describe('a trace', skip, () => {
  it('tells the line, what a call leaves there, and who holds it', () => {
    const found = traced('GET /remember/:id', 'play("/remember/7", 30)');
    const [line] = of(found, 'line');
    assert.deepEqual(
      ['file', 'holder'].map((key) => line?.get(key)),
      ['trace_shop.py', 'trace_shop.seen'],
    );
    assert.ok(['text', 'remember'].includes(line?.get('function') ?? ''));
    assert.match(line?.get('stack') ?? '', /trace_shop\.py:6:remember/);
    assert.ok(Math.abs(Number(line?.get('bytes')) - 3049) < 300, line?.get('bytes'));
    const [holder] = of(found, 'holder');
    assert.deepEqual([holder?.get('holder'), holder?.get('type')], ['trace_shop.seen', 'list']);
    assert.equal(Number(holder?.get('items')), 1);
    assert.deepEqual(
      of(found, 'end').map((one) => one.get('why')),
      ['done'],
    );
    assert.equal(of(found, 'native').length, 0);
  });

  it('names an unbounded cache', () => {
    const found = traced('/cached', 'play("/cached", 30)');
    const names = of(found, 'line').map((one) => one.get('holder'));
    assert.match(names[0] ?? '', /^functools\._lru_cache_wrapper of trace_shop\.cached/);
  });

  it('tells memory that Python knows nothing of', () => {
    const [native] = of(traced('GET /native', 'play("/native", 30)'), 'native');
    assert.ok(native, 'no line of native memory');
    assert.ok(Math.abs(Number(native.get('bytes')) - 20016) < 3000, native.get('bytes'));
  });

  it('of a route that leaves nothing finds nothing of the application', () => {
    const found = traced('GET /other', 'play("/none", 30)');
    assert.deepEqual(
      of(found, 'line').filter((one) => one.get('file') === 'trace_shop.py'),
      [],
    );
    assert.equal(of(found, 'end')[0]?.get('why'), 'done');
  });

  it('of a route that is never called says so', () => {
    const [end] = of(traced('GET /nowhere', 'play("/cached", 30)'), 'end');
    assert.deepEqual([end?.get('why'), end?.get('calls'), end?.get('requests')], ['never', '0', '60']);
  });

  it('ends when its time or its memory is over, and says which', () => {
    const late = traced('GET /cached', 'play("/cached", 12); time.sleep(1.2); play("/cached", 30)', {
      MEMHOG_TRACE_SECONDS: '1',
    });
    assert.equal(of(late, 'end')[0]?.get('why'), 'time');
    const large = traced('GET /cached', 'play("/cached", 30)', { MEMHOG_TRACE_MEMORY: '1' });
    assert.equal(of(large, 'end')[0]?.get('why'), 'memory');
  });

  it('leaves tracemalloc and the collector as they were', () => {
    const { stdout } = runProbe(
      `${APP}
play("/cached", 30)
import gc, tracemalloc
print(gc.isenabled(), tracemalloc.is_tracing())`,
      { MEMHOG_TRACE: 'GET /cached', MEMHOG_TRACE_CALLS: '25' },
    );
    assert.equal(stdout.trim(), 'True False');
  });

  it('runs in one worker of several', () => {
    const { stderr } = runProbe(
      `${APP}
children = []
for _ in range(3):
    child = os.fork()
    if child == 0:
        play("/cached", 30); os._exit(0)
    children.append(child)
for child in children: os.waitpid(child, 0)`,
      { MEMHOG_TRACE: 'GET /cached', MEMHOG_TRACE_CALLS: '25', MEMHOG_PROBE_SPANS: '0' },
    );
    assert.equal(stderr.split('trace=begin').length - 1, 1);
  });
});

describe('spans', skip, () => {
  it('count what a part leaves, without what parts within leave', () => {
    const { lines } = runToFile(
      `
kept = []
def work(environ, start_response):
    with m.span("outer part"):
        kept.append(set(range(300)))
        with m.span("inner"): kept.append(bytearray(100_000)); kept.append(bytearray(100_000))
    start_response("200 OK", [])
    return [b""]
app = m.wsgi(work)
for _ in range(20):
    m.process().spans_often = 1.0
    get(app, "/")`,
      { MEMHOG_PROBE_SPANS: '1' },
    );
    const spans = tailsOf(lines.replaceAll(/ spans_every=\d+ spans=\S+/g, ''));
    assert.equal(spans.length, 20);
    const last = lines.trim().split('\n').at(-1) ?? '';
    const parsed = new Map(
      parseSpans(/ spans=(\S+)/.exec(last)?.[1] ?? '').map((one) => [one.name, one] as const),
    );
    assert.deepEqual([...parsed.keys()].sort(), ['inner', 'outer_part']);
    const [outer, inner] = [parsed.get('outer_part'), parsed.get('inner')];
    assert.ok(inner && outer && inner.count === 1 && inner.blocks >= 4 && inner.blocks <= 6, last);
    assert.ok(inner.bytes === 0 || (inner.bytes >= 200_000 && inner.bytes < 205_000), last);
    assert.ok(outer.bytes < 20_000 && outer.blocks >= 40 && outer.blocks <= 55, last);
  });

  it('outside of a request, or with the probe off, do nothing', () => {
    const { stdout } = runProbe(
      `
with m.span("a"): pass
@m.span("b")
def f(x): return x + 1
try:
    with m.span("c"): raise KeyError("mine")
except KeyError as e: print(f(1), e)`,
      { MEMHOG_PROBE_SPANS: '1' },
    );
    assert.equal(stdout.trim(), "2 'mine'");
  });

  it('name statements by what they do and their table', () => {
    const { stdout } = runProbe(`
for s in ('SELECT "a"."b" FROM "shop_lamp" WHERE x', "insert into lamp values (1)", "UPDATE lamp SET x=1", "DELETE FROM t", "COMMIT", "", "(("):
    print(m.statement_name(s))`);
    assert.deepEqual(stdout.trim().split('\n'), [
      ...['sql.select.shop_lamp', 'sql.insert.lamp', 'sql.update.lamp', 'sql.delete.t', 'sql.commit'],
      ...['sql.other', 'sql.other'],
    ]);
  });
});
