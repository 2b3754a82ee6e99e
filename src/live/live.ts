/**
 * A live run: reads, ranks and shows, each at its own pace, until the input ends or somebody says stop.
 *
 *     input -> reading -> (rank cycle) -> state -> screen, lines, metrics, alarms, saved profile
 */
import type { Ranking } from '../ranking/ranking.ts';
import { summaryLine } from '../render/live/summary-line.ts';
import type { WorkerRow } from '../render/live/view.ts';
import { Alarm } from './alarm.ts';
import type { AlarmOptions } from './alarm.ts';
import type { LiveInput } from './live-input.ts';
import { MetricsServer } from './metrics.ts';
import type { MetricsAddress } from './metrics.ts';
import { Notices } from './notices.ts';
import { RankCycle } from './rank-cycle.ts';
import type { LiveSpan, Ranked } from './rank-cycle.ts';
import { Ranker } from './ranker.ts';
import type { RankWishes } from './rank-request.ts';
import type { LiveReading } from './reading.ts';
import { Saver } from './saver.ts';
import type { SavedPositions } from './saver.ts';
import { Screen } from './screen.ts';
import { SpeedMeter } from './speed-meter.ts';
import type { LiveState } from './state.ts';
import { withLevels, workerRows } from './worker-rows.ts';
import type { PlacedRow } from './worker-rows.ts';

/** How often the state is looked at, milliseconds: as often as a screen is painted at most. */
const TICK = 100;

/** While nothing is read only the lag and the speed change: then the screen shows them so often, milliseconds. */
const STILL = 1000;

/** So many lines without one reading are trouble. */
const TELLING_LINES = 20;

/** How often the profile is saved, milliseconds; so much later when the first part of a line waits for the rest. */
const SAVE_EVERY = 60_000;
const SAVE_LATER = 10_000;

/** What a live run does besides reading. */
export interface LiveOptions {
  readonly wishes: RankWishes;
  readonly limit: number | null;
  /** What the history is that the run began with, and the profiles it came from; empty for none. */
  readonly historyNote: string;
  readonly historyNames: readonly string[];
  /** A screen, a line at each interval, a ranking at each interval, or nothing before the end. */
  readonly view: 'screen' | 'lines' | 'rankings' | 'nothing';
  readonly color: boolean;
  readonly windowLabel: string;
  /** Milliseconds between lines or rankings. */
  readonly interval: number;
  readonly alarm: Omit<AlarmOptions, 'onFailure'> | undefined;
  readonly metrics: MetricsAddress | undefined;
  /** Where to save, and what of it was read when the run began. */
  readonly save: { readonly path: string; readonly before: SavedPositions | undefined } | undefined;
  /** Adds what only the caller knows (known hogs). */
  readonly finish: (ranking: Ranking) => Ranking;
  /** Wall clock as ISO 8601 without zone. */
  readonly clock: () => string;
  /** Results: lines and rankings. */
  readonly print: (text: string) => void;
  readonly renderRanking: (ranking: Ranking) => string;
  /** Says why what was read so far is of no use, in a sentence. */
  readonly trouble: () => string;
  /** Gets warnings; while the screen is shown they are held back until its end. */
  readonly warn: (text: string) => void;
}

/**
 * Runs until `input` ends or `stop` is aborted; then everything has been given back, saved and closed. Gives back whether it
 * could be saved in the end; why not is a warning, as what was found can still be shown.
 */
export async function runLive(
  input: LiveInput,
  reading: LiveReading,
  options: LiveOptions,
  stop: AbortController,
): Promise<boolean> {
  const run = new LiveRun(input, reading, options, stop);
  return run.run();
}

class LiveRun {
  readonly #input: LiveInput;
  readonly #reading: LiveReading;
  readonly #options: LiveOptions;
  readonly #stop: AbortController;
  readonly #ranker: Ranker;
  readonly #cycle: RankCycle;
  readonly #speed = new SpeedMeter();
  readonly #alarm: Alarm | undefined;
  readonly #saver: Saver | undefined;
  /** The latest ranking of each span, with what only the caller knows. */
  readonly #finished = new Map<LiveSpan, Ranking>();
  #screen: Screen | undefined;
  /** When the screen was given a state, and how many lines that told of. */
  #shownAt = -Infinity;
  #shownLines = -1;
  #workers: { readonly of: Ranked; readonly rows: readonly PlacedRow[] } | undefined;
  #savedAt = performance.now();
  #saidAt = performance.now();
  #saidLines = -1;
  #troubled: { readonly lines: number; readonly text: string } | undefined;
  #failure: Error | undefined;
  readonly #notices: Notices;

  constructor(input: LiveInput, reading: LiveReading, options: LiveOptions, stop: AbortController) {
    this.#input = input;
    this.#reading = reading;
    this.#options = options;
    this.#stop = stop;
    this.#notices = new Notices(options.warn);
    this.#ranker = new Ranker(options.wishes);
    this.#cycle = new RankCycle(reading, this.#ranker, {
      spans: () => (this.#screen?.span === 'window' ? ['start', 'window'] : ['start']),
      onRanked: (span, ranked) => this.#onRanked(span, ranked),
      onFailure: (error) => this.#fail(error),
    });
    const onFailure = (text: string): void => this.#warn(text);
    this.#alarm = options.alarm && new Alarm({ ...options.alarm, onFailure });
    this.#saver = options.save && new Saver(options.save.path, options.save.before);
  }

  async run(): Promise<boolean> {
    const { view, color, windowLabel, limit } = this.#options;
    const metrics = this.#options.metrics && new MetricsServer(this.#options.metrics, () => this.#state());
    await metrics?.listen();
    if (view === 'screen')
      this.#screen = Screen.open({ color, windowLabel, limit, onQuit: (all) => this.#quit(all) });
    if (this.#screen) this.#notices.hold();
    const timer = setInterval(() => this.#tick(), TICK);
    try {
      await this.#input.run(this.#reading, this.#stop.signal, {
        onWarning: ({ text }) => this.#warn(text),
        onRead: () => this.#cycle.wake(),
      });
      if (this.#failure) throw this.#failure;
      this.#reading.end();
    } finally {
      clearInterval(timer);
      this.#cycle.close();
      this.#screen?.close();
      this.#screen = undefined;
      metrics?.close();
      this.#notices.release();
      this.#alarm?.close();
      await this.#ranker.close();
    }
    try {
      await this.#save();
      return true;
    } catch (error) {
      this.#warn(notSaved(error, 'name another place after --save'));
      return false;
    }
  }

  #quit(all: boolean): void {
    this.#stop.abort();
    // What feeds the pipe (kubectl logs -f) may not notice for hours that nobody reads it.
    if (all) process.kill(0, 'SIGINT');
  }

  #tick(): void {
    const now = performance.now();
    this.#speed.see(this.#reading.counts.lines, now);
    this.#cycle.wake();
    const isStill = this.#reading.counts.lines === this.#shownLines;
    if (!isStill || now - this.#shownAt >= STILL) this.#show(now);
    const isInterval = now - this.#saidAt >= this.#options.interval;
    if (isInterval && !this.#screen) {
      this.#saidAt = now;
      this.#say();
    }
    const due = this.#reading.isWaiting ? SAVE_EVERY + SAVE_LATER : SAVE_EVERY;
    if (this.#saver && now - this.#savedAt >= due) {
      this.#savedAt = now;
      void this.#save().catch((error: unknown) =>
        this.#warn(notSaved(error, 'it will be tried again in a minute')),
      );
    }
  }

  #onRanked(span: LiveSpan, { ranking }: Ranked): void {
    const finished = this.#options.finish(ranking);
    const now = performance.now();
    this.#finished.set(span, finished);
    this.#show(now);
    if (span === 'start') this.#alarm?.see(finished, now);
  }

  #show(now: number): void {
    if (!this.#screen) return;
    this.#shownAt = now;
    this.#shownLines = this.#reading.counts.lines;
    this.#screen.show(this.#state());
  }

  /** One line, or one ranking, for those who watch no screen; nothing where nothing was read since. */
  #say(): void {
    const { view, print, renderRanking, clock } = this.#options;
    const { lines } = this.#reading.counts;
    const state = this.#state();
    if (view === 'rankings') {
      if (!state.ranking || lines === this.#saidLines) return;
      print(renderRanking(state.ranking));
    } else if (view !== 'nothing') print(summaryLine(clock(), state.figures, state.workers, state.ranking));
    this.#saidLines = lines;
  }

  #state(): LiveState {
    const { counts, newest } = this.#reading;
    const { historyNote } = this.#options;
    const ranked = this.#cycle.latest.get('start');
    const meant = counts.requests + counts.malformed;
    return {
      figures: {
        lines: counts.lines,
        requests: counts.requests,
        linesPerSecond: this.#speed.perSecond,
        lagSeconds: newest.lag(),
        readPercent: meant === 0 ? null : (100 * counts.requests) / meant,
        inputs: [...this.#options.historyNames, ...this.#input.names],
        since: ranked?.ranking.span.from ?? null,
        historyNote,
        rankedLines: ranked?.lines ?? 0,
        notice: this.#notices.latest(performance.now()),
        trouble: ranked || counts.readings > 0 ? '' : this.#trouble(),
        // The screen is closed before the end is shown on it.
        isEnded: false,
      },
      workers: this.#rows(ranked),
      ranking: this.#finished.get('start'),
      windowRanking: this.#finished.get('window'),
    };
  }

  /** Looked for anew only when more has come. */
  #trouble(): string {
    const { lines } = this.#reading.counts;
    if (lines < TELLING_LINES) return '';
    if (this.#troubled === undefined || lines >= 2 * this.#troubled.lines)
      this.#troubled = { lines, text: this.#options.trouble() };
    return this.#troubled.text;
  }

  #rows(ranked: Ranked | undefined): readonly WorkerRow[] {
    if (!ranked) return [];
    if (this.#workers?.of !== ranked)
      this.#workers = { of: ranked, rows: workerRows(ranked.profile, ranked.ranking, this.#options.limit) };
    return withLevels(this.#workers.rows, this.#reading.levels);
  }

  async #save(): Promise<void> {
    // What is there is worth more than nothing.
    if (this.#reading.counts.lines === 0 && !this.#reading.hasHistory) return;
    const looked = Date.now();
    await this.#saver?.save(this.#reading.profile(), this.#input.positions(), looked);
  }

  #warn(text: string): void {
    const now = performance.now();
    this.#notices.warn(text, now);
    this.#show(now);
  }

  #fail(error: Error): void {
    if (this.#stop.signal.aborted) return;
    this.#failure = error;
    this.#stop.abort();
  }
}

const notSaved = (error: unknown, then: string): string =>
  `the profile could not be saved (${error instanceof Error ? error.message : String(error)}); ${then}`;
