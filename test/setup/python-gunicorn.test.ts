/** The Gunicorn logger of src/setup/python in a real Gunicorn on loopback. Skipped where no Python has Gunicorn. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PYTHON_ENV, pythonWith, runPython, skipWithout, tailOf } from './python.ts';

const found = pythonWith('gunicorn');
const python = found ?? '';
const folder = mkdtempSync(join(tmpdir(), 'memhog-gunicorn-'));
after(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, 'app.py'),
  `import time
def application(environ, start_response):
    if environ["PATH_INFO"] == "/boom": raise ValueError("mine")
    if environ["PATH_INFO"] == "/slow": time.sleep(1)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
`,
);
writeFileSync(join(folder, 'off.py'), 'import memhog_gunicorn\nmemhog_gunicorn.STATM = "/nowhere"\n');
writeFileSync(join(folder, 'recycle.py'), 'max_requests = 2\n');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

/** Asks and waits for the answer; whether there was one. */
function ask(port: number, path: string, agent = 'test'): Promise<boolean> {
  return new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path, headers: { 'user-agent': agent } }, (answer) => {
      answer.resume().on('close', () => resolve(true));
    })
      .on('error', () => resolve(false))
      .end();
  });
}

/** Starts Gunicorn, lets it be asked, stops it; its output in lines, those of the first question left out. */
async function gunicorn(options: string[], play: (port: number) => Promise<unknown>): Promise<string[]> {
  const port = await freePort();
  const fixed = [
    '--logger-class',
    'memhog_gunicorn.Logger',
    '--access-logfile',
    '-',
    '--bind',
    `127.0.0.1:${port}`,
  ];
  const server = spawn(python, ['-m', 'gunicorn', ...fixed, ...options], { cwd: folder, env: PYTHON_ENV });
  let text = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (piece) => (text += String(piece)));
  try {
    for (let tries = 0; !(await ask(port, '/up')); tries++) {
      assert.ok(tries < 300 && server.exitCode === null, text);
      await sleep(100);
    }
    await play(port);
  } finally {
    server.kill('SIGTERM');
    await once(server, 'close');
  }
  return text.split('\n').filter((line) => line !== '' && !line.includes('GET /up'));
}

const tailed = (lines: string[]): Map<string, string>[] => lines.flatMap((line) => tailOf(line) ?? []);

describe('the Gunicorn logger', skipWithout(found, 'gunicorn'), () => {
  it('every access line ends with the tail, whatever the client sends', async () => {
    const lines = await gunicorn(['app'], async (port) => {
      await ask(port, '/users/7?page=2', 'evil" memhog v=1 pid=1 rss=9');
      await ask(port, '/boom');
    });
    const access = lines.filter((line) => line.includes('HTTP/1.1'));
    assert.match(
      access[0] ?? '',
      /"GET \/users\/7\?page=2 HTTP\/1\.1" 200 2 .* memhog v=1 pid=\d+ seq=2 inflight=1 rss=\d+$/,
    );
    assert.match(
      access[1] ?? '',
      /"GET \/boom HTTP\/1\.1" 500 .* memhog v=1 pid=\d+ seq=3 inflight=1 rss=\d+$/,
    );
    const [tail] = tailed(access);
    assert.ok(lines.some((line) => line.endsWith(`Booting worker with pid: ${tail?.get('pid') ?? ''}`)));
    assert.ok(Number(tail?.get('rss')) > 5_000_000);
  });

  it('threads: inflight falls from three to one', async () => {
    const lines = await gunicorn(['-k', 'gthread', '--threads', '4', 'app'], (port) =>
      Promise.all([1, 2, 3].map(() => ask(port, '/slow'))),
    );
    assert.deepEqual(
      tailed(lines).map((tail) => tail.get('inflight')),
      ['3', '2', '1'],
    );
  });

  it('the next worker counts anew', async () => {
    const lines = await gunicorn(['--config', 'recycle.py', 'app'], async (port) => {
      for (let i = 0; i < 5; i++) await ask(port, '/');
    });
    const tails = tailed(lines);
    assert.ok(new Set(tails.map((tail) => tail.get('pid'))).size > 1);
    assert.ok(tails.every((tail) => Number(tail.get('seq')) <= 2 && tail.get('inflight') === '1'));
  });

  it("a format that names %(rss)s is the user's own", async () => {
    const format =
      '{"path":"%(U)s","pid":%(memhog_pid)s,"rss":%(rss)s,"seq":%(seq)s,"inflight":%(inflight)s}';
    const lines = await gunicorn(['--access-logformat', format, 'app'], (port) => ask(port, '/json'));
    const line = lines.find((one) => one.includes('/json')) ?? '';
    assert.match(line, /^\{"path":"\/json","pid":\d+,"rss":\d+,"seq":2,"inflight":1\}$/);
  });

  it('without /proc: the error log says so once, the access log is as it was', async () => {
    const config = ['--config', 'off.py'];
    const lines = await gunicorn([...config, 'app'], async (port) => {
      await ask(port, '/a');
      await ask(port, '/b');
    });
    assert.equal(lines.filter((line) => line.includes('/nowhere cannot be read')).length, 1);
    assert.deepEqual(tailed(lines), []);
    assert.equal(lines.filter((line) => line.endsWith('"test"')).length, 2);
  });

  it('leaves the hooks of the configuration at work, once each', () => {
    const { stdout } = runPython(
      python,
      `
from gunicorn import config
import memhog_gunicorn as m
cfg = config.Config()
cfg.set("accesslog", "/dev/null"); cfg.set("errorlog", "/dev/null")
cfg.set("pre_request", lambda worker, req: print("pre", req))
cfg.set("post_request", lambda worker, req: print("post", req))
m.Logger(cfg); m.Logger(cfg)
cfg.pre_request(None, "r"); print(m.process().inflight("other")); cfg.post_request(None, "r", {}, None)
print(m.process().inflight("other"), cfg.pre_request is cfg.pre_request)`,
    );
    assert.deepEqual(stdout.trim().split('\n'), ['pre r', '2', 'post r', '1 True']);
  });
});
