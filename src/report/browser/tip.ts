/** The note beside the pointer. */
import { element } from './element.ts';

const GAP = 14;

/** One note for all charts. */
export class Tip {
  readonly #box = element('div', { class: 'tip', hidden: '', role: 'status' });

  constructor() {
    document.body.append(this.#box);
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.hide();
    });
  }

  /** Shows what a chart says of the place under the pointer: titles with texts, a text, or nothing. */
  show(x: number, y: number, value: unknown): void {
    const lines = linesOf(value);
    if (lines.length === 0) {
      this.hide();
      return;
    }
    this.#box.replaceChildren(
      ...lines.map(([title, text]) =>
        element('div', {}, ...(title === '' ? [] : [element('b', {}, `${title} `)]), text),
      ),
    );
    this.#box.hidden = false;
    const { width, height } = this.#box.getBoundingClientRect();
    const left = x + GAP + width > window.innerWidth ? Math.max(4, x - GAP - width) : x + GAP;
    const top = y + GAP + height > window.innerHeight ? Math.max(4, y - GAP - height) : y + GAP;
    this.#box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide(): void {
    this.#box.hidden = true;
  }
}

function linesOf(value: unknown): (readonly [string, string])[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'object')
    return Object.entries(value).map(([title, text]) => [title, String(text)] as const);
  return [['', `${value as string | number}`]];
}
