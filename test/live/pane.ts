/** A terminal by tmux, with a shell in it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why tests with a terminal cannot run here; false if they can. */
export const NO_TMUX: string | false = spawnSync('tmux', ['-V']).status === 0 ? false : 'needs tmux';

const PATIENCE = 15_000;

/** One pane on a server of its own, so that no other session is touched. */
export class Pane {
  readonly #socket = `memhog-test-${process.pid}-${performance.now().toFixed(0)}`;

  /** Starts `command`, or a bare shell. */
  constructor(columns: number, rows: number, command = "env PS1='ready> ' bash --norc --noprofile -i") {
    this.#tmux('new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, command);
  }

  /** Presses keys, by tmux's names. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Types a line of the shell. */
  enter(command: string): void {
    this.#tmux('send-keys', '-l', command);
    this.press('Enter');
  }

  /** What is on the screen. */
  text(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** Whether the alternate screen is on, the cursor is seen, long lines wrap. */
  modes(): string {
    return this.#tmux('display-message', '-p', '#{alternate_on} #{cursor_flag} #{wrap_flag}').trim();
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  /** The process that the shell, or tmux itself, started with this word in its command. */
  child(word: string): number {
    const shell = this.#tmux('display-message', '-p', '#{pane_pid}').trim();
    const found = spawnSync('pgrep', ['-P', shell, '-f', word], { encoding: 'utf8' }).stdout.trim();
    return Number(found === '' ? shell : found.split('\n')[0]);
  }

  /** Waits until the screen shows it. */
  async until(wanted: RegExp): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!wanted.test(this.text())) {
      if (performance.now() > end) throw new Error(`${wanted.source} never came:\n${this.text()}`);
      await sleep(50);
    }
  }

  /** Ends the server with all that runs in it. */
  stop(): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  }
}
