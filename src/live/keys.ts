/** What each key does. Pure: the screen's settings before, the key, the settings after. */
import { SORT_KEYS } from '../render/rows.ts';
import type { LiveContext, LiveUi } from '../render/live/view.ts';

/** A key as Node's readline names it. */
export interface Key {
  /** `up`, `return`, `a`; undefined for some signs. */
  readonly name: string | undefined;
  /** What the terminal sent. */
  readonly sequence: string;
  readonly ctrl: boolean;
}

/** What a key asks of those who hold the terminal and the figures. */
export type LiveAction = 'quit' | 'suspend' | 'toggle-span' | 'redraw';

/** The outcome of a key. */
export interface Pressed {
  readonly ui: LiveUi;
  readonly action?: LiveAction;
}

/** A longer filter matches nothing that a screen could show. */
const LONGEST_FILTER = 100;

/** The settings after `key`. */
export function pressKey(ui: LiveUi, key: Key, context: LiveContext): Pressed {
  const anywhere = key.ctrl ? CONTROL[key.name ?? ''] : undefined;
  if (anywhere !== undefined) return { ui, action: anywhere };
  const moved = MOVES[key.name ?? ''];
  if (moved !== undefined) return { ui: move(ui, moved, context) };
  if (ui.isTyping) return { ui: typed(ui, key) };
  if (key.sequence === 'q') return { ui, action: 'quit' };
  if (key.sequence === '?' || key.sequence === 'h') {
    return { ui: { ...ui, shows: ui.shows === 'help' ? 'ranking' : 'help', offset: 0 } };
  }
  if (key.name === 'escape') return { ui: back(ui) };
  const letter = LETTERS[key.sequence];
  if (letter !== undefined) return { ui: move(ui, letter, context) };
  return ui.shows === 'ranking' ? onList(ui, key, context) : { ui };
}

const CONTROL: Readonly<Record<string, LiveAction | undefined>> = { c: 'quit', z: 'suspend', l: 'redraw' };

type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

const MOVES: Readonly<Record<string, Move | undefined>> = {
  up: 'up',
  down: 'down',
  pageup: 'page-up',
  pagedown: 'page-down',
  home: 'first',
  end: 'last',
};

const LETTERS: Readonly<Record<string, Move | undefined>> = { k: 'up', j: 'down', g: 'first', G: 'last' };

function onList(ui: LiveUi, key: Key, context: LiveContext): Pressed {
  switch (key.name === 'return' || key.name === 'enter' ? 'enter' : key.sequence) {
    case 'enter':
      return { ui: openEvidence(ui, context) };
    case 's':
      return { ui: { ...ui, sort: nextSort(ui) } };
    case 'p':
    case ' ':
      return { ui: { ...ui, isPaused: !ui.isPaused } };
    case '/':
      return { ui: { ...ui, isTyping: true } };
    case 'w':
      return { ui, action: 'toggle-span' };
    default:
      return { ui };
  }
}

function nextSort({ sort }: LiveUi): LiveUi['sort'] {
  return SORT_KEYS[(SORT_KEYS.indexOf(sort) + 1) % SORT_KEYS.length] ?? 'rank';
}

/** Where the chosen endpoint stands now. */
function chosen({ selected, followed }: LiveUi, { names }: LiveContext): number {
  const place = followed === null ? -1 : names.indexOf(followed);
  return place >= 0 ? place : Math.max(0, Math.min(selected, names.length - 1));
}

/** From here on that endpoint stays chosen, so that what is read does not change under the reader's eyes. */
function openEvidence(ui: LiveUi, context: LiveContext): LiveUi {
  const selected = chosen(ui, context);
  const followed = context.names[selected];
  return followed === undefined ? ui : { ...ui, shows: 'evidence', selected, followed, offset: 0 };
}

/** Out of a text, then out of the filter, then out of the choice. */
function back(ui: LiveUi): LiveUi {
  if (ui.shows !== 'ranking') return { ...ui, shows: 'ranking', offset: 0 };
  if (ui.filter !== '') return withFilter(ui, '');
  return { ...ui, selected: 0, followed: null, offset: 0 };
}

function move(ui: LiveUi, to: Move, context: LiveContext): LiveUi {
  const { page } = context;
  const step = { up: -1, down: 1, 'page-up': -page, 'page-down': page, first: -Infinity, last: Infinity }[to];
  if (ui.shows !== 'ranking') return { ...ui, offset: within(ui.offset + step, context.lines - page) };
  const selected = within(chosen(ui, context) + step, context.names.length - 1);
  const offset = Math.max(selected - page + 1, Math.min(ui.offset, selected));
  return { ...ui, selected, followed: context.names[selected] ?? null, offset: Math.max(0, offset) };
}

function within(value: number, last: number): number {
  return Math.max(0, Math.min(value, last));
}

function typed(ui: LiveUi, key: Key): LiveUi {
  switch (key.name) {
    case 'return':
    case 'enter':
      return { ...ui, isTyping: false };
    case 'escape':
      return { ...withFilter(ui, ''), isTyping: false };
    case 'backspace':
      return withFilter(ui, Array.from(ui.filter).slice(0, -1).join(''));
  }
  if (key.ctrl) return key.name === 'u' ? withFilter(ui, '') : ui;
  const longer = ui.filter + key.sequence;
  const isText = key.sequence !== '' && !/\p{Cc}/u.test(key.sequence);
  return isText && longer.length <= LONGEST_FILTER ? withFilter(ui, longer) : ui;
}

/** Another filter, another list: its first row is chosen. */
function withFilter(ui: LiveUi, filter: string): LiveUi {
  return { ...ui, filter, selected: 0, followed: null, offset: 0 };
}
