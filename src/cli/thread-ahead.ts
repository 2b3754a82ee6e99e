/** A thread for a large file, started before anything else is loaded: it takes as long as all that comes before the first line. */
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { LEAST_SHARED } from '../shares/share.ts';
import { Thread } from '../shares/thread.ts';

/** Commands that read whole files, and need not see each line of them. */
const READING = new Set(['parse', 'explain', 'routes', 'advise', 'profile', 'compare']);
/** Words with which they do something else. */
const OTHERWISE = new Set(['--live', '--help', '-h']);
/** So many names are looked at: more large files than that are not named at a time. */
const MOST_NAMES = 16;

/** Whether the words of a command line say that whole files are to be read. */
export function isReading([command = '', ...rest]: readonly string[]): boolean {
  return READING.has(command) && !rest.some((word) => OTHERWISE.has(word));
}

/** A thread, where whole files are to be read and a large one is named; undefined where none is needed or can be had. */
export function threadAhead(args: readonly string[]): Thread | undefined {
  if (availableParallelism() < 2 || args.some((arg) => arg.startsWith('--threads'))) return undefined;
  const names = args.filter((arg) => !arg.startsWith('-')).slice(1, 1 + MOST_NAMES);
  if (!names.some(isLarge)) return undefined;
  return Thread.start();
}

/** Whether it is a large file of plain text, judged by its name. */
function isLarge(name: string): boolean {
  if (/\.(?:gz|zst|xz|bz2)$/.test(name)) return false;
  try {
    const found = statSync(name, { throwIfNoEntry: false });
    return found !== undefined && found.isFile() && found.size >= LEAST_SHARED;
  } catch {
    // Whatever is wrong with it is told when it is read.
    return false;
  }
}
