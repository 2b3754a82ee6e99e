/** A terminal with colours as an SVG picture. */
import { stretchesOf } from './ansi.ts';
import type { Look, Stretch } from './ansi.ts';

const CELL = { width: 8, height: 18 };
const MARGIN = 16;
const BASELINE = 13;
const FONT = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace";
const BACKGROUND = '#11161c';
const COLORS: Readonly<Record<Look['color'] | 'dim', string>> = {
  plain: '#d8dee6',
  dim: '#8b97a5',
  red: '#ff7b72',
  green: '#7ee787',
  yellow: '#e3b341',
};

/** Sparkline bars, the shade of gauges and rules: drawn, because fonts differ in how they join. */
const BARS = '▁▂▃▄▅▆▇█';
const FULL = '█';
const SHADE = '▒';
const RULE = '─';
const PIECE = new RegExp(
  `[${BARS}]+|${SHADE}+|${RULE}+|[^\\s${BARS}${SHADE}${RULE}]+(?: [^\\s${BARS}${SHADE}${RULE}]+)*`,
  'g',
);

/** The picture of `text`, which may hold colour codes, on a terminal of so many columns. `title` is for those who cannot see it. */
export function pictureOf(text: string, columns: number, title: string): string {
  const lines = stretchesOf(text.trimEnd());
  const width = columns * CELL.width + 2 * MARGIN;
  const height = lines.length * CELL.height + 2 * MARGIN;
  const drawn = lines.flatMap((line, row) => line.flatMap((stretch) => draw(stretch, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="${FONT}" font-size="13">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function draw({ text, column, look }: Stretch, row: number): string[] {
  const ink = look.dim && look.color === 'plain' ? COLORS.dim : COLORS[look.color];
  const fill = look.inverse ? BACKGROUND : ink;
  const y = MARGIN + row * CELL.height;
  const pieces = [...text.matchAll(PIECE)].map(({ 0: piece, index }) => {
    const x = MARGIN + (column + Array.from(text.slice(0, index)).length) * CELL.width;
    const cells = Array.from(piece);
    if (piece.startsWith(RULE)) {
      const length = cells.length * CELL.width;
      return `<path d="M${x} ${y + CELL.height / 2}h${length}" stroke="${fill}" stroke-opacity=".5"/>`;
    }
    if (BARS.includes(cells[0]!)) return `<path d="${barsPath(cells, x, y + BASELINE + 1)}" fill="${fill}"/>`;
    if (piece.startsWith(SHADE))
      return `<path d="${barsPath(Array<string>(cells.length).fill(FULL), x, y + BASELINE + 1)}" fill="${fill}" fill-opacity=".45"/>`;
    const weight = look.bold ? ' font-weight="700"' : '';
    const length = cells.length * CELL.width;
    return `<text x="${x}" y="${y + BASELINE}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${weight}>${escaped(piece)}</text>`;
  });
  return [...groundOf({ text, column, look }, y, ink), ...pieces];
}

/** What lies under the whole stretch, blanks too: its ground where that has another colour, and its underline. */
function groundOf({ text, column, look }: Stretch, y: number, ink: string): string[] {
  const [x, width] = [MARGIN + column * CELL.width, Array.from(text).length * CELL.width];
  const ground = `<path d="M${x} ${y}h${width}v${CELL.height}h-${width}z" fill="${ink}"/>`;
  const line = `<path d="M${x} ${y + CELL.height - 1.5}h${width}" stroke="${ink}" stroke-opacity=".7"/>`;
  return [...(look.inverse ? [ground] : []), ...(look.underline ? [line] : [])];
}

function barsPath(bars: readonly string[], x: number, bottom: number): string {
  const full = CELL.height - 5;
  return bars
    .map((bar, i) => {
      const height = Math.round((full * (BARS.indexOf(bar) + 1)) / BARS.length);
      return `M${x + i * CELL.width} ${bottom}v-${height}h${CELL.width - 1}v${height}z`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
