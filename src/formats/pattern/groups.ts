/** The names that groups of a pattern may have, and what is done with the text in them. */
import { UsageError } from '../../errors.ts';
import { FIGURES } from '../../record.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bytes in a unit. Powers of 1024, as /proc and every server count. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  k: KIB,
  kb: KIB,
  kib: KIB,
  m: MIB,
  mb: MIB,
  mib: MIB,
  g: 1024 * MIB,
  gb: 1024 * MIB,
  gib: 1024 * MIB,
};

/** Bytes in the unit called `text`, in whatever case; 1 for a text that is none. */
export function bytesIn(text: string): number {
  return UNITS[text.trim().toLowerCase()] ?? 1;
}

const PLAIN = [
  'pid',
  'worker',
  'seq',
  'inflight',
  'core',
  'time',
  'method',
  'path',
  'route',
  'status',
  'host',
] as const;

/** What a group holds that is no memory figure. */
export type Plain = (typeof PLAIN)[number];

const OTHER_NAMES: Readonly<Record<string, Plain>> = { url: 'path', uri: 'path', task: 'route' };

/** A memory figure of a pattern. */
export interface FigureGroup {
  /** Number of the group. */
  readonly group: number;
  /** Place in FIGURES. */
  readonly place: number;
  /** What its name says a number in it is multiplied by (`rss_kb`). */
  readonly scale: number;
  /** Number of the group that holds the unit (`rss_unit`), 0 if there is none. */
  readonly unit: number;
}

/** The groups of a pattern. */
export interface Groups {
  readonly figures: readonly FigureGroup[];
  /** Numbers of the groups by what they hold. */
  readonly plain: ReadonlyMap<Plain, number>;
}

function plainOf(name: string): Plain | undefined {
  return PLAIN.find((one) => one === name) ?? OTHER_NAMES[name];
}

const KNOWN = [...FIGURES, ...PLAIN, ...Object.keys(OTHER_NAMES)].join(' ');

/** Sorts the named groups of a pattern, given by number. Throws UsageError for a name not known, and when memory or path is missing. */
export function sortGroups(named: Readonly<Record<string, number>>): Groups {
  const figures: FigureGroup[] = [];
  const plain = new Map<Plain, number>();
  for (const [name, group] of Object.entries(named)) {
    const [figure = '', suffix] = name.split('_');
    const place = FIGURES.findIndex((one) => one === figure);
    const known = plainOf(name);
    if (known) plain.set(known, group);
    else if (place >= 0 && (suffix === undefined || suffix in UNITS))
      figures.push({ group, place, scale: bytesIn(suffix ?? ''), unit: named[`${figure}_unit`] ?? 0 });
    else if (place < 0 || suffix !== 'unit' || !(figure in named))
      throw new UsageError(
        `the pattern has a group (?<${name}>…) that says nothing to memhog: it knows ${KNOWN}`,
      );
  }
  if (figures.length === 0)
    throw new UsageError(
      'the pattern has no group for the memory: name one, as in rss=(?<rss>\\d+) or (?<rss_kb>\\d+)',
    );
  return { figures, plain };
}
