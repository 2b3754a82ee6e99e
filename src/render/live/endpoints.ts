/** The ranking on the live screen: the columns of the table, of the rows in sight. */
import type { Finding, Ranking } from '../../ranking/ranking.ts';
import { tableColumns } from '../columns.ts';
import { placeColumns } from '../layout.ts';
import type { Column } from '../layout.ts';
import { cellLines } from './cells.ts';
import type { Ink } from './ink.ts';
import type { Listing } from './listing.ts';
import { padStyled } from './styled.ts';
import type { Trend } from './view.ts';

/** From here on the table has full counts and wider gaps, as that of `memhog parse` has. */
const WIDE = 110;

/** Rows out of sight that are measured too, so that columns do not jump as the list is scrolled. */
const MEASURED = 50;

const ARROWS: Record<Trend, string> = { up: '↑', down: '↓', flat: '→' };

const MARK = '>';

/** What is drawn. */
export interface EndpointList {
  readonly ranking: Ranking;
  readonly listing: Listing;
  readonly trends: ReadonlyMap<string, Trend>;
  /** The first row in sight, and how many are. */
  readonly first: number;
  readonly page: number;
}

/** The headings and the rows in sight: at most `page` + 1 lines. The chosen row has a mark, and colours turned round. */
export function endpointLines(list: EndpointList, columns: number, ink: Ink): readonly string[] {
  const { ranking, listing, first, page } = list;
  const seen = listing.rows.slice(first, first + page);
  const unseen = listing.rows.slice(0, MEASURED).filter((row) => !seen.includes(row));
  const wide = columns >= WIDE;
  const gap = wide ? 2 : 1;
  const chosen = listing.selected - first;
  const made = tableColumns([...seen, ...unseen], ranking, wide).map((column) =>
    column.heading === 'floor' ? withArrows(column, seen, list.trends, wide) : column,
  );
  const placed = placeColumns([markColumn(seen.length, chosen), ...made.map(steady)], columns, gap);
  const [heading = '', ...rows] = cellLines(placed, seen.length, gap, (cell, row, head) =>
    paintCell(cell, seen[row], row === chosen, head, ranking.by, ink),
  );
  return [
    ink.heading(padStyled(heading, columns)),
    ...rows.map((row, index) => (index === chosen ? ink.chosen(padStyled(row, columns)) : row)),
  ];
}

function paintCell(
  cell: string,
  finding: Finding | undefined,
  isChosen: boolean,
  heading: string,
  by: string,
  ink: Ink,
): string {
  // In a row whose colours are turned round, others are hard to read.
  if (finding === undefined || isChosen) return cell;
  const { verdict } = finding;
  const isBlamed = verdict === 'leak' || verdict === 'suspect';
  if (verdict === 'steady' || verdict === 'unknown') return ink.quiet(cell);
  if (heading === 'floor' && !isBlamed) return ink.quiet(cell);
  if (heading === 'verdict' || heading === 'floor') return ink.verdict(verdict)(cell);
  return heading === by && isBlamed ? ink.strong(cell) : cell;
}

function markColumn(count: number, chosen: number): Column {
  const cells = Array.from({ length: count }, (_, index) => (index === chosen ? MARK : ''));
  return { heading: '', align: 'left', least: 1, most: 1, expendable: 0, cellsAt: () => cells };
}

/** The sparkline behind an arrow; where kept memory goes matters more here than how often it was called. */
function withArrows(
  column: Column,
  seen: readonly Finding[],
  trends: ReadonlyMap<string, Trend>,
  wide: boolean,
): Column {
  const cellsAt = (width: number): readonly string[] =>
    column.cellsAt(width - 2).map((line, index) => {
      const trend = trends.get(seen[index]?.endpoint ?? '');
      return `${trend === undefined ? ' ' : ARROWS[trend]} ${line}`.trimEnd();
    });
  const least = wide ? column.least + 14 : column.least;
  return { ...column, least: least + 2, most: column.most + 2, expendable: 2.5, cellsAt };
}

/** The widths that figures of each column commonly take: less would jump with each change. */
const COMMON: Readonly<Record<string, number>> = {
  '#': 2,
  verdict: 7,
  'leak/call': 9,
  range: 7,
  calls: 5,
  kept: 8,
  share: 5,
};

/** The column at no less than its common width. */
function steady(column: Column): Column {
  const common = COMMON[column.heading] ?? 0;
  return common <= column.least ? column : { ...column, least: common, most: Math.max(common, column.most) };
}
