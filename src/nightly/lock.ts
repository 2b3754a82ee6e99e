/** One run at a time in one folder. */
import {
  constants,
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';

/** A lock held; `release` gives it back. */
export interface Lock {
  readonly release: () => void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** When the process started, in the kernel's ticks: a number that comes again with the same pid is another process. Empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Fields after the name, which may hold anything: the 20th of them is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('pid' in value) || !('host' in value) || !('since' in value)) return undefined;
    const { pid, host, since } = value;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'string') return undefined;
    return { pid, host, since };
  } catch {
    return undefined;
  }
}

/** So often a holder touches its lock, and after so long untouched (milliseconds) one of another machine is left over. */
const TOUCHED_EVERY = 60_000;
const LEFT_OVER_AFTER = 3_600_000;

/**
 * Whether the holder may still be at work. On another machine (a container has a new name each time) its process cannot be
 * looked at: there it is while it touches its lock.
 */
function isAlive({ pid, host, since }: Holder, path: string): boolean {
  if (host !== hostname()) {
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - touched < LEFT_OVER_AFTER;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  return since === startOf(pid);
}

/**
 * Takes the lock at `path`; undefined when another run holds it. A lock left by a process that is gone is taken over.
 * Throws what the system throws when the folder cannot be written.
 */
export function takeLock(path: string): Lock | undefined {
  const mine: Holder = { pid: process.pid, host: hostname(), since: startOf(process.pid) };
  const scratch = `${path}.${process.pid}`;
  // Written first and linked into place, so that nobody ever finds a lock without its holder.
  writeFileSync(scratch, JSON.stringify(mine));
  try {
    if (link(scratch, path)) return held(path);
    const holder = holderOf(path);
    if (holder && isAlive(holder, path)) return undefined;
    if (!clearAway(path, holder)) return undefined;
    return link(scratch, path) ? held(path) : undefined;
  } finally {
    rmSync(scratch, { force: true });
  }
}

/** The lock at `path`, touched from time to time while it is held. */
function held(path: string): Lock {
  const touching = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(path, now, now);
    } catch {
      // Its folder was taken away: the run will find that out by itself.
    }
  }, TOUCHED_EVERY).unref();
  return {
    release: () => {
      clearInterval(touching);
      rmSync(path, { force: true });
    },
  };
}

const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'];

/** Whether the file could be given this name; false when the name is taken. Where there are no links it is copied. */
function link(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.includes(code)) throw error;
    return copied(file, name);
  }
}

function copied(file: string, name: string): boolean {
  try {
    copyFileSync(file, name, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of `stale`. False when it turns out to be another's by now: that one is put back. */
function clearAway(path: string, stale: Holder | undefined): boolean {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  const found = holderOf(aside);
  const isSame = JSON.stringify(found) === JSON.stringify(stale);
  if (!isSame) link(aside, path);
  rmSync(aside, { force: true });
  return isSame;
}
