/** A server that writes numbered lines and is rotated in every way at random: each line comes once and in order. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { inFolder } from './collect-lines.ts';
import { Following } from './following.ts';
import type { Came } from './following.ts';
import { inLong } from '../long.ts';

/** Pseudo-random numbers in [0, 1), the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KEPT = 40;

/** A log with its server: writes through a descriptor that it opens anew only when it is told. */
class Server {
  written = 0;
  readonly path: string;
  readonly #random: () => number;
  readonly name: string;
  #fd: number;
  /** The rest of a line of which the first part has been written. */
  #rest = '';

  constructor(path: string, name: string, next: () => number) {
    this.path = path;
    this.name = name;
    this.#random = next;
    this.#fd = openSync(path, 'a');
  }

  /** Writes a few lines, the last one perhaps by half. */
  write(): void {
    const lines = Math.floor(this.#random() * 6);
    let text = this.#rest;
    for (let i = 0; i < lines; i++) text += this.#line();
    this.#rest = '';
    if (this.#random() < 0.2) {
      const line = this.#line();
      const cut = Math.floor(this.#random() * line.length);
      this.#rest = line.slice(cut);
      text += line.slice(0, cut);
    }
    writeSync(this.#fd, text);
  }

  finish(): void {
    writeSync(this.#fd, this.#rest);
    this.#rest = '';
    closeSync(this.#fd);
  }

  /** Rotates in some way; the log has another name, or is empty, afterwards. */
  async rotate(): Promise<string> {
    // A rotation in the middle of a line would leave its halves in two files: servers write lines whole.
    writeSync(this.#fd, this.#rest);
    this.#rest = '';
    const way = ['create', 'late', 'nocreate', 'copy', 'packed copy'][Math.floor(this.#random() * 5)]!;
    this.#shift();
    if (way.endsWith('copy')) {
      copyFileSync(this.path, `${this.path}.1`);
      if (this.#random() < 0.5) await this.#moment();
      truncateSync(this.path);
      if (way === 'packed copy') await this.#pack(1);
      return way;
    }
    renameSync(this.path, `${this.path}.1`);
    if (this.#random() < 0.5) await this.#moment();
    if (way === 'late') {
      writeFileSync(this.path, '');
      await this.#moment();
      this.write();
      writeSync(this.#fd, this.#rest);
      this.#rest = '';
    } else if (way === 'nocreate') await this.#moment();
    closeSync(this.#fd);
    this.#fd = openSync(this.path, 'a');
    if (this.#random() < 0.4) await this.#pack(2);
    return way;
  }

  async #moment(): Promise<void> {
    if (this.#random() < 0.5) await turn();
    else await sleep(this.#random() * 15);
  }

  #shift(): void {
    for (let index = KEPT; index > 0; index--)
      for (const end of ['', '.gz']) {
        const piece = `${this.path}.${index}${end}`;
        if (existsSync(piece)) renameSync(piece, `${this.path}.${index + 1}${end}`);
      }
  }

  /** Compresses a piece as gzip does: the plain one goes when the other is whole, which has its time. */
  async #pack(index: number): Promise<void> {
    const piece = `${this.path}.${index}`;
    if (!existsSync(piece)) return;
    const { atime, mtime } = statSync(piece);
    const packed = gzipSync(readFileSync(piece));
    writeFileSync(`${piece}.gz`, packed.subarray(0, packed.length / 2));
    await this.#moment();
    appendFileSync(`${piece}.gz`, packed.subarray(packed.length / 2));
    utimesSync(`${piece}.gz`, atime, mtime);
    rmSync(piece);
  }

  #line(): string {
    const filling = 'x'.repeat(this.#random() < 0.02 ? 5000 : Math.floor(this.#random() * 60));
    return `${this.name} ${++this.written} ${filling}\n`;
  }
}

/** Seeds to run: `FOLLOW_SEEDS=100` for more. */
const SEEDS = Number(process.env['FOLLOW_SEEDS'] ?? inLong(2, 20));

describe('whatever happens to a log', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`hands on each line once and in order (seed ${seed})`, async () => {
      await inFolder(async (folder) => {
        const next = random(seed);
        const servers = ['a', 'b'].map((name) => new Server(join(folder, `${name}.log`), name, next));
        const story: string[] = [];
        const came: Came[] = [];
        const paths = servers.map(({ path }) => path);
        let following = new Following(paths, { start: 'start' });
        await following.ready();
        for (let step = 0; step < 150; step++) {
          for (const server of servers) {
            server.write();
            if (next() < 0.08)
              story.push(`line ${server.written} of ${server.name}: ${await server.rotate()}`);
          }
          if (next() < 0.03) {
            await following.stop();
            const looked = Date.now();
            story.push('stopped and resumed');
            came.push(...following.came);
            for (const server of servers) if (next() < 0.5) story.push(await server.rotate());
            following = new Following(paths, {
              start: { positions: following.follower.positions(), looked },
            });
          }
          if (next() < 0.7) await sleep(next() * 25);
          else await turn();
        }
        for (const server of servers) server.finish();
        if (next() < 0.5) await sleep(200);
        await following.stop();
        came.push(...following.came);
        for (const { name, written } of servers) {
          const numbers = came
            .filter(({ log }) => log === `${name}.log`)
            .map(({ text }) => Number(text.split(' ')[1]));
          const wrong = numbers.findIndex((number, index) => number !== index + 1);
          const around = `${name}: ${numbers.slice(Math.max(0, wrong - 3), wrong + 4).join()}\n${story.join('\n')}\n${JSON.stringify(following.warnings)}`;
          assert.equal(wrong, -1, around);
          assert.equal(numbers.length, written, around);
          assert.deepEqual(following.warnings, []);
        }
      });
    });
  }
});
