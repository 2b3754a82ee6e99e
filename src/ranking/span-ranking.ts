/** Parts of requests (spans) ranked: what is large in passing, and what may be kept. */
import { formatAmount } from '../wording/amount.ts';
import { formatBytes } from '../wording/bytes.ts';
import { formatCounted } from '../wording/numbers.ts';
import type { Finding, Interval, MostKept, Ranking, SpanFate, SpanFigures, Verdict } from './ranking.ts';

/** One name of one endpoint. Figures are for each call of the endpoint. */
export interface SpanRow extends SpanFigures {
  readonly rank: number;
  readonly endpoint: string;
  readonly verdict: Verdict;
  readonly calls: number;
  /** What the endpoint keeps, in the unit of the ranking; null where no fit was possible. */
  readonly keeps: Interval | null;
  /** The most that the endpoint can have kept, in both units. */
  readonly mostKept: MostKept;
}

/** All parts; the JSON output is this object (schema/spans.schema.json), so a field is added here, never renamed. */
export interface SpanRanking extends Pick<Ranking, 'metric' | 'unit' | 'inputs' | 'span' | 'warnings'> {
  readonly schema: 'memhog.spans/1';
  readonly answer: string;
  /** Requests that were looked at. */
  readonly sampled: number;
  readonly rows: readonly SpanRow[];
}

const ORDER: readonly SpanFate[] = ['kept', 'passing', 'unknown', 'nothing'];

/** What may be kept first; then by the bytes, and the blocks, that all calls left. */
function bySize(a: Omit<SpanRow, 'rank'>, b: Omit<SpanRow, 'rank'>): number {
  return (
    ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate) ||
    b.bytes * b.calls - a.bytes * a.calls ||
    b.blocks * b.calls - a.blocks * a.calls
  );
}

const keptBy = ({ detectable, leakPerCall }: Finding): Interval | null =>
  detectable === null ? null : leakPerCall;

/** The parts of all rows of a ranking. Empty where the log has no spans. */
export function rankSpans(ranking: Ranking): SpanRanking {
  const { metric, unit, inputs, span, warnings, findings } = ranking;
  const rows = findings
    .flatMap((finding) => {
      const { endpoint, verdict, calls, spans } = finding;
      const keeps = keptBy(finding);
      if (!spans) return [];
      const { mostKept } = spans;
      return spans.parts.map((part) => ({ ...part, endpoint, verdict, calls, keeps, mostKept }));
    })
    .sort(bySize)
    .map((row, i): SpanRow => ({ ...row, rank: i + 1 }));
  const sampled = findings.reduce((sum, { spans }) => sum + (spans?.sampled ?? 0), 0);
  const answer = answerOf(rows, sampled, ranking);
  return { schema: 'memhog.spans/1', metric, unit, inputs, span, answer, sampled, rows, warnings };
}

function answerOf(rows: readonly SpanRow[], sampled: number, ranking: Ranking): string {
  const looked = `by ${formatCounted(sampled, 'request')} looked at`;
  const kept = rows.filter(({ fate }) => fate === 'kept');
  const [passing] = rows.filter(({ fate }) => fate === 'passing').sort((a, b) => b.bytes - a.bytes);
  const named = kept
    .slice(0, 3)
    .map((row) => `${row.name} in ${row.endpoint} (${leftBy(row, ranking)})`)
    .join(', ');
  const first =
    kept.length === 0
      ? 'No part stands out as what a leak keeps'
      : `${formatCounted(kept.length, 'part')} may leave what is kept: ${named}`;
  const second =
    passing === undefined
      ? ''
      : `; the largest in passing is ${passing.name} in ${passing.endpoint}, ${formatBytes(passing.bytes)} per call`;
  return `${first}${second}; ${looked}.`;
}

function leftBy({ bytes, blocks }: SpanRow, { unit, metric }: Ranking): string {
  return unit === 'bytes' ? formatBytes(bytes) : formatAmount(blocks, { unit, metric });
}
