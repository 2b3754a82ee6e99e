/** A file read by several threads gives, byte for byte, what one gives. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { COMMAND } from '../cli/command.ts';

/**
 * Goes before the program: what is read waits, behind its first 5 MiB, for as many threads as are asked for, since a fast machine
 * would be done before they are ready, and behind 13 MiB for as many answers. Each answer leaves a file.
 */
const IN_STEP = `
const { isMainThread, parentPort, threadId } = require('node:worker_threads');
const fs = require('node:fs');
const [folder, count, answers] = [process.env.STEP_FOLDER, process.env.STEP_THREADS, process.env.STEP_ANSWERS];
const { STEP_ROTATED: rotated } = process.env;
if (isMainThread) {
  const { readSync } = fs;
  const until = Date.now() + 20_000;
  const left = (name) => fs.readdirSync(folder).filter((each) => each.startsWith(name)).length;
  const wait = (name, least) => {
    while (left(name) < Number(least) && Date.now() < until)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  };
  fs.readSync = (...args) => {
    if (rotated && args[4] > 2 ** 20) fs.writeFileSync(rotated + '.new', 'another log\\n');
    if (rotated && args[4] > 2 ** 20) fs.renameSync(rotated + '.new', rotated);
    // Smaller pieces are read to see where a file can be cut.
    if (args[3] >= 2 ** 16 && args[4] > 5 * 2 ** 20) wait('ready', count);
    if (args[3] >= 2 ** 16 && args[4] > 13 * 2 ** 20) wait('answered', answers);
    return readSync(...args);
  };
  require('node:module').syncBuiltinESMExports();
} else {
  const said = parentPort.postMessage;
  let number = 0;
  parentPort.postMessage = (...args) => {
    const name = args[0] === 'ready' ? 'ready' : 'answered';
    said.apply(parentPort, args);
    fs.writeFileSync(folder + '/' + name + threadId + '-' + number++, '');
  };
}`;

let folder: string;
let long: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memhog-shares-'));
  const packed = readFileSync(join(import.meta.dirname, '../../samples/uwsgi/leaky-shop.log.gz'));
  const sample = gunzipSync(packed).toString('utf8');
  // Enough for three shares of 8 MiB; the counters start again with every copy, as after a restart.
  long = sample.repeat(Math.ceil((33 * 2 ** 20) / sample.length));
  writeFileSync(join(folder, 'in-step.cjs'), IN_STEP);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const [node, ...program] = COMMAND;
const run = (args: readonly string[], env?: NodeJS.ProcessEnv): string =>
  execFileSync(node, [...program, ...args], { cwd: folder, env, encoding: 'utf8', maxBuffer: 2 ** 28 });

/** Runs a command in step with its threads, which must have answered so often in the end; `first` times before the middle. `rotated` is replaced meanwhile. */
function runInStep(
  threads: number,
  args: readonly string[],
  answers: number,
  first = 0,
  rotated = '',
): string {
  const steps = mkdtempSync(join(folder, 'steps-'));
  const env = {
    ...process.env,
    NODE_OPTIONS: `--require ${join(folder, 'in-step.cjs')}`,
    STEP_FOLDER: steps,
    STEP_THREADS: String(threads - 1),
    STEP_ANSWERS: String(first),
    STEP_ROTATED: rotated,
  };
  const said = run([...args, '--threads', String(threads)], env);
  assert.equal(readdirSync(steps).filter((name) => name.startsWith('answered')).length, answers);
  return said;
}

/** The profile that a command wrote. */
function written(name: string): string {
  return gunzipSync(readFileSync(join(folder, name))).toString();
}

function assertAlike(log: string, { threads = 3, answers = 2, first = 0 } = {}): void {
  run(['profile', log, '-o', '1.memhog', '--threads', '1']);
  runInStep(threads, ['profile', log, '-o', 'more.memhog'], answers, first);
  // Not `equal`, which would print both.
  assert.ok(written('more.memhog') === written('1.memhog'));
}

describe('a file shared out to threads', () => {
  it('gives the same profile, coverage and failed lines', () => {
    const strange =
      'hello, this is no request\n*** Starting uWSGI 2.0.21 ***\nworker 1 killed successfully (pid: 12)\n';
    const at = long.indexOf('\n', long.length * 0.6) + 1;
    writeFileSync(
      join(folder, 'plain.log'),
      `${strange}${long.slice(0, at)}${strange}${long.slice(at)}${'x'.repeat(70_000)}`,
    );
    assertAlike('plain.log');
    assert.equal(runInStep(3, ['parse', 'plain.log'], 2), run(['parse', 'plain.log', '--threads', '1']));
  });

  it('also where a later share holds lines that are read by what stood before them', () => {
    const json =
      '{"time":"2026-11-22T10:00:00Z","pid":7,"rss":50000000,"method":"GET","path":"/json","status":200}\n';
    const memory = '{"level":"info","rss":50000000,"pid":7}\n';
    const at = long.indexOf('\n', long.length * 0.45) + 1;
    const mixed = `${long.slice(0, at)}${json.repeat(50)}${long.slice(at)}${memory.repeat(20)}`;
    writeFileSync(join(folder, 'mixed.log'), mixed);
    assertAlike('mixed.log');
  });

  it('and where one line is longer than a share', () => {
    const some = long.slice(0, long.indexOf('\n', 12 * 2 ** 20) + 1);
    const log = `${some}${'y'.repeat(20 * 2 ** 20)}\n${some.slice(0, some.indexOf('\n', 2 ** 20) + 1)}`;
    writeFileSync(join(folder, 'long.log'), log);
    // No thread's part would begin within a megabyte of where it should.
    assertAlike('long.log', { answers: 0 });
  });

  it('and where a thread is done first and is given part of what is left', () => {
    writeFileSync(join(folder, 'twice.log'), long + long);
    assertAlike('twice.log', { threads: 2, answers: 2, first: 1 });
  });

  it('and where another file has its name before the threads begin', () => {
    writeFileSync(join(folder, 'rotated.log'), long);
    run(['profile', 'rotated.log', '-o', '1.memhog', '--threads', '1']);
    runInStep(3, ['profile', 'rotated.log', '-o', '3.memhog'], 2, 0, join(folder, 'rotated.log'));
    assert.equal(readFileSync(join(folder, 'rotated.log'), 'utf8'), 'another log\n');
    assert.ok(written('3.memhog') === written('1.memhog'));
  });

  it('asks for a whole number of threads', () => {
    assert.throws(
      () => run(['parse', 'plain.log', '--threads', '0']),
      /--threads '0' must be a whole number from 1 to 64/,
    );
  });
});

describe('a thread started before anything is loaded', () => {
  /** What `parse` prints, and its exit code. */
  const parsed = (args: readonly string[], preload = ''): readonly [number | null, string] => {
    const env = { ...process.env, NODE_OPTIONS: preload === '' ? '' : `--require ${join(folder, preload)}` };
    const all = [...program, 'parse', '--output', 'json', ...args];
    const { status, stdout } = spawnSync(node, all, {
      cwd: folder,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    return [status, stdout];
  };

  it('reads its share, and where it cannot the file is read without it', () => {
    writeFileSync(join(folder, 'large.log'), long);
    const alone = parsed(['large.log', '--threads', '1']);
    assert.equal(alone[0], 0);
    // No two of these are to be printed.
    assert.ok(parsed(['large.log'])[1] === alone[1], 'with a thread');
    const inThreads = 'if (!require("node:worker_threads").isMainThread)';
    writeFileSync(join(folder, 'quit.cjs'), `${inThreads} process.exit(0);`);
    writeFileSync(join(folder, 'fail.cjs'), `${inThreads} throw new Error("no");`);
    writeFileSync(
      join(folder, 'none.cjs'),
      'require("node:worker_threads").Worker = class { constructor() { throw new Error("not permitted"); } }; require("node:module").syncBuiltinESMExports();',
    );
    for (const preload of ['quit.cjs', 'fail.cjs', 'none.cjs'])
      assert.ok(parsed(['large.log'], preload)[1] === alone[1], preload);
    assert.equal(parsed(['large.log', '--no-such-flag'])[0], 2);
  });
});

describe('many profiles merged in threads', () => {
  /** Profiles of as many hosts as take 5 MiB, as plain text. */
  function hosts(): readonly string[] {
    writeFileSync(join(folder, 'host.log'), long);
    run(['profile', 'host.log', '-o', 'host.memhog']);
    const text = gunzipSync(readFileSync(join(folder, 'host.memhog'))).toString();
    mkdirSync(join(folder, 'hosts'));
    return Array.from({ length: Math.ceil((5 * 2 ** 20) / text.length) }, (_, i) => {
      const name = join('hosts', `web-${i}.memhog`);
      writeFileSync(join(folder, name), text.replaceAll('host.log', `web-${i}.log`));
      return name;
    });
  }

  const merged = (threads: number, files: readonly string[]): Buffer => {
    run(['merge', ...files, '-o', 'all.memhog', '--threads', String(threads)]);
    return readFileSync(join(folder, 'all.memhog'));
  };

  it('are what one thread makes of them, and what is wrong with one is said alike', () => {
    const files = hosts();
    assert.ok(merged(2, files).equals(merged(1, files)));
    const last = join(folder, files.at(-1)!);
    const text = readFileSync(last, 'utf8');
    const refusal = (threads: number): string => {
      try {
        merged(threads, files);
      } catch (error) {
        return error instanceof Error ? error.message.replace(/--threads \d/, '') : '';
      }
      return 'nothing';
    };
    for (const broken of [text.slice(0, -100), text.replace('"by":"endpoint"', '"by":"status"')]) {
      writeFileSync(last, broken);
      assert.match(refusal(2), /web-\d+\.memhog/);
      assert.equal(refusal(2), refusal(1));
    }
  });
});
