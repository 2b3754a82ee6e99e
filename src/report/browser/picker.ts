/** Picking an endpoint: from a list, from the table; the panels of the others give way. */
import type { PageData } from '../page-data.ts';
import { element } from './element.ts';
import type { State } from './state.ts';

/** Puts the list into `place` and lets the panels follow. */
export function addPicker(place: HTMLElement, { endpoints }: PageData, state: State): void {
  const select = element('select', { id: 'pick' });
  select.append(
    element('option', { value: '-1' }, 'all'),
    ...endpoints.map(({ name, verdict }, i) =>
      element('option', { value: String(i) }, `${name} (${verdict})`),
    ),
  );
  select.addEventListener('change', () => state.set({ picked: Number(select.value) }));
  place.append(element('label', { for: 'pick' }, 'Endpoint'), select);
  place.hidden = false;
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')];
  const others = document.querySelector<HTMLDetailsElement>('details.others');
  state.follow(({ picked }) => {
    select.value = String(picked);
    for (const panel of panels)
      panel.classList.toggle('passed-over', picked >= 0 && Number(panel.dataset['panel']) !== picked);
    const own = panels.find((panel) => Number(panel.dataset['panel']) === picked);
    if (others && own && others.contains(own)) others.open = true;
    others?.classList.toggle('passed-over', picked >= 0 && !(own && others.contains(own)));
  });
}

/** Says beneath the chart of the ranking what is picked, and offers the way back. */
export function addPickedNote(place: HTMLElement, { endpoints }: PageData, state: State): void {
  const text = element('output', { 'aria-live': 'polite' });
  const back = element('button', { type: 'button' }, 'Show all endpoints');
  back.addEventListener('click', () => state.set({ picked: -1 }));
  place.append(text, back);
  state.follow(({ picked }) => {
    const name = endpoints[picked]?.name;
    text.textContent = name === undefined ? '' : `Picked: ${name}`;
    place.hidden = name === undefined;
  });
}

/** Lets the rows of the table that have charts be picked. */
export function addRowPicks(table: HTMLTableElement, { endpoints }: PageData, state: State): void {
  const rows = [...table.tBodies[0]!.rows].flatMap((row) => {
    const name = row.querySelector<HTMLElement>('th .name');
    const endpoint = endpoints.findIndex((one) => one.name === name?.textContent);
    if (!name || endpoint < 0) return [];
    const button = element('button', { type: 'button', class: 'pick name' });
    button.append(...name.childNodes);
    name.replaceWith(button);
    button.addEventListener('click', () =>
      state.set({ picked: state.choice.picked === endpoint ? -1 : endpoint }),
    );
    return [{ row, button, endpoint }];
  });
  state.follow(({ picked }) => {
    for (const { row, button, endpoint } of rows) {
      row.classList.toggle('picked', endpoint === picked);
      button.setAttribute('aria-pressed', String(endpoint === picked));
    }
  });
}
