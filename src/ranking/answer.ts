/** The one sentence that a reader in a hurry needs. */
import { formatAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import type { Finding, Ranking } from './ranking.ts';

/** Of the growth, findings must explain this part, else the culprit is still at large. */
const EXPLAINED = 0.3;

/** What the answer is made from. */
export interface AnswerCase {
  readonly measure: Measure;
  readonly findings: readonly Finding[];
  readonly fittable: boolean;
  /** Growth of the mean worker life after warm-up, the part explained, and what may be called no growth. */
  readonly perWorker: number;
  readonly attributed: number;
  readonly negligible: number;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

/** Makes the answer. */
export function answerOf(row: AnswerCase): Ranking['answer'] {
  const { findings, measure, perWorker } = row;
  const leaks = findings.filter(({ verdict }) => verdict === 'leak');
  const suspects = findings.filter(({ verdict }) => verdict === 'suspect');
  const grows = `${measure.metric.toUpperCase()} grows by ${formatAmount(perWorker, measure)} per worker after warm-up`;
  const name = ({ endpoint, leakPerCall }: Finding): string =>
    `${endpoint} (about ${formatAmount(leakPerCall.estimate, measure)} per call)`;
  const rest =
    perWorker > row.negligible && row.attributed < EXPLAINED * perWorker
      ? ` ${grows}; most of it is not explained yet.`
      : '';
  if (leaks.length > 0) {
    const also = suspects.length > 0 ? ` Suspect: ${list(suspects.map(name))}.` : '';
    return {
      kind: 'leaks',
      text: `${leaks.length === 1 ? 'One leak' : `${leaks.length} leaks`}: ${list(leaks.map(name))}.${also}${rest}`,
    };
  }
  if (suspects.length > 0)
    return { kind: 'leaks', text: `No certain leak; suspect: ${list(suspects.map(name))}.${rest}` };
  if (perWorker <= row.negligible && row.fittable) {
    return {
      kind: 'none',
      text: `No leak visible: ${measure.metric.toUpperCase()} grows by ${formatAmount(Math.max(0, perWorker), measure)} per worker after warm-up.`,
    };
  }
  if (!row.fittable) {
    return {
      kind: 'cannot-tell',
      text: `Cannot tell: the log is too short to follow its workers after their warm-up. Let it run longer, or give more of it.`,
    };
  }
  const first = findings
    .filter(
      ({ verdict, calls }) =>
        verdict !== 'steady' && calls > 0 && verdict !== 'bloat' && verdict !== 'warm-up',
    )
    .slice(0, 3);
  const where = first.length > 0 ? ` Look first at ${list(first.map(({ endpoint }) => endpoint))}.` : '';
  return { kind: 'cannot-tell', text: `Cannot tell: ${grows}, but no route can be singled out.${where}` };
}
