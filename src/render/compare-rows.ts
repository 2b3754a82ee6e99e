/** Which endpoints a listing of changes shows, and what its cells say. */
import type { Compared, Comparison } from '../ranking/comparison.ts';
import { formatChange, formatInterval, formatShortAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatCounted, formatPercent } from '../wording/numbers.ts';
import { isKnownHog, KNOWN_MARK } from './acknowledged.ts';
import type { Finding } from '../ranking/ranking.ts';

/** The rows of a listing, and how many are left out. */
export interface ChangeRows {
  readonly shown: readonly Comparison[];
  readonly others: number;
}

const isBlamed = (finding: Finding | undefined): boolean =>
  finding?.verdict === 'leak' || finding?.verdict === 'suspect';

/** Those that any of the two sides blames; with `top` the first so many of all, 0 for all. */
export function selectChanges({ changes }: Compared, top: number | undefined): ChangeRows {
  const shown =
    top === undefined
      ? changes.filter(({ before, after }) => isBlamed(before) || isBlamed(after))
      : changes.slice(0, top === 0 ? changes.length : top);
  return { shown, others: changes.length - shown.length };
}

/** What is said of the rows left out; empty for none. */
export function othersNote({ others }: ChangeRows, { by }: Compared): string {
  const plural = by === 'status' ? 'statuses' : `${by}s`;
  return others === 0
    ? ''
    : `… and ${formatCounted(others, `other ${by}`, `other ${plural}`)} (--top 0 shows all)`;
}

/** `new`, `new?` where it is not sure, with a mark behind for a known hog. */
export function changeCell({ change, sure, endpoint }: Comparison, { acknowledged }: Compared): string {
  const word = change === 'new' && !sure ? 'new?' : change;
  return isKnownHog(endpoint, acknowledged) ? `${word}${KNOWN_MARK}` : word;
}

/** The leak per call of one side: `1.2 MiB`, `<420 B` where nothing was found; what could not be fitted is `?`, what was not called `–`. */
export function sizeCell(finding: Finding | undefined, measure: Measure): string {
  if (finding === undefined) return '–';
  if (finding.detectable === null) return '?';
  if (isBlamed(finding)) return formatShortAmount(finding.leakPerCall.estimate, measure);
  return `<${formatShortAmount(finding.leakPerCall.high, measure)}`;
}

/** The difference with its sign; empty where it is not known. */
export function differenceCell({ difference }: Comparison, measure: Measure): string {
  return difference === null ? '' : signed(difference.estimate, measure);
}

/** Both ends of the difference, with signs; empty where it is not known. */
export function rangeCell({ difference }: Comparison, measure: Measure): string {
  if (difference === null) return '';
  return `${signed(difference.low, measure)} to ${signed(difference.high, measure)}`;
}

/** The chance that it is none; empty where it is not known. */
export function chanceCell({ difference, chance }: Comparison): string {
  return difference === null ? '' : formatPercent(chance);
}

function signed(value: number, measure: Measure): string {
  if (measure.unit === 'bytes') return formatChange(value, measure);
  const text = formatShortAmount(value, measure);
  return value > 0 && text !== '0' ? `+${text}` : text;
}

/** The small print, in order: what both sides were, and how the chances were reckoned. */
export function compareNotes(
  compared: Compared,
): readonly { readonly label: string; readonly text: string }[] {
  const { before, after, tested, level, by } = compared;
  const many = formatCounted(tested, by, by === 'status' ? 'statuses' : `${by}s`);
  return [
    { label: 'before', text: sideNote(before, compared) },
    { label: 'after', text: sideNote(after, compared) },
    {
      label: 'chance',
      text:
        tested === 0
          ? 'none is reckoned: no endpoint is known well enough both before and after'
          : `how often so large a difference comes up, among ${many} compared, where nothing has changed (Holm); up to ${formatPercent(level)} counts as sure`,
    },
  ];
}

function sideNote({ inputs, requests, workers, growth, span }: Compared['before'], measure: Measure): string {
  const names = inputs.length > 2 ? `${inputs[0]!} and ${inputs.length - 1} more` : inputs.join(', ');
  const rate = growth.perRequest ?? growth.perHour;
  const per = growth.perRequest === null ? 'hour' : 'request';
  const grows = rate === null ? '' : `; a worker grows by ${formatInterval(rate, measure)} per ${per}`;
  const when = span.from === null ? '' : ` from ${span.from.replace('T', ' ')}`;
  return `${names}: ${formatCounted(requests, 'request')} of ${formatCounted(workers, 'worker')}${when}${grows}`;
}
