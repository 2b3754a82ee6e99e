/** The advice for a log, from the command as a user would call it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WholeAdvice } from '../../src/advise/whole-advice.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Looks for the memory that makes lives of the wanted length. */
const STEPS = 10;

/** What is asked. */
export interface Asked {
  readonly server: string;
  readonly workers: number;
  /** Seconds that the mean life must last at least. */
  readonly life: number;
  /** The version of the server, as it prints it. */
  readonly version: string;
  /** Seconds that a restart is said to take; as the log has it when left out. */
  readonly boot?: number;
}

/** Advice with the memory, in MiB, that it was asked for. */
export interface Found {
  readonly mebibytes: number;
  readonly advice: WholeAdvice;
}

/** Asks once. */
function ask(log: string, { server, workers, version, boot }: Asked, mebibytes: number): WholeAdvice {
  const args = ['advise', log, '--server', server, '--workers', `${workers}`, '--memory', `${mebibytes}M`];
  args.push('--server-version', version, ...(boot === undefined ? [] : ['--boot', `${boot}`]));
  const text = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', ...args, '--output', 'json'],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return JSON.parse(text) as WholeAdvice;
}

/** The least whole MiB of memory for which restarts by requests are advised with lives that are long enough. Throws Error where there is none. */
export function adviceFor(log: string, asked: Asked, most: number): Found {
  let [low, high] = [0, Math.ceil(most)];
  let found: Found | undefined;
  for (let step = 0; step < STEPS && high - low > 1; step++) {
    const mebibytes = Math.round((low + high) / 2);
    const advice = ask(log, asked, mebibytes);
    // Too little memory is advised fewer workers than run here.
    const isForAll = advice.plan?.workers === asked.workers;
    const isEnough = isForAll && advice.plan.byRequests && (advice.predicted?.life ?? 0) >= asked.life;
    if (isEnough) [high, found] = [mebibytes, { mebibytes, advice }];
    else low = mebibytes;
  }
  if (!found) {
    const { answer, notes } = ask(log, asked, Math.ceil(most));
    throw new Error([answer.text, ...notes.map(({ text }) => text)].join('\n'));
  }
  return found;
}
