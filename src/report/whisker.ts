/** A difference with its interval as a small drawing; the figures stand beside it as text. */
import type { Interval } from '../ranking/ranking.ts';
import { trusted } from './html.ts';
import type { Html } from './html.ts';

const WIDTH = 120;
const HEIGHT = 14;

/** The interval on an axis from `-reach` to `reach`, zero in the middle. */
export function whisker({ estimate, low, high }: Interval, reach: number, isSure: boolean): Html {
  const at = (value: number): string =>
    (WIDTH / 2 + (reach > 0 ? value / reach : 0) * (WIDTH / 2 - 4)).toFixed(1);
  const middle = HEIGHT / 2;
  return trusted(
    `<svg class="whisker${isSure ? ' sure' : ''}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">` +
      `<line class="zero" x1="${WIDTH / 2}" x2="${WIDTH / 2}" y1="0" y2="${HEIGHT}"/>` +
      `<line x1="${at(low)}" x2="${at(high)}" y1="${middle}" y2="${middle}"/>` +
      `<circle cx="${at(estimate)}" cy="${middle}" r="3"/></svg>`,
  );
}
