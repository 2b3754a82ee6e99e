/** Sorting and filtering the table of the ranking. */
import { element } from './element.ts';

interface Line {
  readonly row: HTMLTableRowElement;
  readonly name: string;
  readonly verdict: string;
}

/** Makes the heads of `table` sort it, and puts a filter into `place`. */
export function addTableTools(table: HTMLTableElement, place: HTMLElement): void {
  const body = table.tBodies[0]!;
  const lines = [...body.rows].map((row): Line => {
    const name = row.querySelector('th')?.textContent ?? '';
    return { row, name: name.toLowerCase(), verdict: row.cells[2]?.textContent ?? '' };
  });
  addSorting(table, body, lines);
  addFilter(place, lines);
}

function addSorting(table: HTMLTableElement, body: HTMLTableSectionElement, lines: readonly Line[]): void {
  const heads = [...table.tHead!.rows[0]!.cells];
  heads.forEach((head, column) => {
    const button = element('button', { type: 'button' }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isFigure = head.classList.contains('number');
      const before = head.getAttribute('aria-sort');
      const first = isFigure ? 'descending' : 'ascending';
      const second = isFigure ? 'ascending' : 'descending';
      const order = before === first ? second : first;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const sorted = lines.toSorted((a, b) => sign * compare(a.row.cells[column]!, b.row.cells[column]!));
      body.append(...sorted.map(({ row }) => row));
    });
  });
}

function compare(a: HTMLElement, b: HTMLElement): number {
  const [one, two] = [a.dataset['v'], b.dataset['v']];
  if (one !== undefined && two !== undefined) return Number(one) - Number(two);
  const [left, right] = [a.textContent, b.textContent];
  return left < right ? -1 : Number(left > right);
}

function addFilter(place: HTMLElement, lines: readonly Line[]): void {
  const search = element('input', { type: 'search', id: 'filter', autocomplete: 'off', spellcheck: 'false' });
  const verdicts = [...new Set(lines.map(({ verdict }) => verdict))];
  const select = element('select', { id: 'filter-verdict' });
  select.append(
    element('option', { value: '' }, 'all'),
    ...verdicts.map((verdict) => element('option', { value: verdict }, verdict)),
  );
  const shown = element('output', { 'aria-live': 'polite', class: 'quiet' });
  const apply = (): void => {
    const wanted = search.value.trim().toLowerCase();
    let count = 0;
    for (const { row, name, verdict } of lines) {
      const fits = name.includes(wanted) && (select.value === '' || verdict === select.value);
      row.hidden = !fits;
      count += Number(fits);
    }
    shown.textContent = count === lines.length ? '' : `${count} of ${lines.length} rows`;
  };
  search.addEventListener('input', apply);
  select.addEventListener('change', apply);
  place.append(
    element('label', { for: 'filter' }, 'Name contains'),
    search,
    element('label', { for: 'filter-verdict' }, 'Verdict'),
    select,
    shown,
  );
  place.hidden = false;
}
