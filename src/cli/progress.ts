import type { SingleBar } from 'cli-progress';
import type { Input } from '../input/discover.ts';
import { formatBytes } from '../wording/bytes.ts';
import type { Io } from './io.ts';

/** Small inputs are done before a bar could be read. */
const SHOWN_FROM = 32 * 2 ** 20;

/** How far reading has come, on stderr, when that is a terminal and there is something to wait for. */
export class Progress {
  readonly #bar: SingleBar | undefined;
  readonly #start: number;
  #before = 0;

  private constructor(bar: SingleBar | undefined) {
    this.#bar = bar;
    // Without a bar nobody asks: to load the clock takes longer than to read some hundred lines.
    this.#start = bar ? performance.now() : 0;
  }

  /** Shows nothing unless all sizes are known. */
  static async over(inputs: readonly Input[], io: Pick<Io, 'stderrIsTerminal'>): Promise<Progress> {
    const sizes = inputs.map((input) => (input.kind === 'file' ? input.size : NaN));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (!io.stderrIsTerminal || !(total >= SHOWN_FROM)) return new Progress(undefined);
    const { default: cliProgress } = await import('cli-progress');
    const bar = new cliProgress.SingleBar({
      format: '{bar} {percentage} %  {read} of {size}  {rate}/s  {eta_formatted} left',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      fps: 8,
      etaBuffer: 50,
    });
    bar.start(total, 0, { read: '0 B', size: formatBytes(total), rate: '0 B' });
    return new Progress(bar);
  }

  /** So many raw bytes of the current input have been read. */
  at(bytes: number): void {
    if (!this.#bar) return;
    const read = this.#before + bytes;
    const seconds = (performance.now() - this.#start) / 1000;
    this.#bar.update(read, { read: formatBytes(read), rate: formatBytes(read / Math.max(seconds, 0.001)) });
  }

  /** The input has been read to its end. */
  done(input: Input): void {
    if (input.kind === 'file') this.#before += input.size;
  }

  /** Takes the bar away. */
  stop(): void {
    this.#bar?.stop();
  }
}
