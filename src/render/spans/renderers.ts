/** The forms of `--output` of a listing of parts. */
import type { SpanRanking } from '../../ranking/span-ranking.ts';
import type { RenderOptions } from '../table.ts';
import { renderSpanCsv, renderSpanJson } from './data.ts';
import { renderSpanMarkdown } from './markdown.ts';
import { renderSpanTable } from './table.ts';

/** The renderers by name. A page shows parts at their endpoints and has no listing of them. */
export const SPAN_RENDERERS: ReadonlyMap<string, (ranking: SpanRanking, options: RenderOptions) => string> =
  new Map<string, (ranking: SpanRanking, options: RenderOptions) => string>([
    ['table', renderSpanTable],
    ['json', renderSpanJson],
    ['csv', renderSpanCsv],
    ['markdown', renderSpanMarkdown],
  ]);
