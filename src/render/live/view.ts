/** What the live screen shows, and how the reader has set it up. */
import type { Ranking } from '../../ranking/ranking.ts';
import type { SortKey } from '../rows.ts';

/** One worker as it is now. */
export interface WorkerRow {
  /** `pid 123`, with the host where there are several; as the log has it. */
  readonly name: string;
  /** Its last reading and its floor, bytes. */
  readonly now: number;
  readonly floor: number;
  /** Growth of the floor, bytes per hour; why that is not known yet, or ever, where it is not. */
  readonly perHour: number | 'too new' | 'no times';
  /** Hours until the floor reaches the limit: 0 when it has; null when it does not grow, its growth is not known, or there is no limit. */
  readonly hoursToLimit: number | null;
  /** How often it has been started anew. */
  readonly restarts: number;
  /** Whether it has ended and nothing took its place: then its figures are the last that were known. */
  readonly isGone: boolean;
}

/** How reading goes. */
export interface LiveFigures {
  readonly lines: number;
  readonly linesPerSecond: number;
  /** How far the newest time in the log is behind the clock, seconds; null when not known. */
  readonly lagSeconds: number | null;
  /** Request lines that were understood, of all of them, 0 to 100; null before the first. */
  readonly readPercent: number | null;
  readonly inputs: readonly string[];
  /** The oldest evidence, ISO 8601; null when the log has no times. */
  readonly since: string | null;
  /** What else the figures rest on, such as `with the profile of 2026-11-22`; empty for nothing. */
  readonly historyNote: string;
  /** Lines that the ranking since the start knows; 0 before there is one. */
  readonly rankedLines: number;
  /** A warning of the last seconds; empty for none. */
  readonly notice: string;
  /** Why there is no ranking although lines come, and what to do; empty for nothing. */
  readonly trouble: string;
  /** Whether the input has ended: nothing more will come. */
  readonly isEnded: boolean;
}

/** Where the kept memory of an endpoint has been going lately. */
export type Trend = 'up' | 'down' | 'flat';

/** All that one frame shows. */
export interface LiveView {
  readonly figures: LiveFigures;
  readonly workers: readonly WorkerRow[];
  /** Of the span chosen; undefined while there is not enough for one. */
  readonly ranking: Ranking | undefined;
  /** By endpoint; no arrow for those that are not in it. */
  readonly trends: ReadonlyMap<string, Trend>;
  readonly span: { readonly kind: 'start' } | { readonly kind: 'window'; readonly label: string };
  /** The level asked about, bytes per worker; null when none was. */
  readonly limit: number | null;
  readonly ui: LiveUi;
}

/** What the reader has set by keys. */
export interface LiveUi {
  readonly sort: SortKey;
  readonly isPaused: boolean;
  /** Only endpoints that hold this text, in any case of letters; empty for all. */
  readonly filter: string;
  /** Whether the filter is being typed. */
  readonly isTyping: boolean;
  /** Index of the chosen row among those listed. */
  readonly selected: number;
  /** The endpoint chosen by hand, which is followed as rows move; null while nobody chose. */
  readonly followed: string | null;
  readonly shows: 'ranking' | 'evidence' | 'help';
  /** First row or line in sight. */
  readonly offset: number;
}

/** Nothing set yet. */
export const FIRST_UI: LiveUi = {
  sort: 'rank',
  isPaused: false,
  filter: '',
  isTyping: false,
  selected: 0,
  followed: null,
  shows: 'ranking',
  offset: 0,
};

/** The terminal a frame is for. */
export interface LiveSize {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

/** What a frame holds that keys act on. */
export interface LiveContext {
  /** Endpoints listed, filtered and in order. */
  readonly names: readonly string[];
  /** Rows of the list, or lines of the text, that are in sight at once. At least 1. */
  readonly page: number;
  /** Lines of the text shown instead of the list; 0 for the list. */
  readonly lines: number;
}
