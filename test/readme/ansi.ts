/** Terminal text with colours, taken apart: what stands in which column, and how. */

/** How characters look. */
export interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  /** Whether text and ground have changed places. */
  readonly inverse: boolean;
  readonly color: 'plain' | 'red' | 'green' | 'yellow';
}

/** Characters that look alike and stand next to each other; `column` counts from 0. */
export interface Stretch {
  readonly text: string;
  readonly column: number;
  readonly look: Look;
}

/** How a terminal writes when nothing was said. */
export const PLAIN: Look = { bold: false, dim: false, underline: false, inverse: false, color: 'plain' };

const CHANGES: Readonly<Record<string, Partial<Look>>> = {
  '0': PLAIN,
  '1': { bold: true },
  '2': { dim: true },
  '4': { underline: true },
  '7': { inverse: true },
  '22': { bold: false, dim: false },
  '24': { underline: false },
  '27': { inverse: false },
  '31': { color: 'red' },
  '32': { color: 'green' },
  '33': { color: 'yellow' },
  '39': { color: 'plain' },
};

const ESCAPE = '\u001b';
const PIECE = new RegExp(`${ESCAPE}\\[(\\d+)m|[^${ESCAPE}]+`, 'g');

/** The stretches of each line. Every character takes one column. Throws for a code it does not know. */
export function stretchesOf(text: string): readonly (readonly Stretch[])[] {
  let look = PLAIN;
  return text.split('\n').map((line) => {
    const stretches: Stretch[] = [];
    let column = 0;
    for (const [piece, code] of line.matchAll(PIECE)) {
      if (code === undefined) {
        stretches.push({ text: piece, column, look });
        column += Array.from(piece).length;
      } else {
        const change = CHANGES[code];
        if (change === undefined) throw new Error(`unknown code ${code} for the terminal`);
        look = { ...look, ...change };
      }
    }
    return stretches;
  });
}
