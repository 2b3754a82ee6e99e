/** The evidence of one finding in sentences: stretches over which the floor rose, and single requests. */
import type { Evidence } from '../ranking/ranking.ts';
import { formatAmount, formatChange } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatMoment, formatPeriod } from '../wording/moment.ts';
import { formatCounted } from '../wording/numbers.ts';

/** One piece of evidence: when and where, then what. As the log has it, not yet safe to print. */
export interface EvidenceText {
  readonly where: string;
  readonly what: string;
}

/** What a stretch or a request shows. */
export function evidenceText(evidence: Evidence, measure: Measure): EvidenceText {
  const { before, after, worker, from, to, calls, source, offset } = evidence;
  const change = `${formatAmount(before, measure)} → ${formatAmount(after, measure)}`;
  const moved = `${change} (${formatChange(after - before, measure)})`;
  if (evidence.kind === 'span') {
    const each = calls > 0 ? `, ${formatChange((after - before) / calls, measure)} for each` : '';
    return {
      where: `${worker}, ${formatPeriod(from, to)}`,
      what: `${moved} over ${formatCounted(calls, 'call')}${each}`,
    };
  }
  const place = source === undefined ? '' : `, ${source}${offset === undefined ? '' : `:${offset}`}`;
  return { where: `${worker}, ${formatMoment(from)}`, what: `${moved}${place}` };
}
