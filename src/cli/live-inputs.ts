/** From the arguments of `memhog live` to what is followed, and to the history it begins with. */
import { fstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { discover } from '../input/discover.ts';
import type { FollowTarget } from '../input/follow.ts';
import { sourceOf } from '../input/source-name.ts';
import type { Config } from './config.ts';
import type { Io } from './io.ts';
import { identityOf } from './not-the-log.ts';
import { isProfile } from './reading-order.ts';

/** What to read live. */
export interface LiveInputs {
  /** Logs to follow; empty where lines come by standard input. */
  readonly targets: readonly FollowTarget[];
  /** Profiles to begin with: their paths and names. */
  readonly profiles: readonly { readonly path: string; readonly name: string }[];
}

/** Characters that make a name a pattern. */
const PATTERN = /[*?[\]{}]/;

/**
 * Sorts out the arguments. A log that is not there yet is waited for. Throws UsageError where nothing is named and nothing is
 * piped in, or where both are.
 */
export async function liveInputs(files: readonly string[], config: Config, io: Io): Promise<LiveInputs> {
  const isPiped = !io.stdinIsTerminal && (config.inputs === undefined || carriesLog());
  const named = files.length > 0 || isPiped ? files : (config.inputs ?? []);
  if (named.length === 0 && !isPiped)
    throw new UsageError(
      'no log given: pipe one in (tail -f access.log | memhog --live) or name one (memhog live access.log)',
    );
  const targets: FollowTarget[] = [];
  const profiles: { path: string; name: string }[] = [];
  for (const name of named.filter((one) => one !== '-')) {
    const path = resolve(io.cwd, name);
    if (statSync(path, { throwIfNoEntry: false }) === undefined && !PATTERN.test(name)) {
      targets.push({ path, name, source: sourceOf(name, io.cwd) });
      continue;
    }
    for (const input of (await discover([name], io.cwd)).inputs) {
      if (input.kind !== 'file')
        throw new UsageError(
          `${input.name} is no file that could be followed: memhog live < ${input.name} reads it`,
        );
      if (await isProfile(input.path, input.name)) profiles.push(input);
      else targets.push({ path: input.path, name: input.name, source: input.source });
    }
  }
  if (targets.length > 0 && named.includes('-'))
    throw new UsageError('live reads either files or standard input, not both: leave out - or the files');
  if (targets.length === 0 && profiles.length > 0 && !named.includes('-') && !isPiped)
    throw new UsageError('only profiles were named: name the log to follow as well, or pipe one in');
  return { targets: withoutRepeats(targets), profiles };
}

/** Each log once, by whatever names it was given. */
function withoutRepeats(targets: readonly FollowTarget[]): readonly FollowTarget[] {
  const seen = new Set<string>();
  return targets.filter(({ path }) => {
    const identity = identityOf(path) ?? path;
    const isNew = !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

/** Whether standard input is a pipe or a file, and not what a service is started with. */
function carriesLog(): boolean {
  try {
    const found = fstatSync(0);
    return found.isFIFO() || found.isFile();
  } catch {
    return false;
  }
}
