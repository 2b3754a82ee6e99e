/** Which endpoints the live screen lists, which of them is chosen, and which are in sight. */
import type { Finding, Ranking } from '../../ranking/ranking.ts';
import { selectRows } from '../rows.ts';
import type { LiveUi } from './view.ts';

/** The rows of the list, in order. */
export interface Listing {
  readonly rows: readonly Finding[];
  /** Index of the chosen row; 0 where there is none. */
  readonly selected: number;
}

/** Filters and sorts. The endpoint chosen by hand stays chosen wherever it moves; once it is gone, its place is. */
export function listingOf(ranking: Ranking | undefined, ui: LiveUi): Listing {
  const wanted = ui.filter.toLowerCase();
  const found = (ranking?.findings ?? []).filter(({ endpoint }) => endpoint.toLowerCase().includes(wanted));
  const rows = selectRows(found, { sort: ui.sort }).shown;
  const followed = ui.followed === null ? -1 : rows.findIndex(({ endpoint }) => endpoint === ui.followed);
  const selected = followed >= 0 ? followed : Math.max(0, Math.min(ui.selected, rows.length - 1));
  return { rows, selected };
}

/** The first row in sight: as asked, but never so that the chosen row or a part of the page is lost. */
export function firstInSight({ rows, selected }: Listing, offset: number, page: number): number {
  const last = Math.max(0, rows.length - page);
  const top = Math.max(0, Math.min(offset, last));
  return Math.min(last, Math.max(selected - page + 1, Math.min(top, selected)));
}
