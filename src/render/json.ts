/** The ranking as JSON, described by schema/ranking.schema.json. Always whole: `--top` and `--min-calls` do not reach here. */
import type {
  Acknowledged,
  CodeTrace,
  EndpointParts,
  Finding,
  Interval,
  Limit,
  Ranking,
  Reach,
  ReasonCount,
} from '../ranking/ranking.ts';

/** What JSON allows bare and a terminal or an HTML page does not take as text. JSON.stringify has dealt with C0 and lone surrogates. */
const NOT_INERT = /[<\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The ranking as indented JSON that is inert in a terminal and within a `script` element. Keys stand in the order of the types. Ends with a newline. */
export function renderJson(ranking: Ranking): string {
  return `${inertJson(JSON.stringify(inOrder(ranking), null, 2))}\n`;
}

/** The same on one line, for streams of rankings. */
export function renderJsonLine(ranking: Ranking): string {
  return `${inertJson(JSON.stringify(inOrder(ranking)))}\n`;
}

/** JSON text with `<` and every character that would act or hide written as an escape; it parses to the same value. */
export function inertJson(json: string): string {
  return json.replace(NOT_INERT, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const code = character.charCodeAt(index).toString(16);
      return `\\u${code.padStart(4, '0')}`;
    }).join(''),
  );
}

function inOrder(ranking: Ranking): object {
  const { growth, limit, coverage, workers, span, answer } = ranking;
  return {
    ...pick(ranking, ['schema', 'metric', 'unit', 'by', 'inputs']),
    span: pick(span, ['from', 'to']),
    answer: pick(answer, ['kind', 'text']),
    growth: {
      ...pick(growth, ['perWorker', 'attributed']),
      perHour: growth.perHour && interval(growth.perHour),
      perRequest: growth.perRequest && interval(growth.perRequest),
    },
    limit: limit && { level: limit.level, workers: limit.workers.map(workerReach) },
    coverage: {
      ...pick(coverage, ['lines', 'requests', 'samples', 'readings', 'lifecycle']),
      ignored: coverage.ignored.map(reason),
      malformed: coverage.malformed.map(reason),
      formats: coverage.formats.map((one) => pick(one, ['format', 'lines'])),
    },
    workers: {
      ...pick(workers, ['count', 'lives', 'floor']),
      summaries: workers.summaries.map((life) =>
        pick(life, ['worker', 'requests', 'from', 'to', 'start', 'end', 'floorFrom', 'floorTo', 'ended']),
      ),
    },
    warnings: ranking.warnings.map((warning) => pick(warning, ['code', 'text'])),
    findings: ranking.findings.map(findingInOrder),
    ...(ranking.deploys
      ? { deploys: ranking.deploys.map((one) => pick(one, ['at', 'host', 'workers'])) }
      : {}),
    ...(ranking.acknowledged ? { acknowledged: acknowledgedInOrder(ranking.acknowledged) } : {}),
    ...(ranking.traces ? { traces: ranking.traces.map(traceInOrder) } : {}),
  };
}

/** Known hogs with their keys in order. */
export function acknowledgedInOrder(known: readonly Acknowledged[]): readonly object[] {
  return known.map((one) => pick(one, ['endpoint', 'until', 'note']));
}

/** A finding with its keys in order. */
export function findingInOrder(finding: Finding): object {
  return {
    ...pick(finding, ['rank', 'endpoint', 'method', 'route', 'calls', 'verdict', 'confidence', 'because']),
    leakPerCall: interval(finding.leakPerCall),
    detectable: finding.detectable,
    kept: interval(finding.kept),
    ...pick(finding, ['share', 'net', 'growth', 'shrink']),
    ...(finding.peak ? { peak: pick(finding.peak, ['median', 'p99', 'max']) } : {}),
    floor: finding.floor,
    evidence: finding.evidence.map((evidence) =>
      pick(evidence, ['kind', 'from', 'to', 'worker', 'before', 'after', 'calls', 'source', 'offset']),
    ),
    ...pick(finding, ['paths']),
    ...(finding.code ? { code: finding.code.map(traceInOrder) } : {}),
    ...(finding.spans ? { spans: partsInOrder(finding.spans) } : {}),
  };
}

/** A trace with its keys in order. */
function traceInOrder(trace: CodeTrace): object {
  return {
    ...pick(trace, ['endpoint', 'worker', 'from', 'to', 'why', 'what', 'calls']),
    lines: trace.lines.map((one) =>
      pick(one, ['file', 'line', 'function', 'bytes', 'blocks', 'holder', 'stack']),
    ),
    holders: trace.holders.map((one) => pick(one, ['holder', 'type', 'items'])),
    types: trace.types.map((one) => pick(one, ['type', 'count', 'bytes'])),
    native: trace.native,
    heap: trace.heap.map((one) => pick(one, ['type', 'count', 'bytes'])),
    ...pick(trace, ['memray', 'deploy']),
  };
}

function partsInOrder({ sampled, mostKept, parts }: EndpointParts): object {
  return {
    sampled,
    mostKept: pick(mostKept, ['bytes', 'blocks']),
    parts: parts.map((one) => pick(one, ['name', 'sampled', 'times', 'blocks', 'bytes', 'fate'])),
  };
}

function workerReach({ worker, now, hours, requests, replacedAfter }: Limit['workers'][number]): object {
  const reach = { hours: hours && interval(hours), requests: requests && interval(requests) };
  return { worker, now, ...reach, ...(replacedAfter === undefined ? {} : { replacedAfter }) };
}

/** An interval with its keys in order. */
export function interval(value: Interval | Reach): object {
  return pick(value, ['estimate', 'low', 'high']);
}

function reason(value: ReasonCount): object {
  return pick(value, ['reason', 'count', 'example']);
}

/** The named fields of `value`, in the order named; JSON leaves out those that are undefined. */
function pick<T>(value: T, keys: readonly (keyof T & string)[]): object {
  return Object.fromEntries(keys.map((key) => [key, value[key]]));
}
