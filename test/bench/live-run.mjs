// What the measurements of `memhog live` share: the lines of a log without end, a run of the command, and figures about it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** Where the compiled command stands. */
export const DIST = process.env.MEMHOG_DIST ?? 'dist';

/** A uWSGI log of so many routes and workers, in blocks of whole lines, without end. */
export class LogSource {
  #routes;
  #rss;
  #own;
  #count = 0;
  #state = 1;

  constructor({ routes, workers }) {
    const words = 'users orders items carts invoices reports search export media tags'.split(' ');
    this.#routes = Array.from(
      { length: routes },
      (_, i) => `/${words[i % 10]}/${words[Math.floor(i / 10) % 10]}/v${i}`,
    );
    this.#rss = new Array(workers).fill(6e7);
    this.#own = new Array(workers).fill(0);
  }

  #random() {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  }

  /** The next `count` lines, written at `date`. */
  take(count, date = new Date()) {
    const time = `${date.toUTCString().slice(0, 3)} ${date.toUTCString().slice(8, 11)} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()}`;
    let text = '';
    for (let i = 0; i < count; i++) {
      const worker = Math.floor(this.#random() * this.#rss.length);
      const route = Math.floor(this.#random() ** 2 * this.#routes.length);
      if (route === 3 || this.#random() < 0.02)
        this.#rss[worker] += route === 3 ? 512 : 4096 * Math.floor(this.#random() * 9 - 4);
      const level = 4096 * Math.floor(Math.max(6e7, this.#rss[worker]) / 4096);
      text += `{address space usage: ${level * 3} bytes/${Math.floor((level * 3) / 2 ** 20)}MB} {rss usage: ${level} bytes/${Math.floor(level / 2 ** 20)}MB} [pid: ${4000 + worker}|app: 0|req: ${++this.#own[worker]}/${++this.#count}] 10.0.0.3 () {36 vars in 612 bytes} [${time}] GET ${this.#routes[route]}/${Math.floor(this.#random() * 1e5)} => generated 900 bytes in 9 msecs (HTTP/1.1 200) 5 headers in 165 bytes (1 switches on core 0)\n`;
    }
    return text;
  }
}

/** A run of `memhog live` that serves metrics. */
export class LiveProcess {
  #port;
  #stdout = '';

  static async start(args, stdin = 'ignore') {
    const run = new LiveProcess();
    run.#port = await freePort();
    run.child = spawn(
      process.execPath,
      [
        `${DIST}/cli/main.js`,
        'live',
        '--metrics',
        String(run.#port),
        '--output',
        'json',
        '--interval',
        '1h',
        ...args,
      ],
      { stdio: [stdin, 'pipe', 'inherit'] },
    );
    run.child.stdout.on('data', (bytes) => (run.#stdout += bytes));
    run.ended = once(run.child, 'close');
    for (let i = 0; (await run.lines().catch(() => undefined)) === undefined; i++) {
      if (i > 200) throw new Error('memhog live does not answer');
      await sleep(50);
    }
    return run;
  }

  /** Lines read so far. */
  async lines() {
    const text = await new Promise((resolve, reject) => {
      get({ port: this.#port, path: '/metrics', agent: false }, (response) => {
        let all = '';
        response.on('data', (bytes) => (all += bytes)).on('end', () => resolve(all));
      }).on('error', reject);
    });
    return Number(/^memhog_lines_read (\d+)/m.exec(text)?.[1]);
  }

  /** Resident memory now, MB. */
  get megabytes() {
    return rssOf(this.child.pid);
  }

  /** Ends it; the ranking it ends with. */
  async end() {
    if (this.child.stdin) this.child.stdin.end();
    else this.child.kill('SIGTERM');
    await this.ended;
    return JSON.parse(this.#stdout.trimEnd().split('\n').at(-1));
  }
}

export const rssOf = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;

/** Seconds of CPU that a process has taken. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export const sleep = (milliseconds) => wait(milliseconds);

/** The value below which so many per cent lie. */
export const percentile = (values, percent) =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.ceil((values.length * percent) / 100) - 1)
  ];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
