/** Limits on memory below what a new worker holds: they end each worker at its first look, which is worse than having none. */
import { isBefore } from '../../setup/target.ts';
import type { Version } from '../../setup/target.ts';
import { formatBytes } from '../../wording/bytes.ts';
import { groupDigits } from '../../wording/numbers.ts';
import { countedBy } from '../answer.ts';
import type { AdvisedServer, KnownSetting } from '../servers/server.ts';
import { KIB, MIB } from '../servers/words.ts';
import type { Compared } from './compare.ts';
import type { Present, PresentSetting } from './present.ts';

/** Whose limits, and what a new worker holds. */
export interface NewWorkers {
  readonly server: AdvisedServer;
  readonly version: Version | undefined;
  /** Bytes. */
  readonly start: number;
}

/** Limits on memory, and those that nobody advises but that end workers all the same; their unit is one of memory. */
function isLimit({ role, unit, since }: KnownSetting, version: Version | undefined): boolean {
  if (since && isBefore(version, since)) return false;
  return role === 'memory' || role === 'memory-of-all' || (role === 'other' && unit >= KIB);
}

function textOf({ role, unit }: KnownSetting, value: number, { server, version, start }: NewWorkers): string {
  const process = server.name === 'celery' ? 'child' : 'worker';
  const isWatched = role === 'memory-of-all' || server.abilities(version).memory === 'rss-by-watcher';
  const ended = isWatched ? 'look would end a worker' : `${countedBy(server)} would end its ${process}`;
  const unitText = unit === KIB ? 'KiB' : unit === MIB ? 'MiB' : 'bytes';
  const whose = role === 'memory-of-all' ? ' alone' : '';
  return `${groupDigits(value)} ${unitText} is less than a new ${process}${whose} holds (${formatBytes(start)}): every ${ended}; the unit is ${unitText}`;
}

function rowOf(known: KnownSetting, found: PresentSetting, workers: NewWorkers): Compared | undefined {
  const { value, setting, line } = found;
  if (typeof value !== 'number' || value === 0 || value * known.unit >= workers.start) return undefined;
  const text = textOf(known, value, workers);
  return { setting, present: value, advised: null, judgement: 'too-low', text, line };
}

/**
 * `rows` of `compare` with those that are about such a limit saying so, and with a row for each that had none (where no limit is
 * advised). Servers count the last of a setting given twice.
 */
export function withLimitsBelowStart(
  rows: readonly Compared[],
  present: Present,
  workers: NewWorkers,
): readonly Compared[] {
  const all = [...rows];
  for (const known of workers.server.known) {
    const found = present.settings.findLast(({ setting }) => known.written.includes(setting));
    const row = found && isLimit(known, workers.version) ? rowOf(known, found, workers) : undefined;
    if (!row) continue;
    const at = all.findIndex(({ line, setting }) => line === row.line && setting === row.setting);
    const old = all[at];
    if (!old) all.push(row);
    else if (old.judgement !== 'no-effect')
      all[at] = {
        ...row,
        advised: old.advised,
        text: known.warning ? `${row.text}; ${known.warning}` : row.text,
      };
  }
  return all;
}
