/** Sorting and filtering the table of the ranking. */
import { element } from './element.ts';

/** Rows shown at first: what matters stands at the top. */
const FIRST_ROWS = 12;

/** A button to show so few more is not worth its room. */
const SPARE_ROWS = 2;

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
  addFilter(place, lines, table);
}

function addSorting(table: HTMLTableElement, body: HTMLTableSectionElement, lines: readonly Line[]): void {
  const heads = [...table.tHead!.rows[0]!.cells];
  heads.forEach((head, column) => {
    const button = element('button', { type: 'button' }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isFigure = head.classList.contains('number');
      const before = head.getAttribute('aria-sort');
      // Figures are looked at from the greatest, ranks and words from the first.
      const first = isFigure && column > 0 ? 'descending' : 'ascending';
      const second = first === 'ascending' ? 'descending' : 'ascending';
      const order = before === first ? second : first;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const sorted = lines.toSorted((a, b) => sign * compare(a.row.cells[column]!, b.row.cells[column]!));
      body.append(...sorted.map(({ row }) => row));
      table.dispatchEvent(new Event('sorted'));
    });
  });
}

function compare(a: HTMLElement, b: HTMLElement): number {
  const [one, two] = [a.dataset['v'], b.dataset['v']];
  if (one !== undefined && two !== undefined) return Number(one) - Number(two);
  const [left, right] = [a.textContent, b.textContent];
  return left < right ? -1 : Number(left > right);
}

function addFilter(place: HTMLElement, lines: readonly Line[], table: HTMLTableElement): void {
  const search = element('input', { type: 'search', id: 'filter', autocomplete: 'off', spellcheck: 'false' });
  const verdicts = [...new Set(lines.map(({ verdict }) => verdict))];
  const select = element('select', { id: 'filter-verdict' });
  select.append(
    element('option', { value: '' }, 'all'),
    ...verdicts.map((verdict) => element('option', { value: verdict }, verdict)),
  );
  const shown = element('output', { 'aria-live': 'polite', class: 'quiet' });
  const more = element('button', { type: 'button' });
  let isWhole = false;
  const apply = (): void => {
    const wanted = search.value.trim().toLowerCase();
    const fits = ({ name, verdict }: Line): boolean =>
      name.includes(wanted) && (select.value === '' || verdict === select.value);
    const rows = [...table.tBodies[0]!.rows];
    const fitting = lines
      .filter(fits)
      .map(({ row }) => row)
      .sort((a, b) => rows.indexOf(a) - rows.indexOf(b));
    const isLong = fitting.length > FIRST_ROWS + SPARE_ROWS;
    const seen = new Set(isWhole || !isLong ? fitting : fitting.slice(0, FIRST_ROWS));
    for (const { row } of lines) row.hidden = !seen.has(row);
    const isFiltered = fitting.length < lines.length;
    more.hidden = !isLong;
    more.textContent = isWhole
      ? `Show the first ${FIRST_ROWS} only`
      : `Show all ${fitting.length} ${isFiltered ? 'rows that match' : 'rows'}`;
    shown.textContent = countText(seen.size, fitting.length, lines.length);
  };
  search.addEventListener('input', apply);
  select.addEventListener('change', apply);
  table.addEventListener('sorted', apply);
  more.addEventListener('click', () => {
    isWhole = !isWhole;
    apply();
  });
  place.append(
    element('label', { for: 'filter' }, 'Name contains'),
    search,
    element('label', { for: 'filter-verdict' }, 'Verdict'),
    select,
    shown,
  );
  place.hidden = false;
  table.after(element('div', { class: 'tools' }, more));
  apply();
}

/** How many rows are seen, of how many that match, of how many there are; empty where all are. */
function countText(seen: number, fitting: number, all: number): string {
  if (seen === all) return '';
  const matching = fitting < all ? `${fitting} of ${all} rows match` : `${all} rows`;
  return seen < fitting ? `${matching}, ${seen} shown` : matching;
}
