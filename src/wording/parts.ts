/** What the parts of requests (spans) leave, in sentences. */
import type { Finding, MostKept, SpanFate, SpanFigures } from '../ranking/ranking.ts';
import { formatAmount } from './amount.ts';
import type { Measure } from './amount.ts';
import { formatBytes } from './bytes.ts';
import { groupDigits } from './numbers.ts';
import { named } from './said.ts';
import type { Said } from './said.ts';

/** The fate of what a part leaves, as a word for a table. */
export const FATES: Readonly<Record<SpanFate, string>> = {
  passing: 'in passing',
  kept: 'may be kept',
  nothing: 'nothing left',
  unknown: 'not known',
};

/** What one part leaves, and what comes of it, by what its endpoint keeps. */
export function partLine(part: SpanFigures, mostKept: MostKept, finding: Finding, measure: Measure): Said {
  const { name, times, blocks, bytes } = part;
  const often = `${groupDigits(times, times < 10 ? 1 : 0)} per call`;
  const left = `${groupDigits(blocks, Math.abs(blocks) < 10 ? 1 : 0)} blocks and ${formatBytes(bytes)} at its end`;
  return [named(name), `: ${often}, leaves ${left}; ${fateText(part, mostKept, finding, measure)}`];
}

/** The most that an endpoint can have kept for each call, in bytes where the part leaves bytes, or in blocks; `?` if it is not known. */
export function mostKeptText({ bytes }: Pick<SpanFigures, 'bytes'>, mostKept: MostKept): string {
  const [most, text] =
    bytes >= 64
      ? [mostKept.bytes, formatBytes(mostKept.bytes ?? 0)]
      : [mostKept.blocks, `${groupDigits(mostKept.blocks ?? 0, (mostKept.blocks ?? 0) < 10 ? 1 : 0)} blocks`];
  return most === null ? '?' : text;
}

function fateText(part: SpanFigures, mostKept: MostKept, finding: Finding, measure: Measure): string {
  switch (part.fate) {
    case 'passing':
      return `most of it in passing, for the endpoint keeps at most ${mostKeptText(part, mostKept)} per call`;
    case 'kept':
      return `it may be what is kept: the endpoint keeps ${formatAmount(finding.leakPerCall.estimate, measure)} per call`;
    case 'nothing':
      return 'that is nothing';
    case 'unknown':
      return 'whether it is kept is not known';
  }
}
