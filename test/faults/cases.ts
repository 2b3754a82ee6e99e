/** Disks that fill up, files that vanish or are taken away, readers that go: what memhog makes of each. */
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMAND, QUOTED_COMMAND } from '../cli/command.ts';
import { folderWith, SHOP } from '../cli/shop-log.ts';
import { Running } from '../live/running.ts';

/** One fault. */
export interface Fault {
  readonly name: string;
  /** What must come of it, in words. */
  readonly expected: string;
  /** Brings it about; gives back what came of it, or why it cannot be brought about here. Throws Error when that is not right. */
  readonly act: () => Promise<string>;
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function memhog(args: readonly string[], cwd: string, uid?: number): Outcome {
  const [program, ...first] = COMMAND;
  const as = uid === undefined ? {} : { uid, gid: uid };
  const { status, stdout, stderr } = spawnSync(program, [...first, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...as,
  });
  return { status, stdout, stderr };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** Throws Error unless the run ended with this code and these words, and with nothing but lines of its own. */
function ended({ status, stderr }: Outcome, code: number, words: RegExp): string {
  if (status !== code) throw new Error(`ended with ${status}: ${stderr}`);
  if (!words.test(stderr)) throw new Error(`said ${stderr}`);
  if (/\n\s+at /.test(stderr)) throw new Error(`said with a stack: ${stderr}`);
  return `exit code ${code}${stderr === '' ? '' : `: \`${firstLine(stderr).replaceAll(/\/tmp\/\S+\//g, '…/')}\``}`;
}

/** Mounts a disk of so many KiB at a folder, for as long as `act` takes; undefined where that is not allowed. */
async function onSmallDisk(kib: number, act: (folder: string) => Promise<string>): Promise<string> {
  const folder = folderWith();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'memhog-test', folder]);
  if (status !== 0) return 'not tried: no disk may be mounted here';
  try {
    return await act(folder);
  } finally {
    spawnSync('umount', [folder]);
  }
}

/** Leaves no room. */
function fill(folder: string): void {
  try {
    for (;;) appendFileSync(join(folder, 'filling'), Buffer.alloc(1024));
  } catch {
    // It is full.
  }
}

const HALF = SHOP.slice(0, SHOP.indexOf('\n', SHOP.length / 2) + 1);
const REPORT = ['report', 'app.log', '--out', 'reports', '--static'] as const;

/** How many requests a folder of reports, or a saved profile, holds. */
function requestsIn(paths: readonly string[], cwd: string): number {
  const { stdout, status, stderr } = memhog(['parse', ...paths, '--output', 'json'], cwd);
  if (status !== 0) throw new Error(stderr);
  return Number(/"requests": (\d+)/.exec(stdout)?.[1]);
}

const kept = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.memhog'))
    .map((name) => join(folder, name));

async function reportOnFullDisk(): Promise<string> {
  return onSmallDisk(1024, async (disk) => {
    await Promise.resolve();
    const cwd = folderWith({ 'app.log': HALF });
    const out = join(disk, 'reports');
    const args = ['report', 'app.log', '--out', out, '--static'];
    ended(memhog(args, cwd), 0, /^$/);
    const before = requestsIn(kept(out), cwd);
    writeFileSync(join(cwd, 'app.log'), SHOP);
    fill(disk);
    const said = ended(memhog(args, cwd), 2, /the disk is full/);
    if (requestsIn(kept(out), cwd) < before) throw new Error('the old state is lost');
    truncateSync(join(disk, 'filling'), 0);
    ended(memhog(args, cwd), 0, /^$/);
    const after = requestsIn(kept(out), cwd);
    if (after !== 4000) throw new Error(`${after} requests counted with room again`);
    return `${said}; with room again all 4,000 requests are counted once`;
  });
}

async function liveOnFullDisk(): Promise<string> {
  return onSmallDisk(256, async (disk) => {
    const cwd = folderWith({ 'app.log': HALF });
    const saved = join(disk, 'live.memhog');
    const args = [
      'live',
      'app.log',
      'later.log',
      '--from-start',
      '--save',
      saved,
      '--resume',
      '--output',
      'json',
    ];
    const run = async (): Promise<Outcome> => {
      const live = new Running(args, cwd);
      while (live.stderr === '') await sleep(10);
      await sleep(300);
      const { code, ...said } = await live.stop();
      return { status: code, ...said };
    };
    ended(await run(), 0, /waiting for later/);
    const before = requestsIn([saved], cwd);
    writeFileSync(join(cwd, 'app.log'), SHOP);
    fill(disk);
    const outcome = await run();
    ended(outcome, 2, /could not be saved .*name another place after --save/);
    if (!outcome.stdout.includes('"findings"')) throw new Error('what was found is not shown');
    if (requestsIn([saved], cwd) !== before) throw new Error('the old state is lost');
    truncateSync(join(disk, 'filling'), 0);
    ended(await run(), 0, /waiting for later/);
    const after = requestsIn([saved], cwd);
    if (after !== 4000) throw new Error(`${after} requests counted with room again`);
    return 'exit code 2 and the ranking; with room again all 4,000 requests are counted once';
  });
}

/** Starts a run over a log of some size, does something to the log once it is being read, and waits. */
async function whileRead(
  args: readonly string[],
  harm: (path: string) => void,
  cwd: string,
): Promise<Outcome> {
  const path = join(cwd, 'app.log');
  const text = SHOP.repeat(30);
  writeFileSync(path, text);
  const [program, ...first] = COMMAND;
  const child = spawn(program, [...first, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const done = new Promise<number | null>((resolve) => child.on('close', resolve));
  const isOpen = (): boolean => {
    const folder = `/proc/${child.pid ?? 0}/fd`;
    const links = spawnSync(
      'readlink',
      existsSync(folder) ? readdirSync(folder).map((fd) => `${folder}/${fd}`) : [],
    );
    return links.stdout.toString().includes(path);
  };
  while (child.exitCode === null && !isOpen()) await sleep(1);
  harm(path);
  return { status: await done, stdout, stderr };
}

async function inWords(act: () => Outcome, code: number, words: RegExp): Promise<string> {
  await Promise.resolve();
  return ended(act(), code, words);
}

/** Every fault; those that need a disk of their own or another user are left out where they cannot be had. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'the result goes to a full disk (`> /dev/full`)',
    expected: 'exit code 2, in words',
    act: () => {
      const cwd = folderWith({ 'shop.log': SHOP });
      const script = `${QUOTED_COMMAND} parse shop.log > /dev/full`;
      return inWords(
        () => spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' }),
        2,
        /^memhog: cannot write the result: the disk is full/,
      );
    },
  },
  {
    name: '`parse -o` on a full disk',
    expected: 'exit code 2, in words; nothing half written is left',
    act: () =>
      onSmallDisk(64, (disk) => {
        const cwd = folderWith({ 'shop.log': SHOP });
        fill(disk);
        const said = ended(
          memhog(['parse', 'shop.log', '--output', 'html', '-o', join(disk, 'page.html')], cwd),
          2,
          /cannot write .*the disk is full/,
        );
        if (readdirSync(disk).length !== 1) throw new Error(`left: ${readdirSync(disk).join(', ')}`);
        return Promise.resolve(said);
      }),
  },
  {
    name: '`report` on a disk that is full',
    expected: 'exit code 2, in words; the old state stays; later every line counts once',
    act: reportOnFullDisk,
  },
  {
    name: '`live --save` on a disk that is full',
    expected: 'exit code 2 after the ranking; the old state stays; later every line counts once',
    act: liveOnFullDisk,
  },
  {
    name: 'reading fails (EIO)',
    expected: 'exit code 2, in words',
    act: () => inWords(() => memhog(['parse', '/proc/self/mem'], folderWith()), 2, /cannot be read/),
  },
  {
    name: 'the log is cut short while `parse` reads it',
    expected: 'what was read is ranked, exit code 0; or in words, 2',
    act: async () => {
      const outcome = await whileRead(['parse', 'app.log'], (path) => truncateSync(path, 100), folderWith());
      return ended(outcome, outcome.status === 0 ? 0 : 2, /^(?:memhog: [^\n]*\n)*$/);
    },
  },
  {
    name: 'the log is replaced by another while `parse` reads it',
    expected: 'one of the two is read whole: exit code 0, or in words, 2',
    act: async () => {
      const cwd = folderWith({ 'other.log': 'x\n' });
      const replace = (path: string): void => renameSync(join(cwd, 'other.log'), path);
      const outcome = await whileRead(['parse', 'app.log'], replace, cwd);
      return ended(outcome, outcome.status === 0 ? 0 : 2, /^(?:memhog: [^\n]*\n)*$/);
    },
  },
  {
    name: 'the log is rotated while `report` reads it',
    expected: 'every line counts once, in the next run at the latest',
    act: async () => {
      const cwd = folderWith({ 'app.log': SHOP });
      // What was put aside before the first report is not asked for.
      ended(memhog(REPORT, cwd), 0, /^$/);
      const rotate = (path: string): void => {
        renameSync(path, `${path}.1`);
        writeFileSync(path, '');
      };
      const said = ended(await whileRead(REPORT, rotate, cwd), 0, /^$/);
      ended(memhog(REPORT, cwd), 0, /^$/);
      const count = requestsIn(kept(join(cwd, 'reports')), cwd);
      if (count !== 120_000) throw new Error(`${count} requests counted`);
      return `${said}; all 120,000 requests are counted once`;
    },
  },
  {
    name: 'the log may not be read any more',
    expected: 'exit code 2, in words; the old state stays',
    act: async () => {
      if (process.getuid?.() !== 0) return 'not tried: needs a second user';
      await Promise.resolve();
      const nobody = 65_534;
      const cwd = folderWith({ 'app.log': HALF });
      mkdirSync(join(cwd, 'reports'));
      for (const path of [cwd, join(cwd, 'reports')]) chmodSync(path, 0o777);
      // The other user must be able to read the command.
      const compiled = process.env['MEMHOG_COMPILED'];
      if (compiled !== undefined) chmodSync(compiled, 0o755);
      chmodSync(join(cwd, 'app.log'), 0o644);
      const first = memhog(REPORT, cwd, nobody);
      if (first.status !== 0) return `not tried: ${firstLine(first.stderr)}`;
      const state = readFileSync(join(cwd, 'reports', 'memhog-state.json'), 'utf8');
      chmodSync(join(cwd, 'app.log'), 0);
      const said = ended(memhog(REPORT, cwd, nobody), 2, /may not be read by this user/);
      if (readFileSync(join(cwd, 'reports', 'memhog-state.json'), 'utf8') !== state)
        throw new Error('the state has changed');
      return said;
    },
  },
  {
    name: 'the reader of the result goes (EPIPE)',
    expected: 'a quiet 0',
    act: () => {
      const cwd = folderWith({ 'shop.log': SHOP });
      const script = `set -o pipefail; { ${QUOTED_COMMAND} parse --output json --top 0 shop.log; echo "code $?" >&2; } | head -1`;
      return inWords(() => spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' }), 0, /^code 0\n$/);
    },
  },
];
