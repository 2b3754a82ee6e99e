/** What a trace found, in sentences. */
import type { CodeHolder, CodeLine, CodeTrace, CodeType, Finding } from '../ranking/ranking.ts';
import type { Measure } from './amount.ts';
import { formatAmount, formatInterval } from './amount.ts';
import { formatBytes } from './bytes.ts';
import { formatMoment } from './moment.ts';
import { formatCounted, groupDigits } from './numbers.ts';
import { joinSaid, named } from './said.ts';
import type { Said } from './said.ts';
import { shellWord } from './shell-word.ts';

/** So many of a sort are told. */
const SHOWN = 5;
/** Callers of a line that are named. */
const CALLERS = 2;

/** A trace in words: when it was, how it ended, then what it found, a sentence each. */
export interface TraceText {
  readonly when: Said;
  readonly found: readonly Said[];
  /** Beside the lines: what the log itself says of the same, older code, an end before its time. */
  readonly notes: readonly Said[];
}

/** Why a trace ended, where that is not that it had seen all it wanted. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['time', 'it ended because its time was over (MEMHOG_TRACE_SECONDS)'],
  ['memory', 'it ended because it had taken all the memory it may take (MEMHOG_TRACE_MEMORY)'],
  ['exit', 'it ended because its worker did'],
  ['never', 'not one call of it came while it was watched'],
  ['unlocked', 'it did not begin: there are no file locks here'],
  ['', 'its end is not in this log'],
]);

function endOf({ why, what }: CodeTrace): readonly Said[] {
  if (why === 'done') return [];
  if (why === 'fault') return [['it failed: ', named(what)]];
  const known = ENDS.get(why);
  return [known === undefined ? ['it ended for a reason unknown here: ', named(why)] : [known]];
}

/** Whether it found anything to show. */
export function foundAnything({ lines, native, holders, types, heap, memray }: CodeTrace): boolean {
  return lines.length + holders.length + types.length + heap.length > 0 || native > 0 || memray !== '';
}

const decimals = (value: number): number => (Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0);

/** `1 block`, `9.5 blocks`. */
function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${groupDigits(value, decimals(value))} ${value === 1 ? singular : plural}`;
}

/** `+41 KiB and 9 blocks per call`; a trace of Node or Ruby counts no blocks. */
function amountOf({ bytes, blocks }: Pick<CodeLine, 'bytes' | 'blocks'>): string {
  const size = formatBytes(bytes, true);
  return blocks > 0 ? `${size} and ${counted(blocks, 'block')} per call` : `${size} per call`;
}

/** `shop/views.py:31` in `_search_all`. */
function placeOf(file: string, line: string, name: string): Said {
  const place = named(line === '' || line === '0' ? file : `${file}:${line}`);
  return name === '' || name === '?' ? [place] : [place, ' in ', named(name)];
}

/** Who called the function that the line stands in: what stands beyond it in the stack. */
function callersOf({ file, line, stack }: CodeLine): Said {
  const frames = stack.flatMap((frame) => {
    const [, at = '', number = '', name = ''] = /^(.*):(\d+):([^:]*)$/.exec(frame) ?? [];
    return at === '' ? [] : [{ at, number, name }];
  });
  const own = frames.findIndex(({ at, number }) => at === file && number === String(line));
  const callers = own < 0 ? [] : frames.slice(own + 1, own + 1 + CALLERS);
  if (callers.length === 0) return [];
  return [
    '; called from ',
    ...joinSaid(
      callers.map((one) => placeOf(one.at, one.number, one.name)),
      ', ',
    ),
  ];
}

/** `shop/views.py:31` in `_search_all`: +41 KiB and 9 blocks per call, never released; held by `shop.views._seen`. */
export function codeLine(line: CodeLine, { why }: Pick<CodeTrace, 'why'>): Said {
  const holder: Said = line.holder === '' ? [] : ['; held by ', named(line.holder)];
  const released = why === 'done' ? 'never released' : 'not released until the trace ended';
  const place = placeOf(line.file, String(line.line), line.function);
  return [...place, `: ${amountOf(line)}, ${released}`, ...holder, ...callersOf(line)];
}

function holderLine({ holder, type, items }: CodeHolder): Said {
  return [named(holder), ' (', named(type), `) grows by ${counted(items, 'item')} per call`];
}

function typeList(label: string, types: readonly CodeType[]): readonly Said[] {
  if (types.length === 0) return [];
  const each = types.slice(0, SHOWN).map(({ type, count, bytes }): Said => {
    const size = bytes > 0 ? ` (${formatBytes(bytes, true)})` : '';
    return [`${groupDigits(count, decimals(count))} × `, named(type), size];
  });
  return [[label, ...joinSaid(each, ', ')]];
}

function nativeLine({ native }: CodeTrace): readonly Said[] {
  if (native <= 0) return [];
  return [
    [
      `${formatBytes(native, true)} per call outside of what the language counts: an extension in C, `,
      named('ctypes'),
      ', a buffer',
    ],
  ];
}

const moreOf = (all: number): readonly Said[] =>
  all > SHOWN
    ? [[`${formatCounted(all - SHOWN, 'more line', 'more lines')} with less; see --output json`]]
    : [];

/** So much apart, what was traced and what the log shows are not the same. */
const APART = 1.25;

/** Bytes or blocks of all lines and of what is native, beside what the log itself shows for each call. */
function comparison(trace: CodeTrace, finding: Finding, measure: Measure): readonly Said[] {
  const { detectable, leakPerCall, verdict } = finding;
  if (detectable === null || measure.metric === 'peak') return [];
  const each = (line: CodeLine): number => (measure.unit === 'bytes' ? line.bytes : line.blocks);
  const native = measure.unit === 'bytes' ? trace.native : 0;
  const first = Math.max(0, native, ...trace.lines.slice(0, 1).map(each));
  const all = trace.lines.reduce((sum, line) => sum + each(line), native);
  if (all === 0) return [];
  const isBlamed = verdict === 'leak' || verdict === 'suspect';
  if (!isBlamed && first < detectable)
    return [[`by itself this log would show no less than ${formatAmount(detectable, measure)} per call`]];
  const log = `this log shows ${formatInterval(leakPerCall, measure)} per call`;
  if (APART * all < leakPerCall.low) return [[`${log}, more than was traced: the rest is elsewhere`]];
  if (first > APART * leakPerCall.high)
    return [[`${log}, less than was traced: some of it is given back later, or it fills up to a bound`]];
  return [[`${log}, which fits what was traced`]];
}

function age({ deploy }: CodeTrace): readonly Said[] {
  if (deploy === null) return [];
  return [[`all workers started anew at ${formatMoment(deploy)}, after it: the code may be another since`]];
}

/** The whole trace in words; `finding` is the row that it is about. */
export function traceText(trace: CodeTrace, finding: Finding | undefined, measure: Measure): TraceText {
  const { from, to, worker, calls, lines, holders } = trace;
  const span = from === null ? formatMoment(to) : formatMoment(from);
  const of: Said = finding && finding.endpoint !== trace.endpoint ? [' of ', named(trace.endpoint)] : [];
  return {
    when: ['Traced ', `${span} UTC in `, named(worker), ...of, `, ${formatCounted(calls, 'call')}`],
    found: [
      ...lines.slice(0, SHOWN).map((line) => codeLine(line, trace)),
      ...moreOf(lines.length),
      ...nativeLine(trace),
      ...holders.slice(0, SHOWN).map(holderLine),
      ...typeList('more objects after each call: ', trace.types),
      ...typeList('the heap by type, for each call: ', trace.heap),
      ...(trace.memray === '' ? [] : [['the file of memray: ', named(trace.memray)]]),
    ],
    notes: [
      ...endOf(trace),
      ...(lines.length === 0 && trace.native === 0 && trace.why === 'done'
        ? [['no line left anything behind in its calls']]
        : []),
      ...(finding ? comparison(trace, finding, measure) : []),
      ...age(trace),
    ],
  };
}

/** One short line that a row has findings: `code found for GET /search: memhog explain 'GET /search'`. */
export function codeNote(findings: readonly Finding[]): string {
  const traced = findings.filter(({ code = [] }) => code.some(foundAnything)).map(({ endpoint }) => endpoint);
  const [first] = traced;
  if (first === undefined) return '';
  const more = traced.length > 1 ? ` and ${formatCounted(traced.length - 1, 'more', 'more')}` : '';
  return `code found for ${first}${more}: memhog explain ${shellWord(first)}`;
}

/** What became of traces of endpoints that no row stands for. */
export function traceNote(traces: readonly CodeTrace[]): string {
  const [first] = traces;
  if (!first) return '';
  const more = traces.length > 1 ? `; ${formatCounted(traces.length - 1, 'more', 'more')} like it` : '';
  const end = endOf(first)[0] ?? ['no row stands for it'];
  const why = end.map((piece) => (typeof piece === 'string' ? piece : piece.code)).join('');
  return `of ${first.endpoint}: ${why}${more}`;
}
