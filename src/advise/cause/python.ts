/**
 * Python. Run on CPython 3.11 against a leaking application with tracemalloc, objgraph 3.7.0, guppy3 3.1.7 and memray 1.20.0:
 * tracemalloc and memray name the line, guppy3 the type and its bytes; objgraph counts containers and instances alone.
 */
import type { Step } from '../../setup/target.ts';
import type { CallTarget } from './target.ts';

/** How the code is entered. */
export type Entrance = 'wsgi' | 'asgi' | 'celery';

const wsgi = ({ method, path }: CallTarget): string => `from io import BytesIO
from wsgiref.util import setup_testing_defaults

from myproject.wsgi import application  # what you give the server


def call(times):
    for _ in range(times):
        environ = {"REQUEST_METHOD": "${method}", "PATH_INFO": "${path}", "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
        setup_testing_defaults(environ)
        body = application(environ, lambda status, headers, error=None: lambda data: None)
        for _ in body:
            pass
        getattr(body, "close", lambda: None)()`;

const asgi = ({ method, path }: CallTarget): string => `import asyncio

from myproject.asgi import application  # what you give the server

loop = asyncio.new_event_loop()


async def receive():
    return {"type": "http.request", "body": b"", "more_body": False}


async def send(message):
    pass


async def calls(times):
    for _ in range(times):
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http"}
        scope.update(method="${method}", path="${path}", raw_path=b"${path}", query_string=b"", root_path="")
        scope.update(headers=[(b"host", b"localhost")], client=("127.0.0.1", 1), server=("127.0.0.1", 80))
        await application(scope, receive, send)


def call(times):
    loop.run_until_complete(calls(times))`;

const celery = ({ task }: CallTarget): string => `from proj.celery import app  # your Celery application

app.loader.import_default_modules()
task = app.tasks["${task}"]


def call(times):
    for _ in range(times):
        task()  # with the arguments it takes`;

const DRIVERS = { wsgi, asgi, celery };

/** Steps in the order to take them. */
export function pythonSteps(entrance: Entrance, target: CallTarget): readonly Step[] {
  const what = entrance === 'celery' ? 'task' : 'route';
  return [
    {
      why: `calls the ${what} again and again in one process, without a server. It sends neither a login nor a body: add what yours needs, and see that it succeeds`,
      where: 'call_route.py, beside the application',
      paste: DRIVERS[entrance](target),
    },
    {
      why: 'names the lines whose memory is still held after 1,000 calls more; nothing to install',
      where: '',
      paste: `python3 -X tracemalloc=10 -c 'import gc, tracemalloc, call_route as r; r.call(200); gc.collect(); before = tracemalloc.take_snapshot(); r.call(1000); gc.collect(); print(*tracemalloc.take_snapshot().compare_to(before, "lineno")[:10], sep="\\n")'`,
    },
    {
      why: 'says of which type, and how many bytes, what was added is',
      where: '',
      paste: `pip install guppy3\npython3 -c 'from guppy import hpy; import call_route as r; r.call(200); heap = hpy(); heap.setrelheap(); r.call(1000); print(heap.heap())'`,
    },
    {
      why: 'counts new containers and instances by type (text, numbers and dicts of them are not counted); objgraph.show_backrefs then draws who holds one',
      where: '',
      paste: `pip install objgraph\npython3 -c 'import objgraph, call_route as r; r.call(200); objgraph.growth(); r.call(1000); objgraph.show_growth()'`,
    },
    {
      why: 'sees what C extensions take as well: a page of what was not given back, by call stack',
      where: '',
      paste: `pip install memray\nPYTHONMALLOC=malloc python3 -m memray run -o route.bin -c 'import call_route as r; r.call(1200)'\npython3 -m memray flamegraph --leaks -o route.html route.bin`,
    },
    {
      why: 'the same in a worker that is running, for a minute, where the route cannot be called alone; gdb or lldb must be there, and memray in the environment of the worker. PID is the worker',
      where: '',
      paste: `python3 -m memray attach -o live.bin --duration 60 PID\npython3 -m memray flamegraph --leaks -o live.html live.bin`,
    },
  ];
}
