/** The last line of the live screen: what keys do, or the filter as it is typed; and warnings that pass by. */
import { clipText, shortenMiddle } from '../fit.ts';
import { safeText } from '../safe-text.ts';
import type { Ink } from './ink.ts';
import { fitParts } from './styled.ts';
import type { LiveFigures, LiveUi } from './view.ts';
import { widthOf } from '../width.ts';

/** The keys that matter where the reader is; those that have no room are left out, from the last. */
export function footLine(ui: LiveUi, columns: number, ink: Ink): string {
  if (ui.isTyping) return typingLine(ui.filter, columns, ink);
  const keys: readonly (readonly [string, string])[] = ui.shows === 'ranking' ? listKeys(ui) : TEXT_KEYS;
  return fitParts(
    keys.map(([key, does]) => `${ink.strong(key)} ${ink.quiet(does)}`),
    '  ',
    columns,
  );
}

/** The latest warning in one line; empty for none. */
export function noticeLine({ notice }: LiveFigures, columns: number, ink: Ink): string {
  return notice === '' ? '' : ink.warning(shortenMiddle(`warning: ${clipText(safeText(notice))}`, columns));
}

const TEXT_KEYS = [
  ['Esc', 'back'],
  ['↑↓', 'scroll'],
  ['q', 'quit'],
] as const;

function listKeys({ isPaused }: LiveUi): readonly (readonly [string, string])[] {
  return [
    ['q', 'quit'],
    ['?', 'help'],
    ['↑↓ Enter', 'why'],
    ['s', 'sort'],
    ['/', 'filter'],
    ['w', 'window'],
    ['p', isPaused ? 'go on' : 'pause'],
  ];
}

function typingLine(filter: string, columns: number, ink: Ink): string {
  const hint = '  Enter keeps, Esc clears';
  const room = Math.max(4, columns - widthOf(hint) - 2);
  return `${ink.strong('/')}${shortenMiddle(safeText(filter), room)}${ink.chosen(' ')}${ink.quiet(hint)}`;
}
