/** The live screen: state in, frames out, keys back. */
import { pressKey } from './keys.ts';
import type { Key } from './keys.ts';
import type { LiveSpan } from './rank-cycle.ts';
import type { LiveState } from './state.ts';
import { openTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { trendsOf } from './trends.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { liveContext, liveFrame } from '../render/live/frame.ts';
import { FIRST_UI } from '../render/live/view.ts';
import type { LiveSize, LiveUi, LiveView, Trend } from '../render/live/view.ts';

/** What the screen needs to know and whom it tells. */
export interface ScreenOptions {
  readonly color: boolean;
  /** What the window is called, such as `15m`. */
  readonly windowLabel: string;
  readonly limit: number | null;
  /** The reader, or a signal, asks to end; `all` programs of the pipe, as Ctrl-C does where no program reads keys. */
  readonly onQuit: (all: boolean) => void;
}

const isInterrupt = ({ ctrl, name }: Key): boolean => ctrl && name === 'c';

/** Shows states until it is closed. */
export class Screen {
  /** What the reader looks at: only that need be ranked. */
  span: LiveSpan = 'start';
  readonly #options: ScreenOptions;
  #terminal: Terminal | undefined;
  #state: LiveState | undefined;
  #ui: LiveUi = FIRST_UI;
  #trends: { readonly of: Ranking; readonly trends: ReadonlyMap<string, Trend> } | undefined;

  private constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Takes the terminal; undefined where stdout is none that can be written to without waiting. */
  static open(options: ScreenOptions): Screen | undefined {
    const screen = new Screen(options);
    const terminal = openTerminal({
      onKey: (key) => screen.#press(key),
      onRedraw: () => screen.#paint(),
      onEnd: () => options.onQuit(false),
    });
    if (!terminal) return undefined;
    screen.#terminal = terminal;
    terminal.open();
    return screen;
  }

  /** Shows `state`; while the reader has paused the picture, only remembers that there is a newer one. */
  show(state: LiveState): void {
    if (this.#ui.isPaused) return;
    this.#state = state;
    this.#paint();
  }

  /** Gives the terminal back. */
  close(): void {
    this.#terminal?.close();
  }

  #press(key: Key): void {
    const view = this.#view();
    const terminal = this.#terminal;
    if (!view || !terminal) {
      if (key.sequence === 'q' || isInterrupt(key)) this.#options.onQuit(isInterrupt(key));
      return;
    }
    const { ui, action } = pressKey(this.#ui, key, liveContext(view, this.#size(terminal)));
    this.#ui = ui;
    if (action === 'quit') this.#options.onQuit(isInterrupt(key));
    if (action === 'suspend') terminal.suspendAll();
    if (action === 'toggle-span') this.span = this.span === 'start' ? 'window' : 'start';
    if (action === 'redraw') terminal.forget();
    this.#paint();
  }

  #paint(): void {
    const terminal = this.#terminal;
    terminal?.paint(() => {
      const view = this.#view();
      return view ? liveFrame(view, this.#size(terminal)) : [];
    });
  }

  #size(terminal: Terminal): LiveSize {
    return { ...terminal.size, color: this.#options.color };
  }

  #view(): LiveView | undefined {
    const state = this.#state;
    if (!state) return undefined;
    const ranking = this.span === 'start' ? state.ranking : state.windowRanking;
    const { limit, windowLabel } = this.#options;
    return {
      figures: state.figures,
      workers: state.workers,
      ranking,
      trends: this.#trendsOf(ranking),
      span: this.span === 'start' ? { kind: 'start' } : { kind: 'window', label: windowLabel },
      limit,
      ui: this.#ui,
    };
  }

  #trendsOf(ranking: Ranking | undefined): ReadonlyMap<string, Trend> {
    if (!ranking) return new Map();
    if (this.#trends?.of !== ranking) this.#trends = { of: ranking, trends: trendsOf(ranking) };
    return this.#trends.trends;
  }
}
