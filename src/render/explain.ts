/** Why the ranking says what it says of one endpoint, in words and figures. */
import type { Evidence, Finding, Peak } from '../ranking/ranking.ts';
import { formatAmount, formatChange } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { foundBlocks } from './explain-found.ts';
import { evidenceText } from './explain-evidence.ts';
import { clipText, usableWidth, wrapHanging, wrapText } from './fit.ts';
import { formatPercent, groupDigits } from '../wording/numbers.ts';
import { createPalette } from './palette.ts';
import type { Palette } from './palette.ts';
import { readingGuide } from './reading-guide.ts';
import { safeText } from './safe-text.ts';
import { sparkline } from './sparkline.ts';

/** How the text is to be set. */
export interface ExplainOptions {
  /** Columns of the terminal; what is under 24 counts as 24. */
  readonly width: number;
  readonly color: boolean;
  /** What to do next, a paragraph each; left out or empty for nothing. */
  readonly next?: readonly string[];
}

/** The text for one finding, no line wider than `options.width`. Ends with a newline. */
export function explainFinding(finding: Finding, measure: Measure, options: ExplainOptions): string {
  const width = usableWidth(options.width);
  const prose = Math.min(width, 110);
  const palette = createPalette(options.color);
  const { next = [] } = options;
  const spans = finding.evidence.filter(({ kind }) => kind === 'span');
  const requests = finding.evidence.filter(({ kind }) => kind === 'request');
  const title = (text: string): readonly string[] => wrapText(text, prose).map(palette.strong);
  const blocks = [
    headline(finding, prose, palette),
    figures(finding, measure, prose, palette),
    spans.length === 0
      ? []
      : [...title('Where the floor rose while it was called'), ...list(spans, measure, prose, palette)],
    requests.length === 0
      ? []
      : [...title('Single requests with the largest steps'), ...list(requests, measure, prose, palette)],
    finding.paths === undefined
      ? []
      : [
          ...title('Paths it stands for'),
          ...finding.paths.flatMap((path) => wrapHanging('  ', clipText(safeText(path)), prose)),
        ],
    ...foundBlocks(finding, measure, prose, palette),
    next.length === 0
      ? []
      : [
          ...title('Next step'),
          ...next.flatMap((text) => wrapHanging('  ', clipText(safeText(text)), prose)),
        ],
    [
      ...title('How to read this'),
      ...readingGuide(finding).flatMap((text) => wrapHanging('  ', text, prose)),
    ],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headline(finding: Finding, width: number, palette: Palette): readonly string[] {
  const { endpoint, verdict, confidence, because } = finding;
  const chance = finding.peak ? 'not known from peaks' : formatPercent(confidence);
  const verdictText = `${verdict} (the chance that it leaks: ${chance})`;
  return [
    ...wrapText(clipText(safeText(endpoint)), width).map(palette.strong),
    ...wrapText(verdictText, width).map(palette.verdict(verdict)),
    ...wrapText(clipText(safeText(because)), width),
  ];
}

function figures(finding: Finding, measure: Measure, width: number, palette: Palette): readonly string[] {
  const { leakPerCall, kept, detectable, net, growth, shrink } = finding;
  const amount = (value: number): string => formatAmount(value, measure);
  const change = (value: number): string => formatChange(value, measure);
  const between = (low: number, high: number): string => `90 % range: ${amount(low)} to ${amount(high)}`;
  const rows: readonly (readonly [string, string])[] = finding.peak
    ? peakRows(finding, finding.peak, measure)
    : [
        ['leak per call', `${amount(leakPerCall.estimate)} (${between(leakPerCall.low, leakPerCall.high)})`],
        [
          'detectable',
          detectable === null
            ? 'unknown: there was not enough to fit'
            : `${amount(detectable)} per call is the least this log could have shown`,
        ],
        ['calls', groupDigits(finding.calls)],
        ['kept in total', `${amount(kept.estimate)} (${between(kept.low, kept.high)})`],
        ['share', `${formatPercent(finding.share)} of all that the workers kept`],
        [
          'all deltas',
          `${change(growth)} growth, ${change(shrink)} shrink, ${change(net)} net, warm-up included`,
        ],
        ['floor', sparkline(finding.floor, Math.max(8, Math.min(60, width - 15)), 0)],
      ];
  return rows
    .filter(([, text]) => text !== '')
    .flatMap(([label, text]) =>
      wrapHanging(label.padEnd(15), text, width).map((line) => line.replace(label, palette.quiet)),
    );
}

/** Peaks say nothing of leaks, so what a leak would be is left out. */
function peakRows(
  { calls }: Finding,
  { median, p99, max }: Peak,
  measure: Measure,
): readonly (readonly [string, string])[] {
  return [
    ['half of them', `peak at ${formatAmount(median, measure)} or more`],
    ['one in 100', `peaks at ${formatAmount(p99, measure)} or more`],
    ['largest', formatAmount(max, measure)],
    ['calls', groupDigits(calls)],
  ];
}

function list(
  evidence: readonly Evidence[],
  measure: Measure,
  width: number,
  palette: Palette,
): readonly string[] {
  return evidence.flatMap((piece, index) => {
    const { where, what } = evidenceText(piece, measure);
    const lead = `${index + 1}.`.padStart(4);
    const second = wrapHanging('     ', clipText(safeText(what)), width);
    return [...wrapHanging(`${lead} `, clipText(safeText(where)), width).map(palette.quiet), ...second];
  });
}
