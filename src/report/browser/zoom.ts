/** Buttons for the part of the log that is shown: for the keyboard and for touch, and the way back from a zoom. */
import type { PageData } from '../page-data.ts';
import { element } from './element.ts';
import type { Choice, State } from './state.ts';

type Stretch = Pick<Choice, 'from' | 'to'>;

/** Puts the buttons into `place`. */
export function addZoom(place: HTMLElement, data: PageData, state: State): void {
  const whole: Stretch = { from: data.from, to: data.to };
  const least = Math.max(data.step, (data.to - data.from) / 200);
  const moves: readonly (readonly [string, (now: Stretch) => Stretch])[] = [
    ['Zoom in', (now) => about(now, 0.5)],
    ['Zoom out', (now) => about(now, 2)],
    ['Earlier', (now) => shifted(now, -0.5)],
    ['Later', (now) => shifted(now, 0.5)],
    ['Whole log', () => whole],
  ];
  const buttons = moves.map(([title, move]) => {
    const button = element('button', { type: 'button' }, title);
    button.addEventListener('click', () => state.set(within(move(state.choice), whole, least)));
    return { button, move };
  });
  const shown = element('output', { 'aria-live': 'polite' });
  place.append(...buttons.map(({ button }) => button), shown);
  state.follow((choice) => {
    for (const { button, move } of buttons) {
      const next = within(move(choice), whole, least);
      button.disabled = next.from === choice.from && next.to === choice.to;
    }
    const isWhole = choice.from === whole.from && choice.to === whole.to;
    shown.textContent = isWhole ? '' : `${placeName(choice.from, data)} to ${placeName(choice.to, data)}`;
  });
}

function about({ from, to }: Stretch, factor: number): Stretch {
  const middle = (from + to) / 2;
  const half = ((to - from) * factor) / 2;
  return { from: middle - half, to: middle + half };
}

function shifted({ from, to }: Stretch, part: number): Stretch {
  const by = (to - from) * part;
  return { from: from + by, to: to + by };
}

/** The stretch of the same length that lies within the whole, no shorter than `least`. */
function within({ from, to }: Stretch, whole: Stretch, least: number): Stretch {
  const length = Math.min(whole.to - whole.from, Math.max(least, to - from));
  const middle = (from + to) / 2;
  const start = Math.min(whole.to - length, Math.max(whole.from, middle - length / 2));
  return { from: start, to: start + length };
}

function placeName(place: number, { axis }: PageData): string {
  return axis === 'time'
    ? new Date(place).toISOString().slice(0, 19).replace('T', ' ')
    : Math.round(place).toLocaleString('en');
}
