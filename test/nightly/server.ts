/** A server that writes uWSGI lines day after day, with workers that die and come back; and the ways its log is rotated. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ctime } from '../laws/ctime.ts';

/** Whole numbers from 0 up to `below`, the same for the same seed (Park and Miller 1988). */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const ROUTES = ['GET /items/17', 'GET /items/18', 'POST /cart', 'GET /', 'GET /search?q=x'];

/** Writes the lines of the days. */
export class Server {
  readonly #roll: (below: number) => number;
  readonly #workers = [100, 101, 102].map((pid) => ({ pid, requests: 0, rss: 50_000 }));
  #instance = 0;
  #nextPid = 103;

  constructor(roll: (below: number) => number) {
    this.#roll = roll;
  }

  /** `count` lines from `start` (seconds) on, spread over `length` seconds; times of neighbours overlap a little, as requests do. */
  lines(start: number, length: number, count: number): string[] {
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const slot = this.#roll(this.#workers.length);
      const worker = this.#workers[slot]!;
      if (this.#roll(80) === 0) {
        lines.push(
          `DAMN ! worker ${slot + 1} (pid: ${worker.pid}) died, killed by signal 9 :( trying respawn ...`,
        );
        const pid = this.#nextPid++;
        this.#workers[slot] = { pid, requests: worker.requests, rss: 50_000 };
        lines.push(`Respawned uWSGI worker ${slot + 1} (new pid: ${pid})`);
        continue;
      }
      worker.requests++;
      worker.rss += this.#roll(9) - 3;
      const time = Math.floor(start + (length * i) / count) - this.#roll(5);
      lines.push(
        `{address space usage: ${4096 * (worker.rss + 900)} bytes/0MB} {rss usage: ${4096 * worker.rss} bytes/0MB} [pid: ${worker.pid}|app: 0|req: ${worker.requests}/${++this.#instance}] 192.0.2.1 () {30 vars in 400 bytes} [${ctime(time)}] ${ROUTES[this.#roll(ROUTES.length)]!} => generated 1 bytes in 1 msecs (HTTP/1.1 200) 1 headers in 40 bytes (1 switches on core 0)`,
      );
    }
    return lines;
  }
}

/** How a log may be put aside. */
export const ROTATIONS = [
  'none',
  'rename',
  'rename and compress',
  'copy and truncate',
  'date',
  'twice',
] as const;

/** A log in a folder. */
export class Log {
  readonly #folder: string;
  readonly path: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'app.log');
    writeFileSync(this.path, '');
  }

  /** Appends text, which may end within a line. */
  append(text: string): void {
    appendFileSync(this.path, text);
  }

  /** Rotates as logrotate does. `stamp` is the day for names with a date. `between` is written between two rotations. */
  rotate(kind: (typeof ROTATIONS)[number], stamp: string, between: string): void {
    switch (kind) {
      case 'none':
        return;
      case 'rename':
        this.#shift();
        renameSync(this.path, `${this.path}.1`);
        writeFileSync(this.path, '');
        return;
      case 'rename and compress':
        this.#shift();
        this.#pack(2);
        renameSync(this.path, `${this.path}.1`);
        writeFileSync(this.path, '');
        return;
      case 'copy and truncate':
        this.#shift();
        copyFileSync(this.path, `${this.path}.1`);
        truncateSync(this.path);
        return;
      case 'date':
        renameSync(this.path, `${this.path}-${stamp}`);
        writeFileSync(this.path, '');
        return;
      case 'twice':
        this.rotate('rename', stamp, '');
        this.append(between);
        this.rotate('rename and compress', stamp, '');
    }
  }

  /** Moves `.1` to `.2` and so on. */
  #shift(): void {
    for (let index = 60; index >= 1; index--) {
      for (const ending of ['', '.gz']) {
        const from = join(this.#folder, `app.log.${index}${ending}`);
        if (existsSync(from)) renameSync(from, join(this.#folder, `app.log.${index + 1}${ending}`));
      }
    }
  }

  #pack(index: number): void {
    const plain = join(this.#folder, `app.log.${index}`);
    if (!existsSync(plain)) return;
    writeFileSync(`${plain}.gz`, gzipSync(readFileSync(plain)));
    rmSync(plain);
  }
}
