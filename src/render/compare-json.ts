/** A comparison as JSON, described by schema/compare.schema.json. Always whole: `--top` does not reach here. */
import type { Compared, Comparison, Side } from '../ranking/comparison.ts';
import type { Finding } from '../ranking/ranking.ts';
import { isKnownHog } from './acknowledged.ts';
import { acknowledgedInOrder, inertJson, interval } from './json.ts';

/** The comparison as indented JSON that is inert in a terminal and within a `script` element. Ends with a newline. */
export function renderCompareJson(compared: Compared): string {
  const { schema, metric, unit, by, answer, before, after, tested, level, acknowledged, changes } = compared;
  const value = {
    schema,
    metric,
    unit,
    by,
    answer: { kind: answer.kind, text: answer.text },
    before: sideInOrder(before),
    after: sideInOrder(after),
    tested,
    level,
    acknowledged: acknowledgedInOrder(acknowledged),
    changes: changes.map((row) => changeInOrder(row, compared)),
  };
  return `${inertJson(JSON.stringify(value, null, 2))}\n`;
}

function sideInOrder({ inputs, span, requests, workers, growth, warnings }: Side): object {
  const { perWorker, attributed, perHour, perRequest } = growth;
  return {
    inputs,
    span: { from: span.from, to: span.to },
    requests,
    workers,
    growth: {
      perWorker,
      attributed,
      perHour: perHour && interval(perHour),
      perRequest: perRequest && interval(perRequest),
    },
    warnings: warnings.map(({ code, text }) => ({ code, text })),
  };
}

function changeInOrder(row: Comparison, { acknowledged }: Compared): object {
  const { endpoint, change, sure, because, before, after, difference, alone, chance } = row;
  const { method, route } = after ?? before ?? { method: '', route: '' };
  return {
    endpoint,
    method,
    route,
    change,
    sure,
    acknowledged: isKnownHog(endpoint, acknowledged),
    because,
    before: findingOf(before),
    after: findingOf(after),
    difference: difference && interval(difference),
    chance: difference && chance,
    alone: difference && alone,
  };
}

function findingOf(finding: Finding | undefined): object | null {
  if (finding === undefined) return null;
  const { calls, verdict, confidence, leakPerCall, detectable } = finding;
  return { calls, verdict, confidence, leakPerCall: interval(leakPerCall), detectable };
}
