import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { firstTime, inReadingOrder } from '../../src/cli/reading-order.ts';
import { sourceOf } from '../../src/input/source-name.ts';
import { runNight } from '../../src/nightly/night.ts';
import { Store } from '../../src/nightly/store.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { decode, encode } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { COMMAND } from '../cli/command.ts';
import { dice, Log, ROTATIONS, Server } from './server.ts';
import { inLong } from '../long.ts';

const NIGHTS = inLong(16, 30);

/** Each is another story of thirty nights. */
const SEEDS = inLong([11], [11, 12]);
const FIRST = Date.UTC(2026, 9, 24, 3) / 1000;
const DAY = 86_400;

/** The profile without what depends on the names of files and places in them. */
function placeless(profile: Profile): string {
  const nowhere = <T extends object>(edge: T): T => ({ ...edge, file: 0, offset: 0 });
  return encode({
    ...profile,
    files: ['app.log'],
    coverage: {
      ...profile.coverage,
      ignored: profile.coverage.ignored.map(nowhere),
      malformed: profile.coverage.malformed.map(nowhere),
    },
    endpoints: profile.endpoints.map((endpoint) => ({ ...endpoint, largest: endpoint.largest.map(nowhere) })),
    workers: profile.workers.map((worker) => ({
      ...worker,
      lives: worker.lives.map((life) => ({
        ...life,
        first: nowhere(life.first),
        last: nowhere(life.last),
        firstRead: life.firstRead && nowhere(life.firstRead),
        lastRead: life.lastRead && nowhere(life.lastRead),
      })),
    })),
  });
}

/** Ties among the largest deltas are broken by place, which is different: only their sizes are compared. */
function sizesOnly(profile: Profile): Profile {
  return {
    ...profile,
    endpoints: profile.endpoints.map((endpoint) => ({
      ...endpoint,
      largest: endpoint.largest.map((one) => ({ ...one, before: 0, after: 0, time: 0, pid: 0, host: '' })),
    })),
  };
}

function onePass(text: string): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'app.log', machine: hostname() }, 'app.log');
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    pipeline.line(bytes, at, end < 0 ? bytes.length : end, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return pipeline.toProfile();
}

function sumOfNights(folder: string): Profile {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-\d\d-\d\d\.memhog$/.test(name))
    .sort()
    .map((name) => decode(gunzipSync(readFileSync(join(folder, name))).toString('utf8')))
    .reduce((left, right) => merge(left, right));
}

/**
 * Runs the real command and kills it at its write number `at` into the folder of reports (lock, profiles, state, pages), unless
 * it has ended by then. Gives back whether it was killed; throws Error when it fails by itself.
 */
async function killedAtWrite(at: number, cwd: string): Promise<boolean> {
  const folder = join(cwd, 'reports');
  mkdirSync(folder, { recursive: true });
  const [program, ...first] = COMMAND;
  const args = [...first, 'report', 'app.log', '--out', 'reports', '--static'];
  const child = spawn(program, args, { cwd, stdio: 'ignore' });
  let writes = 0;
  const watcher = watch(folder, () => {
    if (++writes >= at) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  watcher.close();
  assert.ok(code === null || code === 0, `ended with ${code}`);
  return code === null;
}

/** One night without its pages, which draw nothing into the profiles and take the most time. Gives back the warnings. */
async function readNight(cwd: string, now: number): Promise<readonly string[]> {
  const warnings: string[] = [];
  mkdirSync(join(cwd, 'reports'), { recursive: true });
  const store = new Store(join(cwd, 'reports'));
  const path = join(cwd, 'app.log');
  await runNight(store, store.open('reports'), {
    inputs: [{ kind: 'file', path, name: 'app.log', source: sourceOf(path, cwd), size: 0 }],
    settings: DEFAULT_SETTINGS,
    formats: {},
    cwd,
    machine: hostname(),
    now,
    inOrder: inReadingOrder,
    firstTime,
    onWarning: ({ text }) => warnings.push(text),
  });
  return warnings;
}

describe(`${NIGHTS} nights`, () => {
  for (const seed of SEEDS) {
    it(`count every line once, whatever was rotated and killed (seed ${seed})`, async () => {
      const cwd = mkdtempSync(join(tmpdir(), 'memhog-nights-'));
      try {
        const roll = dice(seed);
        const server = new Server(roll);
        const log = new Log(cwd);
        let kills = 0;
        let everything = '';
        let held = '';
        for (let night = 0; night < NIGHTS; night++) {
          const start = FIRST + night * DAY;
          const write = (from: number, length: number, count: number): string => {
            const text = server
              .lines(from, length, count)
              .map((line) => `${line}\n`)
              .join('');
            everything += text;
            return text;
          };
          log.append(held + write(start, DAY * 0.9, 30 + roll(60)));
          const stamp = new Date(start * 1000).toISOString().slice(0, 10).replaceAll('-', '');
          const between = roll(2) === 0 ? '' : write(start + DAY * 0.9, 600, 20);
          // What was put aside before the first report is not asked for.
          const rotation = ROTATIONS[roll(ROTATIONS.length)]!;
          if (night > 0) log.rotate(rotation, stamp, between);
          if (night === 0 || rotation !== 'twice') log.append(between);
          // The last line is still being written when the report runs.
          const last = write(start + DAY * 0.95, 900, 1 + roll(9));
          const cut = roll(2) === 0 ? last.length : last.length - 1 - roll(50);
          log.append(last.slice(0, cut));
          held = last.slice(cut);
          if (roll(9) === 0 && (await killedAtWrite(1 + roll(16), cwd))) kills++;
          for (let run = 0; run <= roll(2); run++)
            assert.deepEqual(await readNight(cwd, start + DAY), [], `night ${night}`);
        }
        log.append(held);
        assert.deepEqual(await readNight(cwd, FIRST + NIGHTS * DAY), []);
        assert.ok(kills > 1, `${kills} runs were killed`);
        const nights = sumOfNights(join(cwd, 'reports'));
        const whole = onePass(everything);
        assert.equal(nights.coverage.requests, whole.coverage.requests);
        assert.equal(placeless(sizesOnly(nights)), placeless(sizesOnly(whole)));
      } finally {
        rmSync(cwd, { recursive: true, force: true });
      }
    });
  }
});
