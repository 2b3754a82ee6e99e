/** The formats of `--output`. A new one is a file beside this one and a line here. */
import type { Ranking } from '../ranking/ranking.ts';
import { renderCsv } from './csv.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTable } from './table.ts';
import type { RenderOptions } from './table.ts';

/** Text of a ranking: the same for the same arguments, and complete, its last newline included. */
export type Renderer = (ranking: Ranking, options: RenderOptions) => string;

/** The renderers by name, in the order they are offered. */
export const RENDERERS: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ['table', renderTable],
  ['json', renderJson],
  ['csv', renderCsv],
  ['markdown', renderMarkdown],
]);
