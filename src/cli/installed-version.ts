/** Which version of a program is installed here. */
import { execFileSync } from 'node:child_process';
import type { VersionQuestion } from '../setup/target.ts';

/** A server that takes longer to say its version is not waited for, in milliseconds. */
const PATIENCE = 5000;

/** The version as it is printed; empty when nothing answers. `cwd` is where packages of the application are looked for. */
export function installedVersion(asks: readonly VersionQuestion[], cwd: string): string {
  for (const question of asks) {
    const answer = ask(question, cwd);
    if (answer !== undefined) return answer;
  }
  return '';
}

function ask({ command, args, answer }: VersionQuestion, cwd: string): string | undefined {
  try {
    const text = execFileSync(command, args, {
      cwd,
      timeout: PATIENCE,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.exec(text)?.[1];
  } catch {
    // Not installed, or not willing to say: the text for all versions is the answer then.
    return undefined;
  }
}
