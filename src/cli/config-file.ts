/** Changing `memhog.json` without touching what one did not ask to change. */
import { lstatSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { whyNotWritable } from './why-not-writable.ts';
import { DEFAULT_CONFIG, readConfig } from './config.ts';
import type { AcknowledgedSetting, Config } from './config.ts';

/**
 * Puts what `change` makes of the known hogs into the configuration: the file named, or `memhog.json` in `cwd`, which is made
 * if there is none. Other settings and the order of all keys stay; without any known hog left the key goes. Written beside and
 * renamed. Gives back the name of the file. Throws UsageError when it cannot be understood or written.
 */
export function changeAcknowledged(
  path: string | undefined,
  cwd: string,
  change: (known: readonly AcknowledgedSetting[]) => readonly AcknowledgedSetting[],
): string {
  const name = path ?? DEFAULT_CONFIG;
  const file = resolve(cwd, name);
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  const config = isThere ? readConfig(name, cwd) : {};
  const acknowledged = change(config.acknowledged ?? []);
  const { acknowledged: old, ...others } = config;
  const kept = old === undefined ? others : config;
  const next: Config = acknowledged.length === 0 ? others : { ...kept, acknowledged };
  try {
    write(isThere ? realpathSync(file) : file, `${JSON.stringify(next, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(whyNotWritable(name, error));
  }
  return name;
}

function write(file: string, text: string): void {
  const before = statSync(file, { throwIfNoEntry: false });
  if (before && readFileSync(file, 'utf8') === text) return;
  const scratch = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(scratch, text, before ? { mode: before.mode } : {});
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  }
}
