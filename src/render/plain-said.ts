/** Sentences with names for a terminal. */
import { saidWith } from '../wording/said.ts';
import type { Said } from '../wording/said.ts';
import { clipText, shortenMiddle } from './fit.ts';
import { safeText } from './safe-text.ts';

/** Longer names are cut in the middle: the head and the tail tell a file. */
const LONGEST_NAME = 160;

const asCode = (name: string): string => `\`${shortenMiddle(safeText(clipText(name)), LONGEST_NAME)}\``;

/** The sentence as plain text, its names safe to print and between backquotes. */
export function plainSaid(said: Said): string {
  return saidWith(said, asCode, safeText);
}
