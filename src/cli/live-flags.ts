/** Flags of `memhog live`, checked. */
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { LiveOptions } from '../live/live.ts';
import type { SavedPositions } from '../live/saver.ts';
import { warningLine } from '../render/error-line.ts';
import { renderJsonLine } from '../render/json.ts';
import type { Io } from './io.ts';
import type { ViewFlags, ViewOptions } from './options.ts';
import { UNITS } from './time.ts';

/** Length of the window when nobody says. */
export const DEFAULT_WINDOW = '15m';

/** Flags as commander gives them. */
export interface LiveFlags extends ViewFlags {
  readonly window?: string;
  readonly interval?: string;
  readonly fromStart?: boolean;
  readonly on?: string;
  readonly exec?: string;
  readonly coolDown?: string;
  readonly metrics?: string;
  readonly save?: string;
  readonly resume?: boolean;
}

/** A length of time such as `15m`, in seconds. Throws UsageError for anything else. */
export function lengthFlag(flag: string, text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const seconds = match ? Number(match[1]) * UNITS[match[2]!]! : 0;
  if (seconds <= 0) throw new UsageError(`${flag} '${text}' is no length of time: write 30s, 15m or 2h`);
  return seconds;
}

/** Where metrics are served when only a port is named. */
const LOOPBACK = '127.0.0.1';

/** An address such as `127.0.0.1:9464`, `[::1]:9464` or `9464` (this machine only). Throws UsageError for anything else. */
export function addressFlag(flag: string, text: string): { readonly host: string; readonly port: number } {
  const match = /^(?:(\[[0-9a-fA-F:.]+\]|[^\s:[\]]+):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (!match || port < 1 || port > 65_535)
    throw new UsageError(`${flag} '${text}' is no address: write 127.0.0.1:9464, or a port alone`);
  return { host: (match[1] ?? LOOPBACK).replace(/^\[|\]$/g, ''), port };
}

/** Checks flags that only make sense together. Throws UsageError. */
export function checkTogether(flags: LiveFlags, isPiped: boolean): void {
  if (flags.on !== undefined && flags.exec === undefined)
    throw new UsageError("--on says when, --exec 'command' says what: give both");
  if (flags.on === undefined && flags.coolDown !== undefined && flags.exec === undefined)
    throw new UsageError("--cool-down belongs to --exec 'command': give both");
  if (flags.resume === true && flags.save === undefined)
    throw new UsageError('--resume goes on from what --save FILE has kept: give both');
  if (flags.resume === true && isPiped)
    throw new UsageError(
      'a pipe cannot know which of its lines were read before, so --resume cannot be used with it: name the log instead (memhog live access.log --save live.memhog --resume)',
    );
  if (flags.fromStart === true && isPiped)
    throw new UsageError(
      '--from-start is for files that memhog follows itself; tail -n +1 -f does it for a pipe',
    );
  if (flags.redact === true)
    throw new UsageError(
      'live shows what it reads, so --redact cannot be used with it; memhog profile --redact makes a profile to share',
    );
}

const DEFAULT_INTERVAL = '10s';
const DEFAULT_COOL_DOWN = '1h';

/** What the flags say of how a run shows itself and whom it tells. */
export function liveRunFlags(
  flags: LiveFlags,
  view: ViewOptions,
  before: SavedPositions | undefined,
  io: Io,
): Omit<LiveOptions, 'wishes' | 'finish' | 'historyNote' | 'historyNames' | 'trouble'> {
  const interval = 1000 * lengthFlag('--interval', flags.interval ?? DEFAULT_INTERVAL);
  const coolDown = 1000 * lengthFlag('--cool-down', flags.coolDown ?? DEFAULT_COOL_DOWN);
  return {
    view: shownAs(view, io),
    limit: view.rank.limit ?? null,
    color: io.color,
    windowLabel: flags.window ?? DEFAULT_WINDOW,
    interval,
    alarm:
      flags.exec === undefined
        ? undefined
        : { on: flags.on === 'suspect' ? 'suspect' : 'leak', command: flags.exec, coolDown },
    metrics: flags.metrics === undefined ? undefined : addressFlag('--metrics', flags.metrics),
    save: flags.save === undefined ? undefined : { path: resolve(io.cwd, flags.save), before },
    clock: () => {
      const { epoch, ahead } = io.now();
      return new Date(epoch + ahead).toISOString().slice(0, 19);
    },
    print: (text) => io.out(text),
    renderRanking: renderJsonLine,
    warn: (text) => io.err(warningLine(text)),
  };
}

/** A screen where there is one; else what can stand before the final result in the same stream. */
function shownAs({ output, out }: ViewOptions, io: Io): LiveOptions['view'] {
  if (output === 'table' && io.stdoutIsTerminal) return 'screen';
  if (out !== undefined && out !== '-') return 'nothing';
  return output === 'table' ? 'lines' : output === 'json' ? 'rankings' : 'nothing';
}
