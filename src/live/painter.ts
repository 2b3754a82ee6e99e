/** Frames to a terminal: only what changed, not too often, and only when the terminal has taken the frame before. */
import type { Outlet } from './outlet.ts';
import { screenUpdate } from './screen-update.ts';

/** Makes the frame of this moment; called only when it will be painted. */
export type Draw = () => { readonly lines: readonly string[]; readonly columns: number };

/** Milliseconds from one frame to the next: ten a second. */
const INTERVAL = 100;

/** Paints the latest frame; those that come too fast, or while the terminal is full, are never made. */
export class Painter {
  readonly #outlet: Pick<Outlet, 'isFull' | 'write'>;
  readonly #now: () => number;
  #draw: Draw | undefined;
  #shown: readonly string[] | undefined;
  #paintedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** `now` is a clock in milliseconds that never goes back. */
  constructor(outlet: Pick<Outlet, 'isFull' | 'write'>, now: () => number = () => performance.now()) {
    this.#outlet = outlet;
    this.#now = now;
  }

  /** Has `draw` painted as soon as it may be; a frame that was asked for before and not made yet is forgotten. */
  paint(draw: Draw): void {
    this.#draw = draw;
    this.wake();
  }

  /** What the screen shows is not known any more: the next frame is painted in full. */
  forget(): void {
    this.#shown = undefined;
  }

  /** Paints no more until `start`. */
  stop(): void {
    this.#isStopped = true;
    this.#draw = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Paints again, the first frame in full. */
  start(): void {
    this.#isStopped = false;
    this.forget();
  }

  /** Paints what was asked for, if the terminal can take it and it is time: to be called when it has drained. */
  wake(): void {
    if (this.#draw === undefined || this.#isStopped || this.#outlet.isFull || this.#timer !== undefined)
      return;
    const wait = this.#paintedAt + INTERVAL - this.#now();
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.wake();
      }, wait);
      this.#timer.unref();
      return;
    }
    const { lines, columns } = this.#draw();
    this.#draw = undefined;
    const update = screenUpdate(this.#shown, lines, columns);
    this.#shown = lines;
    this.#paintedAt = this.#now();
    if (update !== '') this.#outlet.write(update, () => this.wake());
  }
}
