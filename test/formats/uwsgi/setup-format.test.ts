/** The log-format that `memhog setup uwsgi` prints is read as it lies in the log, without a flag. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { TARGETS } from '../../../src/setup/targets.ts';
import { unaided } from '../unaided.ts';

const PASTE = TARGETS.find(({ name }) => name === 'uwsgi')!
  .steps(undefined, '')
  .map(({ paste }) => paste)
  .find((paste) => paste.startsWith('log-format = '))!;
const FORMAT = PASTE.slice('log-format = '.length);

/** As uWSGI prints 32-bit numbers: cut to ten letters (core/utils.c, `uwsgi_num2str`). */
const num2str = (value: number): string => String(value | 0).slice(0, 10);

interface Request {
  readonly uri: string;
  readonly rss: number;
  readonly core?: number;
  readonly addr?: string;
}

/** One line, filled as core/logging.c does: an empty value is `-`. */
function filled({ uri, rss, core = 0, addr = '192.0.2.7' }: Request): string {
  const values: Readonly<Record<string, string>> = {
    ...{ addr, ctime: 'Sun Nov  2 08:53:31 2026', pid: '29783', core: String(core), method: 'GET', uri },
    ...{ proto: 'HTTP/1.1', status: '200', rss: num2str(rss), rssM: String(Math.floor(rss / 2 ** 20)) },
  };
  return FORMAT.replace(/%\(([^)]*)\)/g, (_, name: string) => {
    assert.ok(name in values, `the fake knows no %(${name})`);
    const value = values[name] ?? '';
    return value === '' ? '-' : value;
  });
}

const SAID = {
  ...{ kind: 'request', by: 'uwsgi-log-format', pid: 29783, status: 200, method: 'GET' },
  time: Date.UTC(2026, 10, 2, 8, 53, 31) / 1000,
};

describe('the log-format of `memhog setup uwsgi`', () => {
  it('is read unaided, with process, core and time', () => {
    const [first, second, third] = unaided([
      filled({ uri: '/a?x=1', rss: 11198464 }),
      filled({ uri: '/b"q', rss: 11198464, core: 3 }),
      filled({ uri: '/a', rss: 11198464, addr: '' }),
    ]);
    assert.deepEqual(first, { ...SAID, path: '/a?x=1', rss: 11198464 });
    assert.deepEqual(second, { ...SAID, path: '/b"q', core: 3, rss: 11198464 });
    assert.deepEqual(third, { ...SAID, path: '/a', rss: 11198464 });
  });

  it('has the memory from rssM where rss overflowed', () => {
    for (const mebi of [2047, 2048, 2210, 4095, 4097, 4608, 9000]) {
      const rss = mebi * 2 ** 20 + 4096;
      const [read] = unaided([filled({ uri: '/a', rss })]);
      assert.equal(read?.['rss'], mebi < 2048 ? rss : mebi * 2 ** 20, String(mebi));
    }
  });

  it('is read the same behind lines of another format', () => {
    const access = '192.0.2.7 - - [22/Nov/2026:18:58:47 +0000] "GET /z HTTP/1.1" 200 2 rss=20033536 <7>';
    const [, read] = unaided([access, filled({ uri: '/a', rss: 4608 * 2 ** 20, core: 2 })]);
    assert.deepEqual(
      { ...read, by: 'uwsgi-log-format' },
      { ...SAID, path: '/a', core: 2, rss: 4608 * 2 ** 20 },
    );
  });

  it('keeps its memory when the line is cut within rssM', () => {
    const [read] = unaided([filled({ uri: '/a', rss: 61 * 2 ** 20 }).slice(0, -1)]);
    assert.equal(read?.['rss'], 61 * 2 ** 20);
  });

  const hasUwsgi =
    spawnSync('uwsgi', ['--plugin', 'python3', '--version']).status === 0 && process.platform === 'linux';
  it('is read as the real uWSGI writes it', { skip: hasUwsgi ? false : 'no uWSGI here' }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'memhog-uwsgi-'));
    const log = join(folder, 'uwsgi.log');
    const socket = join(folder, 'http.sock');
    const app =
      'def application(env, start):\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"x"]\n';
    writeFileSync(join(folder, 'app.py'), app);
    const paths = { 'http-socket': socket, 'wsgi-file': join(folder, 'app.py'), logto: log };
    const given = Object.entries(paths).map(([key, value]) => `${key} = ${value}`);
    const ini = ['[uwsgi]', 'plugin = python3', 'master = true', 'memory-report = true', ...given, PASTE];
    writeFileSync(join(folder, 'uwsgi.ini'), `${ini.join('\n')}\n`);
    const server = spawn('uwsgi', ['--ini', join(folder, 'uwsgi.ini')], { stdio: 'ignore' });
    const ended = new Promise((resolve) => server.once('exit', resolve));
    try {
      await answered(socket, '/a?x=1');
      await setTimeout(300);
      const line = readFileSync(log, 'utf8')
        .split('\n')
        .find((text) => text.includes('GET /a'));
      assert.ok(line);
      const [read = {}] = unaided([line]);
      assert.deepEqual([read['by'], read['path']], ['uwsgi-log-format', '/a?x=1'], line);
      const [pid, rss, time] = [Number(read['pid']), Number(read['rss']), Number(read['time'])];
      assert.ok(pid > 1 && rss > 2 ** 20 && time > 0, line);
    } finally {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true });
    }
  });
});

/** Asks until the server answers. */
async function answered(socketPath: string, path: string): Promise<void> {
  for (let left = 50; left > 0; left--) {
    const isAnswered = await new Promise<boolean>((resolve) => {
      const asked = request({ socketPath, path }, (answer) => {
        answer.resume().once('end', () => {
          resolve(true);
        });
      });
      asked.once('error', () => {
        resolve(false);
      });
      asked.end();
    });
    if (isAnswered) return;
    await setTimeout(200);
  }
  throw new Error('no answer');
}
