/** One run of the command of `--exec`, with all that it starts. */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/** A command that runs longer than this (milliseconds) is ended; one that still runs when memhog ends, after so much more. */
const PATIENCE = 60_000;
const LAST_PATIENCE = 3000;

/** What does not end when asked to is ended by force after so long, milliseconds. */
const MERCY = 2000;

/** What a command leaves behind in its group is looked for so often, milliseconds. */
const LOOK_EVERY = 250;

/** Characters of stderr that are kept. */
const MOST_KEPT = 1000;

/** A command that has just ended may have said more than was read; milliseconds. */
const HEARING = 200;

/** What to run, and whom to tell. */
export interface HookOptions {
  /** For the shell. */
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
  /** For its standard input. */
  readonly content: string;
  /** Is told what went wrong, in words that begin with a verb; at most once. */
  readonly onFailure: (what: string) => void;
  /** Nothing of it runs any more. */
  readonly onGone: () => void;
}

/** A command in a group of processes of its own, so that all of it can be ended. Memhog does not stay for it until `end`. */
export class Hook {
  readonly #options: HookOptions;
  readonly #group: number | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  #said = '';
  #isFailed = false;
  #isGone = false;
  #isLast = false;

  /** Starts it. */
  constructor(options: HookOptions) {
    this.#options = options;
    const child = spawn(options.command, {
      shell: true,
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      env: options.environment,
    });
    this.#group = child.pid;
    child.on('error', (error) => {
      this.#fail(`could not be run: ${error.message}`);
      if (this.#group === undefined) this.#gone();
    });
    child.on('exit', (code, signal) => this.#ended(code, signal));
    // A command that does not read what it is told is no failure.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.content);
    const decoder = new StringDecoder('utf8');
    child.stderr.on('data', (bytes: Buffer) => {
      if (this.#said.length < MOST_KEPT) this.#said += decoder.write(bytes);
    });
    child.unref();
    // Pipes of a child are sockets, and each would keep the program alive by itself.
    for (const pipe of [child.stdin, child.stderr]) if (pipe instanceof Socket) pipe.unref();
    this.#endAfter(PATIENCE).unref();
  }

  /** Memhog ends: what still runs gets a last moment, for which the program stays. */
  end(): void {
    if (this.#isGone) return;
    this.#isLast = true;
    this.#endAfter(LAST_PATIENCE);
    this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY));
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (code !== 0)
      setTimeout(() => {
        const why = code === null ? `was ended by ${signal ?? 'a signal'}` : `failed with exit code ${code}`;
        const [first = ''] = this.#said.trim().split(/[\r\n]/);
        this.#fail(first === '' ? why : `${why}: ${first}`);
      }, HEARING);
    this.#look();
    if (!this.#isGone) this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY).unref());
  }

  #fail(what: string): void {
    if (this.#isFailed) return;
    this.#isFailed = true;
    this.#options.onFailure(what);
  }

  #endAfter(patience: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#fail(this.#isLast ? 'still ran when memhog ended, and was ended' : 'ran too long and was ended');
      this.#signal('SIGTERM');
      this.#timers.push(setTimeout(() => this.#kill(), MERCY));
    }, patience);
    this.#timers.push(timer);
    return timer;
  }

  #kill(): void {
    this.#signal('SIGKILL');
    // Nothing more can be done about what is still there: somebody else's process, or a dead one that its parent does not clear away.
    this.#gone();
  }

  #look(): void {
    this.#signal(0);
  }

  /** Sends it to all of the group; finds out so whether there is one. */
  #signal(signal: NodeJS.Signals | 0): void {
    if (this.#isGone || this.#group === undefined) return;
    try {
      process.kill(-this.#group, signal);
    } catch (error) {
      // Others than ESRCH: somebody is there who may not be ended by us.
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') this.#gone();
    }
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#options.onGone();
  }
}
