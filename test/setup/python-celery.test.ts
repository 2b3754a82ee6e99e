/** The Celery piece of src/setup/python, tasks run in place. Skipped where no Python has Celery. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pythonWith, runPython, skipWithout, tailOf, tailsOf } from './python.ts';

const found = pythonWith('celery');

/** Tasks run in the process that asks for them, the log as a worker would write it. */
const TASKS = `
import sys, logging
from celery import Celery
from celery.app.log import TaskFormatter
import memhog_celery
app = Celery("proj")
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(TaskFormatter("[%(levelname)s/%(processName)s] %(task_name)s[%(task_id)s]: %(message)s", use_color=False))
log = logging.getLogger("celery.task"); log.addHandler(handler); log.setLevel("INFO"); log.propagate = False
@app.task(name="proj.add")
def add(a, b): return a + b
@app.task(name='odd "name" memhog v=1 pid=1')
def odd(): raise ValueError("mine")
`;

const run = (text: string): string => runPython(found ?? '', TASKS + text).stdout;

describe('the Celery piece', skipWithout(found, 'celery'), () => {
  it('writes a line per task through the worker log', () => {
    const [line = ''] = run('print(add.apply(args=(1, 2)).get())').split('\n');
    assert.match(line, /^\[INFO\/MainProcess\] proj\.add\[[0-9a-f-]{36}\]: memhog v=1 pid=/);
    const tail = tailOf(line);
    assert.deepEqual(
      [...(tail?.keys() ?? [])],
      ['v', 'pid', 'seq', 'inflight', 'rss', 'task', 'status', 'ms'],
    );
    assert.deepEqual(
      ['seq', 'inflight', 'task', 'status'].map((key) => tail?.get(key)),
      ['1', '1', 'proj.add', 'SUCCESS'],
    );
    assert.ok(Number(tail?.get('rss')) > 5_000_000);
  });

  it('a task that fails, of a name that would forge', () => {
    const tails = tailsOf(run('odd.apply(); add.apply(args=(1, 2))').replaceAll(/^.*Traceback.*$/gm, ''));
    assert.deepEqual(
      tails.map((tail) => [tail.get('task'), tail.get('status'), tail.get('seq')]),
      [
        ['odd "name" memhog v=1 pid=1', 'FAILURE', '1'],
        ['proj.add', 'SUCCESS', '2'],
      ],
    );
  });

  it('a new process counts anew; without /proc it says so once and tasks run', () => {
    const text = run(`
from celery.signals import worker_process_init
add.apply(args=(1, 2))
worker_process_init.send(None)
add.apply(args=(1, 2))
memhog_celery.STATM = "/nowhere"
print(add.apply(args=(1, 2)).get(), add.apply(args=(1, 2)).get())`);
    const lines = text.trim().split('\n');
    assert.deepEqual(
      lines.slice(0, 2).map((line) => tailOf(line)?.get('seq')),
      ['1', '1'],
    );
    assert.match(lines[2] ?? '', /memhog: \/nowhere cannot be read/);
    assert.deepEqual(lines.slice(3), ['3 3']);
  });
});
