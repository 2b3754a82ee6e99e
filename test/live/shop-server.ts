/** The shop of samples/uwsgi in a real uWSGI: four of its routes leak. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SHOP = join(import.meta.dirname, '../../samples/uwsgi');

const LOGROTATE = ['/usr/sbin/logrotate', '/usr/bin/logrotate'].find((path) => existsSync(path));

const runs = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Why there is no such server here; false if there is. */
export const NO_SHOP: string | false =
  LOGROTATE !== undefined &&
  runs('uwsgi', '--plugin', 'python3', '--version') &&
  runs('python3', '--version') &&
  runs('tail', '--version')
    ? false
    : 'needs uwsgi with its python3 plugin, python3, tail and logrotate';

/** Kept per call is so many times that of the ordinary shop, so that a few thousand requests show it. */
const SCALE = '4';

/** A server in a folder of its own; it writes `app.log` there. */
export class ShopServer {
  readonly log: string;
  readonly #folder: string;
  #server: ChildProcess | undefined;
  #port = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.log = join(folder, 'app.log');
  }

  /** Starts it, and waits until it serves. */
  async start(): Promise<void> {
    for (const name of readdirSync(SHOP))
      if (name.endsWith('.py')) copyFileSync(join(SHOP, name), join(this.#folder, name));
    writeFileSync(join(this.#folder, 'reopen'), '');
    this.#port = await freePort();
    this.#server = spawn('uwsgi', this.#options(), {
      cwd: this.#folder,
      stdio: 'ignore',
      env: { ...process.env, SHOP_SCALE: SCALE, SHOP_LEAKS: 'on', PYTHONDONTWRITEBYTECODE: '1' },
    });
    for (let i = 0; !this.#isServing(); i++) {
      if (i > 200) throw new Error('uWSGI does not start');
      await sleep(50);
    }
  }

  #options(): readonly string[] {
    const address = `127.0.0.1:${this.#port}`;
    const log = ['--logto', this.log, '--touch-logreopen', join(this.#folder, 'reopen')];
    return [
      ...['--plugin', 'python3', '--master', '--memory-report', '--processes', '2', '--listen', '64'],
      ...['--socket', address, '--wsgi', 'shop:application', ...log],
    ];
  }

  #isServing(): boolean {
    return existsSync(this.log) && readFileSync(this.log, 'latin1').includes('spawned uWSGI worker 2 ');
  }

  /** Asks for so many pages, three at a time. */
  async load(requests: number, seed: number): Promise<void> {
    const args = ['load.py', this.#port, requests, seed, 3].map(String);
    const load = spawn('python3', args, { cwd: this.#folder, stdio: 'ignore' });
    await once(load, 'exit');
    if (load.exitCode !== 0) throw new Error('the shop does not answer');
  }

  /** Has logrotate rotate the log. `create`: the server opens the new file a moment later. */
  rotate(way: 'copytruncate' | 'create'): void {
    const config = join(this.#folder, 'rotate.conf');
    const reopen = `postrotate\n  touch '${join(this.#folder, 'reopen')}'\n  endscript`;
    const text = `"${this.log}" {\n  su root root\n  rotate 9\n  ${way}\n  ${way === 'create' ? reopen : ''}\n}\n`;
    writeFileSync(config, text, { mode: 0o600 });
    const { status, stderr } = spawnSync(LOGROTATE!, ['-f', '-s', join(this.#folder, 'status'), config]);
    if (status !== 0) throw new Error(stderr.toString());
  }

  /** Ends it, and waits for that. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server?.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
