/** Keys of the terminal, read from it and not from stdin, through which the log may come. */
import { closeSync, openSync } from 'node:fs';
import { emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import type { Key } from './keys.ts';

/** An escape that nothing follows for so long is the key Esc, and not the start of an arrow. Milliseconds. */
const ESCAPE_PATIENCE = 60;

const ESCAPE = '\u001b';

/** Keys one by one, without echo, while it is on. */
export class Keyboard {
  readonly #source: ReadStream;
  readonly #onKey: (key: Key) => void;
  readonly #decoder = new PassThrough();
  #timer: NodeJS.Timeout | undefined;

  /** Off at first. */
  constructor(source: ReadStream, onKey: (key: Key) => void) {
    this.#source = source;
    this.#onKey = onKey;
    emitKeypressEvents(this.#decoder);
    this.#decoder.on('keypress', (_text: unknown, { name, sequence = '', ctrl = false }: RawKey) =>
      onKey({ name, sequence, ctrl }),
    );
    source.on('data', (bytes: Buffer) => this.#take(bytes));
    // A terminal that hangs up: the signal for that comes by itself.
    source.on('error', () => undefined);
    source.pause();
  }

  /** Takes keys. */
  start(): void {
    this.#source.setRawMode(true);
    this.#source.resume();
  }

  /** Takes none, and leaves the terminal's settings as they were. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#source.pause();
    if (!this.#source.destroyed) this.#source.setRawMode(false);
  }

  /** For good. */
  close(): void {
    this.stop();
    this.#source.destroy();
  }

  /** Node waits half a second for what may follow an escape: too long for a key that is pressed to get back. */
  #take(bytes: Buffer): void {
    const isPending = this.#timer !== undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = isPending ? Buffer.concat([Buffer.from(ESCAPE), bytes]) : bytes;
    if (all.length > 1 || all[0] !== ESCAPE.charCodeAt(0)) {
      this.#decoder.write(all);
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#onKey({ name: 'escape', sequence: ESCAPE, ctrl: false });
    }, ESCAPE_PATIENCE);
  }
}

/** A key as readline tells of it. */
interface RawKey {
  readonly name: string | undefined;
  readonly sequence?: string;
  readonly ctrl?: boolean;
}

/** The keys of the controlling terminal, or of stdin where that is a terminal; undefined where there are none. */
export function openKeyboard(onKey: (key: Key) => void): Keyboard | undefined {
  const descriptor = terminalDescriptor();
  if (descriptor === undefined) return undefined;
  try {
    return new Keyboard(new ReadStream(descriptor), onKey);
  } catch {
    if (descriptor > 2) closeSync(descriptor);
    return undefined;
  }
}

function terminalDescriptor(): number | undefined {
  try {
    return openSync('/dev/tty', 'r');
  } catch {
    return isatty(0) ? 0 : undefined;
  }
}
