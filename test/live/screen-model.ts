/** A terminal of the few control sequences that frames are painted with. Any other is a fault. */
import stringWidth from 'string-width';

const TOKEN = /\p{Cc}\[([?\d;]*)([A-Za-z])|(\P{Cc}+)/gu;

/** What ends a colour, and which it ends. */
const ENDS: Readonly<Record<string, RegExp>> = {
  '22': /^[12]$/,
  '24': /^4$/,
  '27': /^7$/,
  '39': /^3\d$/,
  '0': /./,
};

/** What is on the screen after everything written so far. */
export class ScreenModel {
  readonly #columns: number;
  /** Each place has its sign behind its colours; a place taken by the wide sign before it is empty. */
  readonly cells: string[][];
  #colors: readonly string[] = [];
  #row = 0;
  #column = 0;

  /** A screen on which it is not known what stands. */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.cells = Array.from({ length: rows }, () => Array<string>(columns).fill('#'));
  }

  /** The screen on which these lines stand and nothing else. */
  static of(lines: readonly string[], columns: number): ScreenModel {
    const model = new ScreenModel(columns, lines.length);
    model.write('\u001b[2J');
    lines.forEach((line, row) => model.write(`\u001b[${row + 1};1H${line}`));
    return model;
  }

  /** Obeys `text`. */
  write(text: string): void {
    for (const [, sequence = '', final = '', plain = ''] of text.matchAll(TOKEN)) {
      if (plain !== '') this.#print(plain);
      else this.#obey(sequence, final);
    }
  }

  #obey(sequence: string, final: string): void {
    switch (final) {
      case 'H':
        [this.#row, this.#column] = [Number(sequence.split(';')[0]) - 1, 0];
        break;
      case 'K':
        // Behind the last column the cursor stands on it.
        this.cells[this.#row]?.fill(' ', Math.min(this.#column, this.#columns - 1));
        break;
      case 'J':
        for (const row of this.cells) row.fill(' ');
        break;
      case 'm':
        for (const code of sequence.split(';'))
          this.#colors = ENDS[code]
            ? this.#colors.filter((color) => !ENDS[code]?.test(color))
            : [...this.#colors, code];
        break;
      default:
        if (!sequence.startsWith('?2026')) throw new Error(`not known: ${sequence}${final}`);
    }
  }

  #print(text: string): void {
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      const width = stringWidth(segment);
      if (this.#column + width > this.#columns) throw new Error(`too wide: ${text}`);
      const row = this.cells[this.#row];
      if (row === undefined) throw new Error(`no row ${this.#row + 1}`);
      row[this.#column] = [...this.#colors.toSorted(), segment].join(' ');
      row.fill('', this.#column + 1, this.#column + width);
      this.#column += width;
    }
  }
}
