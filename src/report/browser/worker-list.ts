/** Boxes to show or hide workers. */
import { element } from './element.ts';
import type { State } from './state.ts';

/** Turns the legend of the workers into boxes to tick. */
export function addWorkerBoxes(list: HTMLElement, state: State): void {
  const items = [...list.querySelectorAll<HTMLElement>('[data-worker]')];
  const boxes = items.map((item) => {
    const box = element('input', { type: 'checkbox' });
    box.checked = true;
    const label = element('label');
    label.append(box, ...item.childNodes);
    item.replaceChildren(label);
    return box;
  });
  const read = (): void =>
    state.set({ hidden: new Set(boxes.flatMap((box, worker) => (box.checked ? [] : [worker]))) });
  for (const box of boxes) box.addEventListener('change', read);
  if (boxes.length < 3) return;
  const all = element('button', { type: 'button' }, 'Show all');
  const none = element('button', { type: 'button' }, 'Hide all');
  const tools = element('div', { class: 'tools' }, all, none);
  for (const [button, checked] of [
    [all, true],
    [none, false],
  ] as const) {
    button.addEventListener('click', () => {
      for (const box of boxes) box.checked = checked;
      read();
    });
  }
  list.after(tools);
}
