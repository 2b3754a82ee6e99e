/** Why an endpoint is said to have changed, or not: one sentence. */
import { formatAmount, formatChange } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatPercent } from '../wording/numbers.ts';
import type { Comparison } from './comparison.ts';

/** The sentence, without the name of the endpoint and without a full stop. */
export function becauseOf(row: Omit<Comparison, 'because'>, measure: Measure): string {
  const { before, after } = row;
  switch (row.change) {
    case 'new':
      return newBecause(row, measure);
    case 'worse':
    case 'better':
      return `${amountOf(row, measure)} per call now, ${formatAmount(before?.leakPerCall.estimate ?? 0, measure)} before; ${byChance(row)}`;
    case 'gone':
      return `it kept ${formatAmount(before?.leakPerCall.estimate ?? 0, measure)} per call before and is not blamed now: ${formatAmount(after?.detectable ?? 0, measure)} per call would have shown; ${byChance(row)}`;
    case 'same':
      return sameBecause(row, measure);
    case 'unknown':
      return unknownBecause(row);
  }
}

const amountOf = ({ after }: Pick<Comparison, 'after'>, measure: Measure): string =>
  formatAmount(after?.leakPerCall.estimate ?? 0, measure);

/** From here on a difference is as likely to come up by chance as not. */
const EVEN = 0.5;

const byChance = ({ chance }: Pick<Comparison, 'chance'>): string =>
  chance >= EVEN
    ? 'among so many endpoints it cannot be told from chance'
    : `among so many endpoints chance alone would show as much in ${formatPercent(chance)} of comparisons`;

function newBecause(row: Omit<Comparison, 'because'>, measure: Measure): string {
  const { before, sure } = row;
  const keeps = `it keeps about ${amountOf(row, measure)} per call`;
  if (before === undefined)
    return `${keeps} and was not called before${sure ? '' : ': whether it is new cannot be told'}`;
  if (before.detectable === null) return `${keeps}, but the log before says too little about it to compare`;
  if (!sure) return `${keeps} and was not blamed before, but the difference is not sure: ${byChance(row)}`;
  return `${keeps}; before nothing showed, and ${formatAmount(before.detectable, measure)} per call would have; ${byChance(row)}`;
}

function sameBecause({ after, difference }: Omit<Comparison, 'because'>, measure: Measure): string {
  const isBlamed = after?.verdict === 'leak' || after?.verdict === 'suspect';
  if (!isBlamed || difference === null) return 'not blamed, before or after';
  const range = `${formatChange(difference.low, measure)} to ${formatChange(difference.high, measure)}`;
  return `it keeps ${formatAmount(after.leakPerCall.estimate, measure)} per call, and did before: no sure difference (${range})`;
}

function unknownBecause(row: Omit<Comparison, 'because'>): string {
  const { before, after } = row;
  if (after === undefined) return 'it was not called after';
  if (before === undefined) return 'it was not called before';
  if (after.detectable === null) return `the log after says too little about it: ${after.because}`;
  if (before.detectable === null) return `the log before says too little about it: ${before.because}`;
  return `it is no longer blamed, but that may be so by chance: ${byChance(row)}`;
}
