/** Colours of the live screen that the other outputs do not need. Everything reads the same without them. */
import picocolors from 'picocolors';
import { createPalette } from '../palette.ts';
import type { Paint, Palette } from '../palette.ts';

/** The colours of one frame. */
export interface Ink extends Palette {
  /** The whole line of headings: a rule that costs no line. */
  readonly heading: Paint;
  /** The chosen row. */
  readonly chosen: Paint;
  /** What is close to its end. */
  readonly alarm: Paint;
}

/** The ink of a terminal with colour, or one that changes nothing. */
export function createInk(color: boolean): Ink {
  const colors = picocolors.createColors(color);
  return {
    ...createPalette(color),
    heading: (text) => colors.dim(colors.underline(text)),
    chosen: colors.inverse,
    alarm: (text) => colors.bold(colors.red(text)),
  };
}
