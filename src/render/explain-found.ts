/** What traces and spans of the probe say of one endpoint, as blocks of lines. */
import type { CodeTrace, Finding } from '../ranking/ranking.ts';
import type { Measure } from '../wording/amount.ts';
import { traceText } from '../wording/code.ts';
import { formatCounted } from '../wording/numbers.ts';
import { partLine } from '../wording/parts.ts';
import type { Said } from '../wording/said.ts';
import { wrapHanging, wrapText } from './fit.ts';
import type { Palette } from './palette.ts';
import { plainSaid } from './plain-said.ts';

/** Traces and parts that are shown; the others are in the JSON. */
const TRACES = 3;
const PARTS = 8;

/** The blocks: where in its code, then which parts of its requests. Empty where the probe says nothing of it. */
export function foundBlocks(
  finding: Finding,
  measure: Measure,
  width: number,
  palette: Palette,
): readonly (readonly string[])[] {
  const { code = [], spans } = finding;
  const traces = code.slice(0, TRACES).map((trace) => traceBlock(trace, finding, measure, width, palette));
  const older = code.length - TRACES;
  const rest = older > 0 ? [wrapText(`${formatCounted(older, 'older trace')} in the JSON`, width)] : [];
  if (!spans || spans.parts.length === 0) return [...traces, ...rest];
  const parts = spans.parts.slice(0, PARTS).map((part) => partLine(part, spans.mostKept, finding, measure));
  const title = `Parts of its requests, by ${formatCounted(spans.sampled, 'request')} looked at`;
  return [...traces, ...rest, [...heading(title, width, palette), ...items(parts, width)]];
}

/** One trace, with or without a row of its own. */
export function traceBlock(
  trace: CodeTrace,
  finding: Finding | undefined,
  measure: Measure,
  width: number,
  palette: Palette,
): readonly string[] {
  const { when, found, notes } = traceText(trace, finding, measure);
  return [
    ...heading('Where in the code', width, palette),
    ...wrapHanging('  ', plainSaid(when), width).map(palette.quiet),
    ...items(found, width),
    ...notes.flatMap((note) => wrapHanging('  ', sentenceCase(plainSaid(note)), width)),
  ];
}

const heading = (text: string, width: number, palette: Palette): readonly string[] =>
  wrapText(text, width).map(palette.strong);

const items = (sentences: readonly Said[], width: number): readonly string[] =>
  sentences.flatMap((said) => wrapHanging('   - ', plainSaid(said), width));

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
