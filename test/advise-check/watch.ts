/** The resident memory of a server's workers, looked at again and again from outside. */
import { readFileSync } from 'node:fs';

/** Seconds between two looks. */
const STEP = 0.1;

/** Bytes in a page, as /proc counts them; x86-64 and most others. */
const PAGE = 4096;

/** One look. */
export interface Look {
  /** Seconds since 1970. */
  readonly at: number;
  /** Processes, and the sum of what they hold. */
  readonly workers: number;
  readonly bytes: number;
}

/** Looks until it is stopped; `stop` hands over what was seen. */
export function watch(master: number): { readonly stop: () => readonly Look[] } {
  const looks: Look[] = [];
  const timer = setInterval(() => looks.push(look(master)), 1000 * STEP);
  return {
    stop: () => {
      clearInterval(timer);
      return looks;
    },
  };
}

function look(master: number): Look {
  const sizes = childrenOf(master).map(residentOf);
  const there = sizes.filter((size) => size > 0);
  return {
    at: Date.now() / 1000,
    workers: there.length,
    bytes: there.reduce((sum, size) => sum + size, 0),
  };
}

function childrenOf(pid: number): string[] {
  return read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((one) => one !== '');
}

/** 0 for a process that has ended, which holds nothing even before its parent has noticed. */
function residentOf(pid: string): number {
  return PAGE * Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
