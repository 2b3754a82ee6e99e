/** Parts of requests as JSON (schema/spans.schema.json) and as CSV. */
import type { SpanRanking, SpanRow } from '../../ranking/span-ranking.ts';
import { csvLine } from '../csv-text.ts';
import { inertJson, interval } from '../json.ts';
import type { Selection } from '../rows.ts';
import { selectParts } from './cells.ts';

/** The listing as indented JSON that is inert in a terminal. Always whole. Ends with a newline. */
export function renderSpanJson(ranking: SpanRanking): string {
  const { schema, metric, unit, inputs, span, answer, sampled, warnings, rows } = ranking;
  const value = {
    ...{ schema, metric, unit, inputs },
    span: { from: span.from, to: span.to },
    ...{ answer, sampled },
    warnings: warnings.map(({ code, text }) => ({ code, text })),
    rows: rows.map(rowInOrder),
  };
  return `${inertJson(JSON.stringify(value, null, 2))}\n`;
}

function rowInOrder(row: SpanRow): object {
  const { rank, endpoint, verdict, calls, name, sampled, times, blocks, bytes, fate, keeps, mostKept } = row;
  const figures = { sampled, times, blocks, bytes, fate };
  const { bytes: mostBytes, blocks: mostBlocks } = mostKept;
  const most = { bytes: mostBytes, blocks: mostBlocks };
  return {
    rank,
    endpoint,
    verdict,
    calls,
    name,
    ...figures,
    keeps: keeps && interval(keeps),
    mostKept: most,
  };
}

/** Headings and what stands under them. The headings are those of the JSON fields. */
const FIELDS: readonly (readonly [string, (row: SpanRow, ranking: SpanRanking) => string | number | null])[] =
  [
    ['rank', ({ rank }) => rank],
    ['endpoint', ({ endpoint }) => endpoint],
    ['verdict', ({ verdict }) => verdict],
    ['calls', ({ calls }) => calls],
    ['name', ({ name }) => name],
    ['sampled', ({ sampled }) => sampled],
    ['times', ({ times }) => times],
    ['blocks', ({ blocks }) => blocks],
    ['bytes', ({ bytes }) => bytes],
    ['fate', ({ fate }) => fate],
    ['metric', (_, { metric }) => metric],
    ['unit', (_, { unit }) => unit],
    ['keeps', ({ keeps }) => keeps?.estimate ?? null],
    ['keepsLow', ({ keeps }) => keeps?.low ?? null],
    ['keepsHigh', ({ keeps }) => keeps?.high ?? null],
    ['mostBytesKept', ({ mostKept }) => mostKept.bytes],
    ['mostBlocksKept', ({ mostKept }) => mostKept.blocks],
  ];

/** The rows as CSV, a line of headings first. */
export function renderSpanCsv(ranking: SpanRanking, selection: Selection): string {
  const lines = selectParts(ranking, selection).shown.map((row) =>
    csvLine(FIELDS.map(([, value]) => value(row, ranking))),
  );
  return csvLine(FIELDS.map(([heading]) => heading)) + lines.join('');
}
