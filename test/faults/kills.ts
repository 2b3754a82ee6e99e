/** Runs of memhog that are killed at random moments, and what is left of them: used by kills.test.ts and run.ts. */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { readSaved } from '../../src/live/saver.ts';
import { Store } from '../../src/nightly/store.ts';
import { decode } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { COMMAND } from '../cli/command.ts';
import { Running } from '../live/running.ts';
import { dice, Server } from '../nightly/server.ts';

/** What killing runs has shown. */
export interface Killed {
  readonly runs: number;
  /** Runs that were dead before they had ended by themselves. */
  readonly killed: number;
  /** How often what was kept could not be read after a kill; must be 0. */
  readonly unusable: number;
  /** Requests written to the log, and counted in the end: must be equal. */
  readonly written: number;
  readonly counted: number;
  /** Lines written, and counted. */
  readonly lines: readonly [written: number, counted: number];
}

/** After each kill, a run that ends by itself is taken to last so many times as long. */
const SLOWER = 1.05;

const START = Date.UTC(2026, 9, 24, 3) / 1000;
const HOUR = 3600;

/** A log that grows by some lines with each step, half an hour a step, rotated now and then. */
class Growing {
  readonly path: string;
  lines = 0;
  requests = 0;
  readonly #server: Server;
  #steps = 0;

  constructor(folder: string, roll: (below: number) => number) {
    this.path = join(folder, 'app.log');
    this.#server = new Server(roll);
    writeFileSync(this.path, '');
  }

  step(count: number): void {
    const lines = this.#server.lines(START + (this.#steps++ * HOUR) / 2, HOUR / 2, count);
    this.lines += lines.length;
    this.requests += lines.filter((line) => line.startsWith('{')).length;
    appendFileSync(this.path, lines.map((line) => `${line}\n`).join(''));
  }

  rotate(): void {
    for (let i = this.#rotations++; i > 0; i--) renameSync(`${this.path}.${i}`, `${this.path}.${i + 1}`);
    renameSync(this.path, `${this.path}.1`);
    writeFileSync(this.path, '');
  }

  #rotations = 0;
}

interface Run {
  /** Whether it was dead before it had ended. */
  readonly isKilled: boolean;
  readonly milliseconds: number;
  readonly code: number | null;
}

/** Runs the command and kills it by force after so many milliseconds. */
async function run(args: readonly string[], cwd: string, after: number): Promise<Run> {
  const [program, ...first] = COMMAND;
  const began = performance.now();
  const child = spawn(program, [...first, ...args], { cwd, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const killing = Number.isFinite(after) ? setTimeout(() => child.kill('SIGKILL'), after) : undefined;
  const code = await ended;
  clearTimeout(killing);
  return { isKilled: code === null, milliseconds: performance.now() - began, code };
}

/** Milliseconds after which a live run that looks at its log is asked to end, and after which it is killed. */
interface Moments {
  readonly ask: number;
  readonly kill: number;
}

/** A live run; the time given back is that from being asked to its end. */
async function runLive(cwd: string, { ask, kill }: Moments): Promise<Run> {
  const live = new Running(LIVE, cwd);
  // It says that the second log is not there when it has begun to look.
  while (live.stderr === '') await sleep(5);
  const timers = [
    setTimeout(() => live.kill('SIGTERM'), ask),
    ...(Number.isFinite(kill) ? [setTimeout(() => live.kill('SIGKILL'), kill)] : []),
  ];
  const began = performance.now();
  const { code } = await live.ended;
  for (const timer of timers) clearTimeout(timer);
  return { isKilled: code === null, milliseconds: performance.now() - began - ask, code };
}

const LIVE = [
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

/** Whether what the store holds can be gone on from: its state, and the profile of each day that the state names. */
function isUsable(folder: string): boolean {
  try {
    const store = new Store(folder);
    const state = store.open(folder);
    return state.days.every(({ day }) => store.profile(state, day) !== undefined);
  } catch {
    return false;
  }
}

const sumOf = (profiles: readonly Profile[]): Profile => profiles.reduce((left, right) => merge(left, right));

function inFolder<T>(act: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), 'memhog-kills-'));
  return act(cwd).finally(() => rmSync(cwd, { recursive: true, force: true }));
}

/** Kills `memhog report` so often, at random moments of its time. Throws Error when a run fails by itself. */
export function killReports(kills: number, seed: number): Promise<Killed> {
  return inFolder(async (cwd) => {
    const roll = dice(seed);
    const log = new Growing(cwd, roll);
    const folder = join(cwd, 'reports');
    const args = ['report', 'app.log', '--out', 'reports', '--static', '--keep', '9999'];
    log.step(30);
    let usual = (await run(args, cwd, Infinity)).milliseconds;
    let [killed, unusable] = [0, 0];
    for (let i = 0; i < kills; i++) {
      log.step(1 + roll(20));
      if (roll(40) === 0) log.rotate();
      const { isKilled, milliseconds, code } = await run(args, cwd, (usual * (10 + roll(100))) / 100);
      if (isKilled) {
        killed++;
        // A machine that has become slower must not kill all.
        usual *= SLOWER;
      } else if (code !== 0) throw new Error(`report ended with ${code}`);
      else usual = milliseconds;
      if (!isUsable(folder)) unusable++;
    }
    const last = await run(args, cwd, Infinity);
    if (last.code !== 0) throw new Error(`the last report ended with ${last.code}`);
    const days = readdirSync(folder).filter((name) => /^\d{4}-\d\d-\d\d\.memhog$/.test(name));
    const { coverage } = sumOf(
      days.sort().map((name) => decode(gunzipSync(readFileSync(join(folder, name))).toString('utf8'))),
    );
    return resultOf({ runs: kills + 2, killed, unusable }, log, coverage);
  });
}

/** Kills `memhog live --save` so often: half while it reads, half while it was asked to end and saves. */
export function killLive(kills: number, seed: number): Promise<Killed> {
  return inFolder(async (cwd) => {
    const roll = dice(seed);
    const log = new Growing(cwd, roll);
    const path = join(cwd, 'live.memhog');
    log.step(30);
    // Without anything saved, --from-start would miss what is rotated away.
    let usual = (await runLive(cwd, { ask: 300, kill: Infinity })).milliseconds;
    let [killed, unusable] = [0, 0];
    for (let i = 0; i < kills; i++) {
      log.step(1 + roll(20));
      if (roll(100) === 0) log.rotate();
      const reading = roll(400);
      const beside = sleep(roll(reading + 1)).then(() => log.step(1 + roll(20)));
      const isAsked = roll(2) === 0;
      const saving = isAsked ? (usual * roll(110)) / 100 : 0;
      const one = await runLive(cwd, { ask: isAsked ? reading : reading + 1000, kill: reading + saving });
      await beside;
      if (one.isKilled) {
        killed++;
        if (isAsked) usual *= SLOWER;
      } else usual = Math.max(20, one.milliseconds);
      if (!canGoOn(path)) unusable++;
    }
    const { code } = await runLive(cwd, { ask: 1000, kill: Infinity });
    if (code !== 0) throw new Error(`the last run ended with ${code}`);
    const { coverage } = decode(gunzipSync(readFileSync(path)).toString('utf8'));
    return resultOf({ runs: kills + 2, killed, unusable }, log, coverage);
  });
}

function canGoOn(path: string): boolean {
  try {
    return readSaved(path, path) !== undefined;
  } catch {
    return false;
  }
}

function resultOf(
  counts: Pick<Killed, 'runs' | 'killed' | 'unusable'>,
  log: Growing,
  coverage: Profile['coverage'],
): Killed {
  return {
    ...counts,
    written: log.requests,
    counted: coverage.requests,
    lines: [log.lines, coverage.lines],
  };
}
