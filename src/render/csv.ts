/** The ranking for spreadsheets: one line for each finding, figures plain (bytes, or counts), lines ended by CRLF. */
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { csvLine } from './csv-text.ts';
import { selectRows } from './rows.ts';
import type { Selection } from './rows.ts';

/** Headings and what stands under them. The headings are those of the JSON fields. */
const FIELDS: readonly (readonly [string, (finding: Finding, ranking: Ranking) => string | number | null])[] =
  [
    ['rank', ({ rank }) => rank],
    ['endpoint', ({ endpoint }) => endpoint],
    ['method', ({ method }) => method],
    ['route', ({ route }) => route],
    ['verdict', ({ verdict }) => verdict],
    ['confidence', ({ confidence }) => confidence],
    ['metric', (_, { metric }) => metric],
    ['unit', (_, { unit }) => unit],
    ['calls', ({ calls }) => calls],
    ['leakPerCall', ({ leakPerCall }) => leakPerCall.estimate],
    ['leakPerCallLow', ({ leakPerCall }) => leakPerCall.low],
    ['leakPerCallHigh', ({ leakPerCall }) => leakPerCall.high],
    ['detectable', ({ detectable }) => detectable],
    ['kept', ({ kept }) => kept.estimate],
    ['keptLow', ({ kept }) => kept.low],
    ['keptHigh', ({ kept }) => kept.high],
    ['share', ({ share }) => share],
    ['net', ({ net }) => net],
    ['growth', ({ growth }) => growth],
    ['shrink', ({ shrink }) => shrink],
    ['because', ({ because }) => because],
  ];

/** The findings as CSV, a line of headings first. */
export function renderCsv(ranking: Ranking, selection: Selection): string {
  const { shown } = selectRows(ranking.findings, selection);
  const lines = shown.map((finding) => csvLine(FIELDS.map(([, value]) => value(finding, ranking))));
  return csvLine(FIELDS.map(([heading]) => heading)) + lines.join('');
}
