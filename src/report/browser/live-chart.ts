/** A chart of the page that answers to the pointer and follows what the reader chooses. */
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { ChartName, LiveData } from '../live-data.ts';
import { callRows, deltaRows, heatRows, keptRows, rankingRows, workerRows } from '../rows.ts';
import type { ChartRows } from '../rows.ts';
import { callsReach, keptReach, workersReach } from '../y-range.ts';
import type { Reach } from '../y-range.ts';
import { element } from './element.ts';
import type { Choice, State } from './state.ts';
import type { Tip } from './tip.ts';

/** Marks shorter than this part of what is shown are slips of the hand. */
const LEAST_STRETCH = 0.004;

/** Takes the place of the drawing in a figure. */
export class LiveChart {
  readonly #view: View;
  readonly #name: ChartName;
  readonly #live: LiveData;
  readonly #endpoint: number;
  readonly #signals: ReadonlySet<string>;
  #hidden: ReadonlySet<number> | undefined;
  #picked: number | undefined;

  constructor(figure: HTMLElement, name: ChartName, live: LiveData, state: State, tip: Tip) {
    this.#name = name;
    this.#live = live;
    this.#signals = signalsOf(live.charts[name]);
    this.#endpoint = Number(figure.dataset['endpoint'] ?? -1);
    const canvas = figure.querySelector<HTMLElement>('.canvas')!;
    const holder = element('div', { class: 'live-chart', 'aria-hidden': 'true' });
    // Without `unsafe-eval` in the policy, expressions are walked through, not compiled.
    this.#view = new View(parse(live.charts[name], undefined, { ast: true }), {
      renderer: 'svg',
      container: holder,
      expr: expressionInterpreter,
      tooltip: (_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) =>
        tip.show(event.clientX, event.clientY, value),
    });
    this.#view.width(canvas.clientWidth);
    for (const [table, rows] of Object.entries(this.#rows(state.choice))) this.#view.data(table, [...rows]);
    state.follow((choice) => this.#follow(choice));
    canvas.replaceChildren(holder);
    this.#hearPicks(state);
    if (this.#signals.has('stretch')) this.#hearStretches(state);
    let width = canvas.clientWidth;
    new ResizeObserver(() => {
      if (canvas.clientWidth === width || canvas.clientWidth === 0) return;
      width = canvas.clientWidth;
      this.#view.width(width);
      this.#run();
    }).observe(canvas);
    canvas.addEventListener('pointerleave', () => tip.hide());
  }

  #rows(choice: Choice): ChartRows {
    const { data } = this.#live;
    switch (this.#name) {
      case 'ranking':
        return rankingRows(data);
      case 'workers':
        return workerRows(data, choice.hidden, choice.picked);
      case 'kept':
        return keptRows(data, this.#endpoint);
      case 'calls':
        return callRows(data, this.#endpoint);
      case 'deltas':
        return deltaRows(data, this.#endpoint);
      case 'heat':
        return heatRows(data);
    }
  }

  /** How far the vertical axis reaches for what is shown; undefined where that never changes. */
  #reach(choice: Choice): Reach | undefined {
    const { data } = this.#live;
    switch (this.#name) {
      case 'workers':
        return workersReach(data, choice);
      case 'kept':
        return keptReach(data, this.#endpoint, choice);
      case 'calls':
        return callsReach(data, this.#endpoint, choice);
      default:
        return undefined;
    }
  }

  #follow(choice: Choice): void {
    const { endpoints } = this.#live.data;
    const reach = this.#reach(choice);
    if (reach) {
      this.#signal('bottom', reach.low);
      this.#signal('top', reach.high);
    }
    this.#signal('from', choice.from);
    this.#signal('to', choice.to);
    this.#signal('picked', endpoints[choice.picked]?.name ?? '');
    if (this.#name === 'workers' && (choice.hidden !== this.#hidden || choice.picked !== this.#picked)) {
      for (const [table, rows] of Object.entries(this.#rows(choice))) this.#view.data(table, [...rows]);
      this.#hidden = choice.hidden;
      this.#picked = choice.picked;
    }
    this.#run();
  }

  /** Sets a signal that this chart may not have. */
  #signal(name: string, value: number | string): void {
    if (this.#signals.has(name)) this.#view.signal(name, value);
  }

  #run(): void {
    void this.#view.runAsync();
  }

  #hearPicks(state: State): void {
    if (this.#name !== 'ranking' && this.#name !== 'heat') return;
    this.#view.addEventListener('click', (_event, item) => {
      const datum: unknown = item?.datum;
      if (typeof datum !== 'object' || datum === null || !('name' in datum)) return;
      const picked = this.#live.data.endpoints.findIndex(({ name }) => name === datum.name);
      if (picked >= 0) state.set({ picked });
    });
  }

  #hearStretches(state: State): void {
    let marked: unknown;
    this.#view.addSignalListener('stretch_at', (_name, value: unknown) => (marked = value));
    window.addEventListener('pointerup', () => {
      const stretch = Array.isArray(marked) ? marked.map(Number).sort((a, b) => a - b) : [];
      marked = undefined;
      void this.#zoomTo(stretch, state);
    });
  }

  /** The mark goes first: it would follow the axis to its new place. */
  async #zoomTo([from, to]: readonly number[], state: State): Promise<void> {
    if (from === undefined || to === undefined) return;
    await this.#view.signal('stretch_x', [0, 0]).runAsync();
    const { choice } = state;
    if (to - from > LEAST_STRETCH * (choice.to - choice.from))
      state.set({ from: Math.max(from, choice.from), to: Math.min(to, choice.to) });
  }
}

/** Names of the signals of a chart that stand at its top. */
function signalsOf({ signals }: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  if (!Array.isArray(signals)) return new Set();
  return new Set(
    signals.flatMap((signal: unknown) =>
      typeof signal === 'object' && signal !== null && 'name' in signal && typeof signal.name === 'string'
        ? [signal.name]
        : [],
    ),
  );
}
