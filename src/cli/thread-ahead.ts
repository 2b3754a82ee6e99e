/** A thread for a large file, started before anything else is loaded: it takes as long as all that comes before the first line. */
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { LEAST_SHARED } from '../shares/share.ts';

/** Commands that read whole files, and need not see each line of them. */
const READING = new Set(['parse', 'explain', 'routes', 'advise', 'profile', 'compare']);
/** So many names are looked at: more large files than that are not named at a time. */
const MOST_NAMES = 16;

/** Starts one where a large file will be read, as far as the words of the command line show it. */
export async function startThreadAhead(args: readonly string[]): Promise<void> {
  const [command = '', ...rest] = args;
  if (!READING.has(command) || availableParallelism() < 2) return;
  if (rest.some((arg) => arg.startsWith('--threads') || arg === '--live')) return;
  const names = rest.filter((arg) => !arg.startsWith('-')).slice(0, MOST_NAMES);
  if (!names.some(isLarge)) return;
  const { startAhead } = await import('../shares/thread.ts');
  startAhead();
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
