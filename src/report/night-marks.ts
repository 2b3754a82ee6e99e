/** Small drawings over the nights. Their figures stand beside them as text. */
import { trusted } from './html.ts';
import type { Html } from './html.ts';

const HEIGHT = 26;
const WIDTH = 140;

/** Room at the edges for marks that stand there. */
const EDGE = 3;

/**
 * A line over the nights on a scale from zero, broken where nothing is known; `marks` are nights of deploys. Undefined for
 * a night of which nothing can be said.
 */
export function nightLine(sizes: readonly (number | undefined)[], marks: readonly number[]): Html {
  const most = Math.max(0, ...sizes.map((size) => size ?? 0));
  const x = (night: number): string => placeOf(night, sizes.length).toFixed(1);
  const y = (size: number): string =>
    (HEIGHT - EDGE - (most > 0 ? size / most : 0) * (HEIGHT - 2 * EDGE)).toFixed(1);
  const stretches: string[][] = [];
  for (const [night, size] of sizes.entries()) {
    if (size === undefined) continue;
    const point = `${x(night)},${y(size)}`;
    if (sizes[night - 1] === undefined) stretches.push([point]);
    else stretches.at(-1)!.push(point);
  }
  const lines = stretches
    .filter((points) => points.length > 1)
    .map((points) => `<polyline points="${points.join(' ')}"/>`);
  const alone = stretches.filter((points) => points.length === 1).map(([point]) => dot(point!, 1.5));
  const last = sizes.at(-1);
  const end = last === undefined ? '' : dot(`${x(sizes.length - 1)},${y(last)}`, 2.5);
  return drawing('line', WIDTH, [...deployLines(marks, sizes.length), ...lines, ...alone, end].join(''));
}

const dot = (point: string, radius: number): string => {
  const [x, y] = point.split(',') as [string, string];
  return `<circle cx="${x}" cy="${y}" r="${radius}"/>`;
};

function placeOf(night: number, nights: number): number {
  return nights < 2 ? WIDTH / 2 : EDGE + (night / (nights - 1)) * (WIDTH - 2 * EDGE);
}

function deployLines(marks: readonly number[], nights: number): string[] {
  return marks.map((night) => {
    const x = placeOf(night, nights).toFixed(1);
    return `<line class="deploy" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/>`;
  });
}

/** A bar as long as its part of the most. */
export function nightBar(size: number, most: number): Html {
  const length = most > 0 ? Math.max(1, (size / most) * WIDTH) : 0;
  return drawing(
    'bar',
    WIDTH,
    `<rect x="0" y="7" width="${length.toFixed(1)}" height="${HEIGHT - 14}" rx="2"/>`,
  );
}

function drawing(kind: string, width: number, inner: string): Html {
  return trusted(
    `<svg class="night-${kind}" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" aria-hidden="true" focusable="false">${inner}</svg>`,
  );
}
