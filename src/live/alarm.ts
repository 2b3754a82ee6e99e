/** `--on leak --exec 'command'`: tells somebody, at most once per endpoint and cool-down. */
import { spawn } from 'node:child_process';
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { isKnownHog } from '../render/acknowledged.ts';
import { findingInOrder, inertJson } from '../render/json.ts';

/** So many commands may run at once; what is found meanwhile is told when one has ended. */
const MOST_AT_ONCE = 4;

/** A command that runs longer than this (milliseconds) is ended. */
const PATIENCE = 60_000;

/** What to do, and about what. */
export interface AlarmOptions {
  /** The least verdict to tell of. */
  readonly on: 'leak' | 'suspect';
  /** A command line for the shell; it gets the finding as JSON on its standard input. */
  readonly command: string;
  /** Milliseconds for which nothing more is told of an endpoint. */
  readonly coolDown: number;
  /** Gets one line when the command could not be run or failed. */
  readonly onFailure: (text: string) => void;
}

/** Runs a command when something leaks. Never waits for it. */
export class Alarm {
  readonly #options: AlarmOptions;
  /** When each endpoint was told of last. */
  readonly #told = new Map<string, number>();
  #running = 0;

  constructor(options: AlarmOptions) {
    this.#options = options;
  }

  /** Looks through a ranking; `now` counts milliseconds from any moment. */
  see(ranking: Ranking, now: number): void {
    for (const finding of ranking.findings) {
      if (!this.#isAlarming(finding) || isKnownHog(finding.endpoint, ranking.acknowledged)) continue;
      const told = this.#told.get(finding.endpoint);
      if (told !== undefined && now - told < this.#options.coolDown) continue;
      if (this.#running >= MOST_AT_ONCE) return;
      this.#told.set(finding.endpoint, now);
      this.#run(finding, ranking);
    }
  }

  #isAlarming({ verdict }: Finding): boolean {
    return verdict === 'leak' || (this.#options.on === 'suspect' && verdict === 'suspect');
  }

  #run(finding: Finding, { metric, unit, span }: Ranking): void {
    const { command, onFailure } = this.#options;
    const content = `${inertJson(
      JSON.stringify({ schema: 'memhog.finding/1', metric, unit, span, ...findingInOrder(finding) }),
    )}\n`;
    this.#running++;
    let isOver = false;
    const over = (failure?: string): void => {
      if (isOver) return;
      isOver = true;
      this.#running--;
      if (failure !== undefined) onFailure(`--exec: the command ${failure}`);
    };
    const child = spawn(command, {
      shell: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: PATIENCE,
      env: { ...process.env, MEMHOG_VERDICT: finding.verdict },
    });
    child.on('error', (error) => over(`could not be run: ${error.message}`));
    child.on('exit', (code, signal) => {
      if (code === 0) over();
      else over(code === null ? `was ended by ${signal ?? 'a signal'}` : `failed with exit code ${code}`);
    });
    // A command that does not read what it is told is no failure.
    child.stdin.on('error', () => undefined);
    child.stdin.end(content);
    child.unref();
  }
}
