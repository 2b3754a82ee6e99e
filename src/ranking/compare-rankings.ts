/** Two rankings side by side, and the one sentence that a reader in a hurry needs. */
import { formatAmount } from '../wording/amount.ts';
import { formatCounted } from '../wording/numbers.ts';
import { comparePairs, isFitted, SURE } from './compare.ts';
import type { Change, Compared, Comparison, Side } from './comparison.ts';
import type { Acknowledged, Ranking } from './ranking.ts';

/** Why two rankings cannot be compared, as sentences; empty if they can. */
export function whyNotComparable(before: Ranking, after: Ranking): readonly string[] {
  const reasons: string[] = [];
  if (before.metric !== after.metric)
    reasons.push(
      `one is ranked by ${before.metric}, the other by ${after.metric}: choose a figure that both have with --metric`,
    );
  else if (before.metric === 'peak')
    reasons.push('they hold peaks only, which say nothing of what is kept: there is no leak to compare');
  if (before.by !== after.by)
    reasons.push(`a row stands for one ${before.by} in one and one ${after.by} in the other`);
  return reasons;
}

/** What matters first. */
const ORDER: readonly Change[] = ['new', 'worse', 'better', 'gone', 'unknown', 'same'];

/**
 * Compares two rankings that `whyNotComparable` has nothing against. Known hogs of the later one are compared, and make
 * nothing worse. What changed comes first, sure before unsure, the larger leak first; ties by name.
 */
export function compareRankings(before: Ranking, after: Ranking): Compared {
  const earlier = new Map(before.findings.map((finding) => [finding.endpoint, finding]));
  const later = new Map(after.findings.map((finding) => [finding.endpoint, finding]));
  const pairs = [...new Set([...later.keys(), ...earlier.keys()])].map((endpoint) => ({
    endpoint,
    before: earlier.get(endpoint),
    after: later.get(endpoint),
  }));
  const changes = comparePairs(pairs, after).toSorted(inOrder);
  const names = new Set(pairs.map(({ endpoint }) => endpoint));
  const known = (after.acknowledged ?? []).filter(({ endpoint }) => names.has(endpoint));
  const tested = changes.filter((one) => isFitted(one.before) && isFitted(one.after)).length;
  return {
    schema: 'memhog.compare/1',
    metric: after.metric,
    unit: after.unit,
    by: after.by,
    answer: answerOf(changes, known, tested, after),
    before: sideOf(before),
    after: sideOf(after),
    tested,
    level: SURE,
    acknowledged: known,
    changes,
  };
}

/** Whether the comparison holds something new or worse that is sure and no known hog. */
export function isWorse({ changes, acknowledged }: Compared): boolean {
  return changes.some((one) => isRegression(one) && !isKnown(one, acknowledged));
}

const isKnown = ({ endpoint }: Comparison, known: readonly Acknowledged[]): boolean =>
  known.some((one) => one.endpoint === endpoint);

function isRegression({ change, sure }: Comparison): boolean {
  return sure && (change === 'new' || change === 'worse');
}

function inOrder(a: Comparison, b: Comparison): number {
  const size = ({ before, after }: Comparison): number =>
    Math.max(before?.leakPerCall.estimate ?? 0, after?.leakPerCall.estimate ?? 0);
  return (
    ORDER.indexOf(a.change) - ORDER.indexOf(b.change) ||
    Number(b.sure) - Number(a.sure) ||
    size(b) - size(a) ||
    (a.endpoint < b.endpoint ? -1 : 1)
  );
}

function sideOf({ inputs, span, coverage, workers, growth, warnings }: Ranking): Side {
  return { inputs, span, requests: coverage.requests, workers: workers.count, growth, warnings };
}

/** Names in one part of the answer; more are counted. */
const NAMED = 3;

function answerOf(
  changes: readonly Comparison[],
  known: readonly Acknowledged[],
  tested: number,
  measure: Ranking,
): Compared['answer'] {
  const open = changes.filter((one) => !isKnown(one, known));
  const part = (word: string, rows: readonly Comparison[]): string =>
    rows.length === 0 ? '' : `${word}: ${named(rows, measure)}.`;
  const of = (change: Change, sure: boolean): readonly Comparison[] =>
    open.filter((one) => one.change === change && one.sure === sure);
  const sure = [
    part('New', of('new', true)),
    part('Worse', of('worse', true)),
    part('Better', of('better', true)),
    part('Gone', of('gone', true)),
  ].filter((text) => text !== '');
  const perhaps = part('Perhaps new, but not sure', of('new', false));
  const kind = open.some(isRegression)
    ? 'worse'
    : sure.length > 0
      ? 'better'
      : tested === 0
        ? 'cannot-tell'
        : 'same';
  const knownSaid = knownChanges(changes, known, measure);
  const none =
    knownSaid !== ''
      ? 'Nothing changed surely but what is acknowledged.'
      : kind === 'cannot-tell'
        ? 'Cannot tell: no endpoint was called often enough, in a log long enough, both before and after.'
        : `No sure difference: of ${formatCounted(tested, measure.by, measure.by === 'status' ? 'statuses' : `${measure.by}s`)} compared none keeps surely more or less per call.`;
  const said = [
    ...(sure.length > 0 ? sure : [none]),
    perhaps,
    knownSaid,
    advice(kind, perhaps !== '', open.filter(isRegression).length),
  ];
  return { kind, text: said.filter((text) => text !== '').join(' ') };
}

/** What has surely changed among the known hogs; empty for nothing. */
function knownChanges(
  changes: readonly Comparison[],
  known: readonly Acknowledged[],
  measure: Ranking,
): string {
  const rows = changes.filter((one) => isKnown(one, known) && one.sure);
  if (rows.length === 0) return '';
  const texts = rows
    .slice(0, NAMED)
    .map((row) => `${row.endpoint} is ${row.change} (${sizeSaid(row, measure)})`);
  const more = rows.length - texts.length;
  return `Acknowledged: ${texts.join(', ')}${more > 0 ? ` and ${formatCounted(more, 'other')}` : ''}.`;
}

/** What to do about it. */
function advice(kind: Compared['answer']['kind'], isDoubtful: boolean, worse: number): string {
  switch (kind) {
    case 'worse':
      return `Find out what changed in ${worse === 1 ? 'its' : 'their'} code before this goes live.`;
    case 'cannot-tell':
      return 'Compare longer logs.';
    case 'same':
    case 'better':
      return isDoubtful ? 'Longer logs would tell.' : 'Nothing speaks against the change.';
  }
}

function named(rows: readonly Comparison[], measure: Ranking): string {
  const shown = rows.slice(0, NAMED).map((row) => `${row.endpoint} (${sizeSaid(row, measure)})`);
  const more = rows.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${formatCounted(more, 'other')}` : ''}`;
}

function sizeSaid({ before, after, change }: Comparison, measure: Ranking): string {
  const amount = (finding: Comparison['after']): string =>
    formatAmount(finding?.leakPerCall.estimate ?? 0, measure);
  if (change === 'new') return `about ${amount(after)} per call`;
  if (change === 'gone') return `${amount(before)} per call before`;
  return `${amount(after)} per call, ${amount(before)} before`;
}
