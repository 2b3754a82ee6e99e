/** `--on leak --exec 'command'`: tells somebody, at most once per endpoint and cool-down. */
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { isKnownHog } from '../render/acknowledged.ts';
import { findingInOrder, inertJson } from '../render/json.ts';
import { safeText } from '../render/safe-text.ts';
import { Hook } from './hook.ts';
import { Standing } from './standing.ts';

/** So many commands may run at once; what is found meanwhile is told when one has ended. */
const MOST_AT_ONCE = 4;

/** So many characters of an endpoint are enough to say which it is. */
const NAMED = 80;

/** So many different failures are remembered. */
const MOST_FAILURES = 100;

/** What to do, and about what. */
export interface AlarmOptions {
  /** The least verdict to tell of. */
  readonly on: 'leak' | 'suspect';
  /** A command line for the shell; it gets the finding as JSON on its standard input. */
  readonly command: string;
  /** Milliseconds for which nothing more is told of an endpoint. */
  readonly coolDown: number;
  /** Gets one line, safe to print, when the command could not be run or failed; the same failure once per cool-down. */
  readonly onFailure: (text: string) => void;
}

/** Runs a command when something leaks. Never waits for it. */
export class Alarm {
  readonly #options: AlarmOptions;
  readonly #standing = new Standing();
  /** When each endpoint was told of last, and when each failure was. */
  readonly #told = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  readonly #running = new Set<Hook>();

  constructor(options: AlarmOptions) {
    this.#options = options;
  }

  /** Looks through a ranking; `now` counts milliseconds from any moment. */
  see(ranking: Ranking, now: number): void {
    const blamed = ranking.findings.filter((finding) => this.#isAlarming(finding));
    const standing = this.#standing.see(
      blamed.map(({ endpoint }) => endpoint),
      ranking.span,
      now,
    );
    for (const finding of blamed) {
      const { endpoint } = finding;
      if (!standing.has(endpoint) || isKnownHog(endpoint, ranking.acknowledged)) continue;
      if (this.#isRecent(this.#told.get(endpoint), now)) continue;
      if (this.#running.size >= MOST_AT_ONCE) return;
      this.#told.set(endpoint, now);
      this.#run(finding, ranking);
    }
  }

  /** No more rankings come: commands that still run get a few seconds, for which the program stays, and are ended then. */
  close(): void {
    for (const hook of this.#running) hook.end();
  }

  #isAlarming({ verdict }: Finding): boolean {
    return verdict === 'leak' || (this.#options.on === 'suspect' && verdict === 'suspect');
  }

  #isRecent(told: number | undefined, now: number): boolean {
    return told !== undefined && now - told < this.#options.coolDown;
  }

  #run(finding: Finding, { metric, unit, span }: Ranking): void {
    const hook: Hook = new Hook({
      command: this.#options.command,
      environment: { ...process.env, MEMHOG_VERDICT: finding.verdict },
      content: `${inertJson(
        JSON.stringify({ schema: 'memhog.finding/1', metric, unit, span, ...findingInOrder(finding) }),
      )}\n`,
      onFailure: (what) => this.#say(finding.endpoint, what),
      onGone: () => this.#running.delete(hook),
    });
    this.#running.add(hook);
  }

  /** One broken hook fails alike for every endpoint: the first is named. */
  #say(endpoint: string, what: string): void {
    const now = performance.now();
    if (this.#isRecent(this.#failed.get(what), now)) return;
    if (this.#failed.size >= MOST_FAILURES) this.#failed.clear();
    this.#failed.set(what, now);
    this.#options.onFailure(safeText(`--exec: the command for ${endpoint.slice(0, NAMED)} ${what}`));
  }
}
