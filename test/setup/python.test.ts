/** The middleware of src/setup/python, run by the Python that is here: what its lines say, and that it never disturbs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pythonWith, runPython, skipWithout, tailOf, tailsOf } from './python.ts';

const found = pythonWith();
const python = found ?? '';

/** A WSGI server in small: `get(app, path)` calls, reads and closes. */
const SERVER = `
import os, sys, threading, time
import memhog_middleware as m
def get(app, path, **more):
    told = []
    body = app(dict({"REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path}, **more), lambda s, h, *e: told.append(s))
    try:
        return told, b"".join(body)
    finally:
        if hasattr(body, "close"): body.close()
def shop(environ, start_response):
    start_response("200 OK", [])
    return [b"ok"]
app = m.MemhogWSGI(shop)
`;

const run = (text: string): { stdout: string; stderr: string } => runPython(python, SERVER + text);

describe('the WSGI middleware', skipWithout(found, 'version 3.8 or newer'), () => {
  it('writes every field, in order', () => {
    const [tail] = tailsOf(run('get(app, "/users/7?page=2", **{"memhog.route": "/users/<int:id>"})').stderr);
    assert.ok(tail !== undefined);
    const order = ['v', 'time', 'pid', 'seq', 'inflight', 'rss', 'method', 'path', 'route', 'status', 'ms'];
    assert.deepEqual([...tail.keys()], order);
    assert.match(tail.get('time') ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(Math.abs(Date.parse(tail.get('time') ?? '') - Date.now()) < 60_000);
    assert.deepEqual(
      ['seq', 'inflight', 'method', 'path', 'route', 'status'].map((key) => tail.get(key)),
      ['1', '1', 'GET', '/users/7', '/users/<int:id>', '200'],
    );
    assert.ok(Number(tail.get('rss')) > 1_000_000 && Number(tail.get('rss')) % 4096 === 0);
  });

  it('a hostile path stays inside its quotes', () => {
    const paths = [
      '/a memhog v=1 pid=1 rss=9 ',
      '/a" memhog v=1 pid=1 rss=9',
      '/a\n memhog v=1 pid=1 rss=9',
      '/\\',
      '/\\" x="',
      '/naïve/日本/\u007f\u0000\u0085\u2028',
      '/😀',
    ];
    const tails = tailsOf(run(`for p in ${JSON.stringify(paths)}: get(app, p)`).stderr);
    // JSON writes what is beyond 16 bits as two, Python reads them as two
    assert.deepEqual(
      tails.map((tail) => tail.get('path')),
      paths,
    );
    assert.ok(tails.every((tail) => tail.get('pid') !== '1' && tail.get('rss') !== '9'));
  });

  it('cuts a path nobody could read', () => {
    const [tail] = tailsOf(run('get(app, "/" + "x" * 60000)').stderr);
    assert.equal(tail?.get('path')?.length, 2000);
  });

  it('puts the path together where the server does not tell it', () => {
    const { stderr } = run('get(app, "", SCRIPT_NAME="/sub", PATH_INFO="/caf\\u00c3\\u00a9 1")');
    assert.equal(tailsOf(stderr)[0]?.get('path'), '/sub/caf%C3%A9%201');
  });

  it('threads: each seq once, inflight at most as many as there are', () => {
    const { stderr } = run(`
gate = threading.Barrier(6)
def meet(environ, start_response):
    if environ["PATH_INFO"] == "/meet": gate.wait()
    return shop(environ, start_response)
app = m.MemhogWSGI(meet)
def client():
    for i in range(50): get(app, "/meet" if i == 20 else "/")
threads = [threading.Thread(target=client) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
get(app, "/last")`);
    const tails = tailsOf(stderr);
    const seqs = tails.map((tail) => Number(tail.get('seq'))).sort((a, b) => a - b);
    assert.deepEqual(
      seqs,
      Array.from({ length: 301 }, (_, i) => i + 1),
    );
    const inflight = tails.map((tail) => Number(tail.get('inflight')));
    assert.equal(Math.max(...inflight), 6);
    assert.equal(inflight.at(-1), 1);
  });

  it('a forked worker counts from 1 under its own pid', () => {
    const { stderr } = run(`
get(app, "/parent"); get(app, "/parent")
child = os.fork()
if child == 0:
    get(app, "/child"); os._exit(0)
os.waitpid(child, 0)
get(app, "/parent")`);
    const tails = tailsOf(stderr);
    assert.deepEqual(
      tails.map((tail) => `${tail.get('path')} ${tail.get('seq')}`),
      ['/parent 1', '/parent 2', '/child 1', '/parent 3'],
    );
    assert.equal(new Set(tails.map((tail) => tail.get('pid'))).size, 2);
  });

  it('reads memory after the response is closed', () => {
    const { stdout } = run(`
told = []
class Body:
    def __iter__(self): return iter([b"x"])
    def close(self): told.append("closed")
plain = m.resident
m.resident = lambda: told.append("read") or plain()
get(m.MemhogWSGI(lambda e, s: s("200 OK", []) or Body()), "/")
print(told)`);
    assert.equal(stdout.trim(), "['closed', 'read']");
  });

  it('an exception of the application comes through, and is counted', () => {
    const { stderr, stdout } = run(`
def broken(environ, start_response): raise KeyError("mine")
try: get(m.MemhogWSGI(broken), "/broken")
except KeyError as e: print("came through", e)
get(app, "/")`);
    assert.equal(stdout.trim(), "came through 'mine'");
    assert.deepEqual(
      tailsOf(stderr).map((tail) => `${tail.get('status')} ${tail.get('seq')} ${tail.get('inflight')}`),
      ['500 1 1', '200 2 1'],
    );
  });

  it('without /proc: says so once, serves as before', () => {
    const { stderr, stdout } = run('m.STATM = "/nowhere/statm"\nfor _ in range(3): print(get(app, "/"))');
    assert.equal(stdout, "(['200 OK'], b'ok')\n".repeat(3));
    assert.equal(stderr, 'memhog: /nowhere/statm cannot be read, so there are no readings\n');
    assert.equal(tailOf(stderr.trim()), undefined);
  });

  it('a logger that fails, or a closed stderr, fails no request', () => {
    const { stdout } = run(`
def bad(*_): raise OSError("full")
m.write = bad
print(get(app, "/"))
del m.write
sys.stderr.close()
print(get(app, "/"))`);
    assert.equal(stdout, "(['200 OK'], b'ok')\n".repeat(2));
  });

  it('keeps the length of a response in one piece, and a file a file', () => {
    const { stdout } = run(`
import io
from wsgiref.util import FileWrapper
e = {"REQUEST_METHOD": "GET", "RAW_URI": "/", "wsgi.file_wrapper": FileWrapper}
print(len(app(e, print)))
body = m.MemhogWSGI(lambda e, s: FileWrapper(io.BytesIO(b"abc")))(e, print)
print(type(body).__name__, b"".join(body)); body.close(); body.close()
print(body.filelike.closed)`);
    assert.deepEqual(stdout.trim().split('\n').slice(1), ['1', "FileWrapper b'abc'", 'True']);
  });
});

describe('where the lines go', skipWithout(found, 'version 3.8 or newer'), () => {
  const withRoot = (more: string): { stdout: string; stderr: string } =>
    run(`import logging
logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(levelname)s %(message)s")
${more}
get(app, "/100%25s/%s")`);

  it('to the handler that is configured, whatever the level of the root', () => {
    const { stdout, stderr } = withRoot('');
    assert.equal(stderr, '');
    assert.match(stdout, /^INFO memhog v=1 time=\S+ pid=\d+ .*path="\/100%25s\/%s" status=200 ms=[\d.]+\n$/);
    assert.ok(tailOf(stdout.trim()) !== undefined);
  });

  it('nowhere when the logger is set to WARNING', () => {
    assert.deepEqual(withRoot('logging.getLogger("memhog").setLevel("WARNING")'), { stdout: '', stderr: '' });
  });

  it('to stderr when a configuration that came later has disabled the logger', () => {
    const { stderr } = withRoot('import logging.config; logging.config.dictConfig({"version": 1})');
    assert.equal(tailsOf(stderr).length, 1);
  });
});

describe('the ASGI middleware', skipWithout(found, 'version 3.8 or newer'), () => {
  const ASGI = `
import asyncio
async def get(app, path, type="http", **more):
    sent = []
    async def send(message): sent.append(message["type"])
    await app(dict({"type": type, "method": "GET", "path": path, "raw_path": path.encode()}, **more), None, send)
    return sent
async def hello(scope, receive, send):
    if scope["path"] == "/boom": raise KeyError("mine")
    await asyncio.sleep(0.05)
    await send({"type": "http.response.start", "status": 201})
    await send({"type": "http.response.body"})
app = m.MemhogASGI(hello)
`;
  it('counts what runs side by side, passes on exceptions and what is no request', () => {
    const { stdout, stderr } = run(`${ASGI}
async def main():
    await asyncio.gather(*(get(app, "/a", **{"memhog.route": "/{x}"}) for _ in range(4)))
    try: await get(app, "/boom")
    except KeyError as e: print("came through", e)
    print(await get(app, "/ws", type="websocket"))
asyncio.run(main())`);
    assert.deepEqual(stdout.trim().split('\n'), [
      "came through 'mine'",
      "['http.response.start', 'http.response.body']",
    ]);
    const of = (key: string): (string | undefined)[] => tailsOf(stderr).map((tail) => tail.get(key));
    assert.deepEqual(of('inflight'), ['4', '3', '2', '1', '1']);
    assert.deepEqual(of('status'), ['201', '201', '201', '201', '500']);
    assert.deepEqual(of('route'), ['/{x}', '/{x}', '/{x}', '/{x}', undefined]);
    assert.deepEqual(of('seq'), ['1', '2', '3', '4', '5']);
  });

  it('routes below a mounted application, of Starlette old and new', () => {
    const { stdout } = run(`${ASGI}
class R:
    def __init__(self, **kw): self.__dict__.update(kw)
leaf = R(path="/items/{n}", endpoint=hello)
print(app.route({"route": leaf, "app_root_path": "", "root_path": "/sub"}, ""))
print(app.route({"route": R(path="/static", routes=[]), "app_root_path": "", "root_path": "/static"}, ""))
router = R(routes=[R(path="/api", routes=[leaf, R(path="/two", endpoint=get), R(path="/2", endpoint=get)])])
print(app.route({"router": router, "endpoint": hello}, ""), app.route({"router": router, "endpoint": get}, ""))`);
    assert.deepEqual(stdout.trim().split('\n'), ['/sub/items/{n}', '/static/{path}', '/api/items/{n} None']);
  });
});

describe("Django's routes", skipWithout(found, 'version 3.8 or newer'), () => {
  it('are shown as paths, regular expressions too', () => {
    const cases = [
      ['users/<int:id>/', '/users/<int:id>/'],
      ['', '/'],
      [String.raw`^users/(?P<pk>[^/.)]+)/$`, '/users/<pk>/'],
      [String.raw`api/^things/(?P<pk>(a|b)\)+)/(?:x|y)?(\d+)\.json\Z`, '/api/things/<pk>/<>.json'],
      ['^broken/(?P<pk>[', '/broken/<pk>'],
    ];
    const { stdout } = run(
      `for r in ${JSON.stringify(cases.map(([route]) => route))}: print(m.django_route(r))`,
    );
    assert.deepEqual(
      stdout.trim().split('\n'),
      cases.map(([, shown]) => shown),
    );
  });
});
