/** The probe in a real Gunicorn on loopback: its access lines. Skipped where no Python has Gunicorn. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PYTHON_ENV, pythonWith, skipWithout, tailOf } from './python.ts';

const found = pythonWith('gunicorn');
const folder = mkdtempSync(join(tmpdir(), 'memhog-probe-gunicorn-'));
after(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, 'probed.py'),
  `import memhog_probe, time
def app(environ, start_response):
    environ["memhog_probe"] = 1
    environ["memhog.start"].route = "/users/<int:id>" if environ["PATH_INFO"] != "/odd" else 'a "b'
    if environ["PATH_INFO"] == "/slow": time.sleep(0.5)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
application = memhog_probe.wsgi(app)
`,
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

const ask = (port: number, path: string): Promise<boolean> =>
  new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path }, (answer) => {
      answer.resume().on('close', () => resolve(true));
    }).on('error', () => resolve(false));
  });

/** Starts Gunicorn, lets it be asked, stops it; its access lines, those of the first question left out. */
async function gunicorn(options: string[], play: (port: number) => Promise<unknown>): Promise<string[]> {
  const port = await freePort();
  const fixed = [
    '--logger-class',
    'memhog_probe.Logger',
    '--access-logfile',
    '-',
    '--bind',
    `127.0.0.1:${port}`,
  ];
  const server = spawn(found ?? '', ['-m', 'gunicorn', ...fixed, ...options, 'probed:application'], {
    cwd: folder,
    env: { ...PYTHON_ENV, PYTHONPATH: `${PYTHON_ENV.PYTHONPATH}:${folder}` },
  });
  let text = '';
  server.stdout.on('data', (chunk) => (text += String(chunk)));
  server.stderr.on('data', () => undefined);
  try {
    for (let i = 0; i < 100 && !(await ask(port, '/first')); i++) await sleep(100);
    await play(port);
    await sleep(300);
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  return text.split('\n').filter((line) => line !== '' && !line.includes('/first'));
}

describe('the probe in Gunicorn', skipWithout(found, 'gunicorn'), () => {
  it('adds its fields to each access line, with the route that the application tells', async () => {
    const lines = await gunicorn([], async (port) => {
      for (const path of ['/users/7', '/users/8', '/odd']) await ask(port, path);
    });
    const tails = lines.map((line) => tailOf(line) ?? assert.fail(line));
    const of = (key: string): (string | undefined)[] => tails.map((tail) => tail.get(key));
    assert.deepEqual(of('at'), ['start', 'start', 'start']);
    assert.deepEqual(of('seq'), ['2', '3', '4']);
    assert.deepEqual(of('inflight'), ['1', '1', '1']);
    assert.deepEqual(of('route'), ['/users/<int:id>', '/users/<int:id>', undefined]);
    assert.ok(lines.every((line) => /"GET \/\w+(?:\/\d)? HTTP\/1\.1" 200 /.test(line)));
  });

  it('counts requests side by side in threads', async () => {
    const lines = await gunicorn(['--worker-class', 'gthread', '--threads', '3'], async (port) => {
      await Promise.all(['/slow', '/slow', '/slow'].map((path) => ask(port, path)));
      await ask(port, '/users/1');
    });
    const tails = lines.map((line) => tailOf(line) ?? assert.fail(line));
    assert.deepEqual(tails.map((tail) => tail.get('inflight')).sort(), ['1', '1', '2', '3']);
    assert.equal(new Set(tails.map((tail) => tail.get('seq'))).size, 4);
  });
});
