/** The terminal while the screen is shown: taken, and given back as it was, however that ends. */
import { openKeyboard } from './keyboard.ts';
import type { Keyboard } from './keyboard.ts';
import type { Key } from './keys.ts';
import { openOutlet } from './outlet.ts';
import type { Outlet } from './outlet.ts';
import { Painter } from './painter.ts';

/** Alternate screen with the title and cursor saved; no cursor; what is too wide is cut, not wrapped. */
const TAKE = '\u001b[?1049h\u001b[?25l\u001b[?7l';

/** The reverse. A frame that was cut short may have left colours or held the picture still. */
const GIVE_BACK = '\u001b[0m\u001b[?2026l\u001b[?7h\u001b[?25h\u001b[?1049l';

/** Milliseconds that a terminal which takes nothing is waited for at the end. */
const PATIENCE = 500;

/** After this long without having been stopped, nobody stopped us. */
const STOP_PATIENCE = 200;

/** Signals that end the program. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What to do about what comes from the terminal. */
export interface TerminalEvents {
  readonly onKey: (key: Key) => void;
  /** All of the screen is to be drawn: it has another size, or what it showed is lost. */
  readonly onRedraw: () => void;
  /** A signal asks to end. The terminal has been given back, and the same signal again ends the program. */
  readonly onEnd: (signal: NodeJS.Signals) => void;
}

/** Opens the terminal that stdout is; undefined where it cannot be written to without waiting. Nothing is changed yet. */
export function openTerminal(events: TerminalEvents): Terminal | undefined {
  const outlet = openOutlet();
  return outlet && new Terminal(outlet, events);
}

/** One terminal. `open` takes it, `close` gives it back; both may be called again and then do nothing. */
export class Terminal {
  readonly #outlet: Outlet;
  readonly #events: TerminalEvents;
  readonly #painter: Painter;
  readonly #keyboard: Keyboard | undefined;
  #state: 'new' | 'taken' | 'away' | 'closed' = 'new';
  #awayTimer: NodeJS.Timeout | undefined;

  /** Of `outlet`, which it closes in the end. */
  constructor(outlet: Outlet, events: TerminalEvents) {
    this.#outlet = outlet;
    this.#events = events;
    this.#painter = new Painter(outlet);
    this.#keyboard = openKeyboard((key) => events.onKey(key));
  }

  /** Whether keys can be read. */
  get hasKeys(): boolean {
    return this.#keyboard !== undefined;
  }

  /** Columns and rows; 80 by 24 where the terminal does not say. */
  get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = process.stdout;
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
  }

  /** Takes the terminal, and answers signals until `close`. */
  open(): void {
    if (this.#state !== 'new') return;
    for (const signal of ENDING) process.on(signal, this.#end);
    process.on('SIGTSTP', this.suspend).on('SIGCONT', this.#resume);
    process.on('exit', this.close).on('uncaughtExceptionMonitor', this.close);
    process.stdout.on('resize', this.#redraw);
    this.#take();
  }

  /** Gives the terminal back for good. */
  readonly close = (): void => {
    if (this.#state === 'closed') return;
    this.#release();
    this.#state = 'closed';
    clearTimeout(this.#awayTimer);
    for (const signal of ENDING) process.off(signal, this.#end);
    process.off('SIGTSTP', this.suspend).off('SIGCONT', this.#resume);
    process.off('exit', this.close).off('uncaughtExceptionMonitor', this.close);
    process.stdout.off('resize', this.#redraw);
    this.#keyboard?.close();
    this.#outlet.close();
  };

  /** Paints what `draw` makes, when it may be; see `Painter`. */
  paint(draw: () => readonly string[]): void {
    if (this.#state === 'taken') this.#painter.paint(() => ({ lines: draw(), columns: this.size.columns }));
  }

  /** The screen is drawn anew with the next frame, for what another program wrote over it. */
  forget(): void {
    this.#painter.forget();
  }

  /** Stops all programs of the pipe, as Ctrl-Z does where no program reads keys: the shell waits for all of them. */
  suspendAll(): void {
    process.kill(0, 'SIGTSTP');
  }

  /** Gives the terminal back and stops, until the shell says to go on. */
  readonly suspend = (): void => {
    if (this.#state !== 'taken') return;
    this.#release();
    this.#state = 'away';
    // The signal's own action, and not SIGSTOP: where no shell could wake us the kernel ignores it, and we go on.
    process.off('SIGTSTP', this.suspend);
    process.kill(process.pid, 'SIGTSTP');
    // Signals are heard between timers and immediates: if we were stopped, SIGCONT is heard first.
    this.#awayTimer = setTimeout(() => setImmediate(this.#resumeUnlessHeard), STOP_PATIENCE);
  };

  readonly #resume = (): void => {
    clearTimeout(this.#awayTimer);
    if (this.#state === 'away') process.on('SIGTSTP', this.suspend);
    // The terminal may have been resized while another program had it; the signal makes stdout look.
    process.kill(process.pid, 'SIGWINCH');
    // Also when stopped by SIGSTOP, of which nobody is told: the shell has had the terminal in between.
    if (this.#state === 'taken') this.#release();
    this.#take();
    this.#events.onRedraw();
  };

  readonly #resumeUnlessHeard = (): void => {
    if (this.#state === 'away') this.#resume();
  };

  readonly #redraw = (): void => {
    this.#painter.forget();
    this.#events.onRedraw();
  };

  readonly #end = (signal: NodeJS.Signals): void => {
    this.close();
    this.#events.onEnd(signal);
  };

  #take(): void {
    this.#state = 'taken';
    this.#keyboard?.start();
    this.#painter.start();
    this.#outlet.write(TAKE, () => this.#painter.wake());
  }

  #release(): void {
    if (this.#state !== 'taken') return;
    this.#painter.stop();
    this.#outlet.writeLast(GIVE_BACK, PATIENCE);
    this.#keyboard?.stop();
  }
}
