/** Scores as Markdown tables. */
import type { Compared } from './compare.ts';
import { pool } from './pool.ts';
import type { Pooled } from './pool.ts';
import type { LogScore } from './score.ts';

interface Column {
  readonly head: string;
  readonly show: (row: Pooled) => string;
}

const number = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2));
const COLUMNS: readonly Column[] = [
  { head: 'AP', show: ({ precision }) => number(precision) },
  { head: 'leaks', show: ({ leaks }) => String(leaks) },
  { head: 'found', show: ({ found }) => number(found) },
  { head: 'called leak', show: ({ certain }) => number(certain) },
  { head: 'in interval', show: ({ covered }) => number(covered) },
  { head: 'estimate / truth', show: ({ size }) => number(size) },
  { head: 'high / low', show: ({ width }) => number(width) },
  {
    head: 'detectable found',
    show: ({ detectable, detected }) => (detectable === 0 ? '–' : `${number(detected)} of ${detectable}`),
  },
  { head: 'innocents', show: ({ innocents }) => String(innocents) },
  { head: 'accused: leak', show: ({ calledLeak }) => String(calledLeak) },
  { head: 'accused: suspect', show: ({ calledSuspect }) => String(calledSuspect) },
];

function table(head: string, rows: readonly (readonly [string, Pooled])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line([head, ...COLUMNS.map((column) => column.head)]),
    line(['---', ...COLUMNS.map(() => '--:')]),
    ...rows.map(([name, row]) => line([name, ...COLUMNS.map(({ show }) => show(row))])),
  ].join('\n');
}

/** One row for each name of a log, over all seeds, and one for all. */
export function tableByLog(scores: readonly LogScore[]): string {
  const names = [...new Set(scores.map(({ log }) => log))];
  const rows = names.map((name) => [name, pool(scores.filter(({ log }) => log === name))] as const);
  return table('log', [...rows, ['**all**', pool(scores)]]);
}

/** One row for each method, over all folders. */
export function tableByMethod(compared: readonly Compared[]): string {
  return table(
    'method',
    compared.map(({ method, folders }) => [method, pool(folders.flat())] as const),
  );
}

/** How leaks that belong to no route were told. Empty when none was planted or named. */
export function commonCauses(scores: readonly LogScore[]): string {
  const { planted, named, misnamed } = pool(scores);
  if (planted + misnamed === 0) return '';
  const logs = scores.filter((score) => score.planted.length > 0 && score.leaks.length === 0);
  const accused = logs.reduce((sum, score) => sum + score.calledLeak.length + score.calledSuspect.length, 0);
  const where = scores.flatMap(({ log, planted: there, named: said }) =>
    said.filter((name) => !there.includes(name)).map((name) => `${name} in ${log}`),
  );
  return [
    `Leaks that belong to no route (\`(every request)\`, \`(background)\`): ${named} of ${planted} named`,
    `${misnamed} named where there is none${misnamed > 0 ? ` (${where.join(', ')})` : ''}`,
    `innocent routes accused in the ${logs.length} logs where only such a leak is planted: ${accused}.`,
  ].join('; ');
}

/** The innocent routes that were called leak, by what they do; and routes grouped wrongly. Empty when there are none. */
export function mistakes(scores: readonly LogScore[]): string {
  const kinds = scores.flatMap(({ log, calledLeak }) =>
    calledLeak.map((name) => `${name.split(' ')[0]!} (${log})`),
  );
  const { strange } = pool(scores);
  return [
    ...(kinds.length > 0 ? [`Innocent routes called leak: ${kinds.join(', ')}.`] : []),
    ...(strange > 0 ? [`Paths grouped into routes that the application does not have: ${strange}.`] : []),
  ].join('\n');
}
