/** Colours by meaning. Everything reads the same without them. */
import picocolors from 'picocolors';
import type { Ranking, Verdict } from '../ranking/ranking.ts';

/** Puts a colour, or nothing, around a text. */
export type Paint = (text: string) => string;

/** The colours of one output. */
export interface Palette {
  readonly verdict: (verdict: Verdict) => Paint;
  readonly answer: (kind: Ranking['answer']['kind']) => Paint;
  /** Names and figures that matter. */
  readonly strong: Paint;
  /** Small print. */
  readonly quiet: Paint;
  readonly warning: Paint;
}

/** The palette of an output with colour, or one that changes nothing. */
export function createPalette(color: boolean): Palette {
  const colors = picocolors.createColors(color);
  const plain: Paint = (text) => text;
  const verdicts: Record<Verdict, Paint> = {
    leak: (text) => colors.bold(colors.red(text)),
    suspect: colors.yellow,
    plateau: plain,
    bloat: plain,
    'warm-up': plain,
    steady: colors.dim,
    unknown: colors.dim,
  };
  const answers: Record<Ranking['answer']['kind'], Paint> = {
    leaks: colors.bold,
    none: (text) => colors.bold(colors.green(text)),
    'cannot-tell': (text) => colors.bold(colors.yellow(text)),
  };
  return {
    verdict: (verdict) => verdicts[verdict],
    answer: (kind) => answers[kind],
    strong: colors.bold,
    quiet: colors.dim,
    warning: colors.yellow,
  };
}
