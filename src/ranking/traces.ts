/** The traces of a profile: its lines put together again. */
import type { Profile, TraceLine } from '../profile/profile.ts';
import type { CodeHolder, CodeLine, CodeTrace, CodeType } from './code-trace.ts';
import { workerName } from './history.ts';
import type { DeploySummary } from './ranking.ts';
import { isoTime } from './summary.ts';

/** The fields of one line by name; a field that is not there is empty, or 0. */
class Told {
  readonly #fields: ReadonlyMap<string, string>;

  constructor({ fields }: TraceLine) {
    this.#fields = new Map(fields);
  }

  text(name: string): string {
    return this.#fields.get(name) ?? '';
  }

  /** A decimal; 0 for what is none. */
  number(name: string): number {
    const text = this.text(name);
    return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  }
}

function lineOf(told: Told): CodeLine {
  return {
    file: told.text('file'),
    line: told.number('line'),
    function: told.text('function'),
    bytes: told.number('bytes'),
    blocks: told.number('blocks'),
    holder: told.text('holder'),
    stack: told
      .text('stack')
      .split(';')
      .filter((frame) => frame !== ''),
  };
}

const holderOf = (told: Told): CodeHolder => ({
  holder: told.text('holder'),
  type: told.text('type'),
  items: told.number('items'),
});

const typeOf = (told: Told): CodeType => ({
  type: told.text('type'),
  count: told.number('count'),
  bytes: told.number('bytes'),
});

/** In the order in which they were told, which puts the application's own first; by size where none is told. */
function inPlace(a: Told, b: Told): number {
  return a.number('place') - b.number('place') || b.number('bytes') - a.number('bytes');
}

const later = (a: string | null, b: string | null): boolean => a !== null && b !== null && a > b;

/** One trace from its lines, of which there is at least one. */
function traceOf(
  lines: readonly TraceLine[],
  profile: Profile,
  deploys: readonly DeploySummary[],
): CodeTrace {
  const [first] = lines;
  const of = (kind: string): Told[] => lines.filter((one) => one.kind === kind).map((one) => new Told(one));
  const [end] = of('end');
  const to = isoTime(Math.max(...lines.map(({ time }) => time)));
  const calls = end?.number('calls') ?? Math.max(0, ...of('line').map((one) => one.number('calls')));
  return {
    endpoint: first!.endpoint,
    worker: workerName(profile, first!),
    from: isoTime(first!.since),
    to,
    why: end?.text('why') ?? '',
    what: end?.text('what') ?? '',
    calls,
    lines: of('line').sort(inPlace).map(lineOf),
    holders: of('holder')
      .map(holderOf)
      .sort((a, b) => b.items - a.items),
    types: of('type')
      .map(typeOf)
      .sort((a, b) => b.count - a.count),
    native: of('native')[0]?.number('bytes') ?? 0,
    heap: of('heap')
      .map(typeOf)
      .sort((a, b) => b.bytes - a.bytes),
    memray: of('memray')[0]?.text('file') ?? '',
    deploy: deploys.find(({ at }) => later(at, to))?.at ?? null,
  };
}

/** All traces of a profile, the newest first. */
export function tracesOf(profile: Profile, deploys: readonly DeploySummary[]): readonly CodeTrace[] {
  const runs = new Map<string, TraceLine[]>();
  for (const line of profile.traces) {
    const key = [line.source, line.pid, line.since, line.host, line.endpoint].join('\n');
    const run = runs.get(key);
    if (run) run.push(line);
    else runs.set(key, [line]);
  }
  return [...runs.values()]
    .map((lines) => traceOf(lines, profile, deploys))
    .sort((a, b) => Number(later(b.to, a.to)) - Number(later(a.to, b.to)));
}
