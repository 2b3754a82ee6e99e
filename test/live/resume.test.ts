/** Killed at any moment, `--resume` goes on where the last save was: no line is lost and none counts twice. */
import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  rmSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { rankingOf } from '../cli/ranking-of.ts';
import { folderWith, SHOP } from '../cli/shop-log.ts';
import { numbersOf, Running } from './running.ts';
import { inLong } from '../long.ts';

/** The second log is never there: memhog says so when it has begun to look. */
const LOOKING = 'memhog: warning: waiting for later.log\n';
const ARGS = [
  'live',
  'app.log',
  'later.log',
  '--from-start',
  '--save',
  'live.memhog',
  '--resume',
  '--output',
  'json',
];

/** Kills by force, most of them while the run was asked to end and is saving. */
const KILLS = inLong(6, 12);

/** Writes the lines of a log bit by bit, as a server does, and rotates it in both ways. */
class Writer {
  readonly path: string;
  readonly #lines = SHOP.split(/(?<=\n)/);
  #next = 0;
  #fd: number;
  #rotations = 0;

  constructor(folder: string) {
    this.path = join(folder, 'app.log');
    this.#fd = openSync(this.path, 'a');
  }

  /** A few lines, the last one in two parts; nothing when all are written. */
  write(count: number): void {
    const text = this.#lines.slice(this.#next, this.#next + count).join('');
    this.#next += count;
    writeSync(this.#fd, text.slice(0, -20));
    writeSync(this.#fd, text.slice(-20));
  }

  rotate(): void {
    for (let i = this.#rotations++; i > 0; i--) renameSync(`${this.path}.${i}`, `${this.path}.${i + 1}`);
    if (this.#rotations % 2 === 0) {
      copyFileSync(this.path, `${this.path}.1`);
      truncateSync(this.path);
    } else {
      renameSync(this.path, `${this.path}.1`);
      closeSync(this.#fd);
      this.#fd = openSync(this.path, 'a');
    }
  }

  /** Writes all that is left. */
  finish(): void {
    this.write(this.#lines.length);
  }
}

/** Pseudo-random numbers below `limit`, the same each time (Park and Miller). */
function randomNumbers(): (limit: number) => number {
  let state = 20_261_123;
  return (limit) => (state = (state * 48_271) % 2_147_483_647) % limit;
}

/** Waits until a run has begun to write what it saves. */
async function savingIn(folder: string): Promise<void> {
  for (let i = 0; i < 5000 && !readdirSync(folder).some((name) => name.endsWith('.tmp')); i++) await sleep(1);
}

/** A run that has begun to look, while the log is written to. */
async function runBeside(
  writer: Writer,
  folder: string,
  random: (limit: number) => number,
): Promise<Running> {
  for (const scratch of readdirSync(folder).filter((name) => name.endsWith('.tmp')))
    rmSync(join(folder, scratch));
  const run = new Running(ARGS, folder);
  writer.write(1 + random(20));
  while (run.stderr === '') await sleep(10);
  for (let left = 1 + random(12); left > 0; left--) {
    writer.write(1 + random(30));
    await sleep(random(25));
  }
  return run;
}

describe('memhog live --save --resume', () => {
  it('counts each line once, whenever it is killed', async () => {
    const folder = folderWith();
    const writer = new Writer(folder);
    const random = randomNumbers();
    const saved = join(folder, 'live.memhog');
    const saves = new Set<string>();
    // Without anything saved, --from-start would miss what has been rotated away.
    await (await runBeside(writer, folder, random)).stop();
    // On a busy machine few runs live until they save: then more of them are killed.
    let kills = 0;
    for (; kills < KILLS || (saves.size < 3 && kills < 5 * KILLS); kills++) {
      if (random(3) === 0) writer.rotate();
      const run = await runBeside(writer, folder, random);
      if (random(3) === 0) writer.rotate();
      if (kills % 4 > 0) {
        run.kill('SIGTERM');
        await savingIn(folder);
        await sleep(random(8));
      }
      run.kill('SIGKILL');
      await run.ended;
      saves.add(readFileSync(saved).toString('latin1'));
    }
    writer.finish();
    const last = await runBeside(writer, folder, random);
    const { code, stdout, stderr } = await last.stop();
    assert.equal(code, 0, stderr);
    assert.equal(stderr, LOOKING);
    assert.ok(saves.size > 2 && saves.size <= kills, `${saves.size} saves were gone on from`);
    const whole = join(folder, 'whole.log');
    writeFileSync(whole, SHOP);
    const once = await rankingOf(['parse', whole]);
    assert.deepEqual(numbersOf(stdout), numbersOf(once.text));
  });
});
