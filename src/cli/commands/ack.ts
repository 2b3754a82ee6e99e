import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Acknowledged } from '../../ranking/ranking.ts';
import { warningLine } from '../../render/error-line.ts';
import { safeText } from '../../render/safe-text.ts';
import { acknowledgedIn, holdsOn, today } from '../acknowledged.ts';
import { changeAcknowledged } from '../config-file.ts';
import { DEFAULT_CONFIG, readConfig } from '../config.ts';
import type { AcknowledgedSetting, Config } from '../config.ts';
import { looksLikeEndpoint, tidyName } from '../endpoint-name.ts';
import type { ExitCode, Io } from '../io.ts';
import { knownEndpoints } from '../known-endpoints.ts';

/** Flags of `ack`. */
export interface AckFlags {
  readonly config?: string;
  readonly until?: string;
  readonly note?: string;
  readonly remove?: string;
}

/** `memhog ack`: acknowledges a known hog, lists them, or lets one go. */
export function ack(endpoint: string | undefined, flags: AckFlags, io: Io): ExitCode {
  if (flags.remove !== undefined) {
    if (endpoint !== undefined || flags.until !== undefined || flags.note !== undefined)
      throw new UsageError(
        `ack --remove takes the endpoint and nothing else: memhog ack --remove 'GET /export'`,
      );
    return remove(flags.remove, flags, io);
  }
  if (endpoint !== undefined) return add(endpoint, flags, io);
  if (flags.until !== undefined || flags.note !== undefined)
    throw new UsageError(`ack: which endpoint? memhog ack 'GET /export' --until 2026-12-31`);
  io.out(listing(acknowledgedIn(readConfig(flags.config, io.cwd)), today(io)));
  return 0;
}

function add(given: string, { config, until, note }: AckFlags, io: Io): ExitCode {
  const endpoint = tidyName(given);
  if (endpoint === '')
    throw new UsageError(`ack: the endpoint is empty; write it as reports show it, such as 'GET /export'`);
  if (until !== undefined) checkDay(until, today(io));
  const { out } = readIfThere(config, io);
  const known = knownEndpoints(out, io.cwd);
  refuseNoEndpoint(endpoint, known);
  const made: AcknowledgedSetting = {
    endpoint,
    ...(until === undefined ? {} : { until }),
    ...(note === undefined ? {} : { note }),
  };
  const name = changeAcknowledged(config, io.cwd, (all) =>
    all.some((one) => one.endpoint === endpoint)
      ? all.map((one) => (one.endpoint === endpoint ? made : one))
      : [...all, made],
  );
  const held = until === undefined ? 'until it is removed' : `until ${until}`;
  io.out(`${safeText(endpoint)} is acknowledged ${held} (in ${safeText(name)})\n`);
  if (known !== undefined && !known.has(endpoint)) io.err(warningLine(unknown(endpoint, out ?? '', known)));
  return 0;
}

/** The settings as they stand; none where the file named is still to be made. */
function readIfThere(config: string | undefined, io: Io): Config {
  return config === undefined || existsSync(resolve(io.cwd, config)) ? readConfig(config, io.cwd) : {};
}

/** Throws UsageError for what neither looks like an endpoint nor stands in a report. */
function refuseNoEndpoint(endpoint: string, known: ReadonlySet<string> | undefined): void {
  if (looksLikeEndpoint(endpoint) || known?.has(endpoint)) return;
  throw new UsageError(
    `ack: '${endpoint}' is no endpoint: write it as reports show it, such as 'GET /export', '/export' or the name of a task`,
  );
}

/** Endpoints named as perhaps meant. */
const NAMED = 3;

function unknown(endpoint: string, out: string, known: ReadonlySet<string>): string {
  const path = endpoint.slice(endpoint.indexOf(' ') + 1);
  const alike = [...known].filter((one) => one.endsWith(` ${path}`) || one === path).slice(0, NAMED);
  const hint = alike.length > 0 ? `; they know ${alike.map((one) => `'${one}'`).join(', ')}` : '';
  return `the last reports in ${out} know no '${endpoint}': as long as they do not, this does nothing${hint}`;
}

function remove(given: string, { config }: AckFlags, io: Io): ExitCode {
  const known = acknowledgedIn(readConfig(config, io.cwd));
  // What a version before this took as it was written can be removed as it was written.
  const endpoint = known.some((one) => one.endpoint === given.trim()) ? given.trim() : tidyName(given);
  if (!known.some((one) => one.endpoint === endpoint)) {
    const there = known.map((one) => `'${one.endpoint}'`).join(', ');
    throw new UsageError(
      `ack --remove: '${endpoint}' is not acknowledged; ${there === '' ? 'nothing is' : `what is: ${there}`}`,
    );
  }
  const name = changeAcknowledged(config, io.cwd, (all) => all.filter((one) => one.endpoint !== endpoint));
  io.out(`${safeText(endpoint)} is no longer acknowledged (in ${safeText(name)})\n`);
  return 0;
}

/** Throws UsageError for what is no day, or one that has passed. */
function checkDay(until: string, now: string): void {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(until) && !Number.isNaN(Date.parse(until));
  // Date.parse rolls 31 February over into March.
  if (!isDay || new Date(until).toISOString().slice(0, 10) !== until)
    throw new UsageError(`--until '${until}' is no day: write it as 2026-12-31`);
  if (until < now) throw new UsageError(`--until ${until} has passed already; today is ${now}`);
}

function listing(known: readonly Acknowledged[], now: string): string {
  if (known.length === 0)
    return `nothing is acknowledged; memhog ack 'GET /export' --until 2026-12-31 --note '…' puts an endpoint into ${DEFAULT_CONFIG}\n`;
  return known
    .map((one) => {
      const until = one.until === '' ? 'until it is removed' : `until ${one.until}`;
      const held = holdsOn(one, now) ? until : `expired on ${one.until}`;
      return `${safeText(one.endpoint)}  ${held}${one.note === '' ? '' : `  ${safeText(one.note)}`}\n`;
    })
    .join('');
}
