/** `memhog.json`: what one would otherwise type every time. Flags win over it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** The settings a configuration file may hold. */
export interface Config {
  /** Logs or profiles to read when none is named. */
  readonly inputs?: readonly string[];
  /** Route rules, first match wins. */
  readonly routes?: readonly string[];
  /** Query parameters that are part of the route. */
  readonly keepQuery?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly top?: number;
  readonly minCalls?: number;
  /** Where `parse` writes. */
  readonly out?: string;
  /** As the flags of the same name. */
  readonly by?: string;
  readonly metric?: string;
  readonly limit?: string;
  readonly output?: string;
  readonly sort?: string;
  readonly failOn?: string;
  readonly logFormat?: string;
  readonly uwsgiIni?: string;
  readonly pattern?: string;
  /** Names of fields in JSON, logfmt and LTSV lines: ours to theirs. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Known hogs (see `memhog ack`): the last day it holds, if any, and why. */
  readonly acknowledged?: readonly AcknowledgedSetting[];
  /** Nights that `report` keeps. */
  readonly keep?: number;
  /** What `advise` is told of the machine, as the flags of the same name. */
  readonly server?: string;
  readonly serverVersion?: string;
  readonly memory?: string;
  readonly workers?: number;
  readonly reserve?: string;
}

/** One known hog as the configuration holds it. */
export interface AcknowledgedSetting {
  readonly endpoint: string;
  readonly until?: string;
  readonly note?: string;
}

/** The configuration when none is named. */
export const DEFAULT_CONFIG = 'memhog.json';
const LARGEST = 1 << 20;
const EXAMPLE = '{"inputs": ["access.log"]}';

type Check = (value: unknown) => boolean;
const isTexts: Check = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isNames: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one === 'string');
const isAcknowledged: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  'endpoint' in value &&
  isText(value.endpoint) &&
  Object.entries(value).every(
    ([key, one]) =>
      typeof one === 'string' &&
      ['endpoint', 'until', 'note'].includes(key) &&
      (key !== 'until' || /^\d{4}-\d\d-\d\d$/.test(one)),
  );
const isText: Check = (value) => typeof value === 'string' && value !== '';

const KEYS: Readonly<Record<keyof Config, { readonly check: Check; readonly expects: string }>> = {
  inputs: { check: isTexts, expects: 'a list of file names' },
  routes: { check: isTexts, expects: `a list of routes such as "/blog/:slug"` },
  keepQuery: { check: isTexts, expects: 'a list of parameter names' },
  include: { check: isTexts, expects: 'a list of patterns' },
  exclude: { check: isTexts, expects: 'a list of patterns' },
  top: { check: isCount, expects: 'a whole number' },
  minCalls: { check: isCount, expects: 'a whole number' },
  out: { check: isText, expects: 'a path' },
  by: { check: isText, expects: 'a word, as after --by' },
  metric: { check: isText, expects: 'a figure, as after --metric' },
  limit: { check: isText, expects: 'a size such as "512M"' },
  output: { check: isText, expects: 'a format, as after --output' },
  sort: { check: isText, expects: 'a key, as after --sort' },
  failOn: { check: isText, expects: 'a verdict, as after --fail-on' },
  logFormat: { check: isText, expects: 'a format string, as after --log-format' },
  uwsgiIni: { check: isText, expects: 'the name of an ini file' },
  pattern: { check: isText, expects: 'a pattern with named groups' },
  acknowledged: {
    check: (value) => Array.isArray(value) && value.every(isAcknowledged),
    expects: 'a list such as [{"endpoint": "GET /export", "until": "2026-12-31", "note": "…"}]',
  },
  keep: { check: isCount, expects: 'a whole number of nights' },
  server: { check: isText, expects: 'the name of a server, as after --server of advise' },
  serverVersion: { check: isText, expects: 'a version such as "2.0.30"' },
  memory: { check: isText, expects: 'a size such as "4G"' },
  workers: { check: (value) => isCount(value) && value !== 0, expects: 'a whole number, 1 or more' },
  reserve: { check: isText, expects: 'a part or size such as "25%" or "512M"' },
  fields: { check: isNames, expects: 'an object such as {"rss": "mem.rss", "path": "url"}' },
};

/** Checks every setting; what passes is a Config. */
function checked(value: Readonly<Record<string, unknown>>, name: string): Config {
  for (const [key, one] of Object.entries(value)) {
    const known = Object.entries(KEYS).find(([candidate]) => candidate === key)?.[1];
    if (!known)
      throw new UsageError(`${name}: unknown setting '${key}'; known are ${Object.keys(KEYS).join(', ')}`);
    if (!known.check(one)) throw new UsageError(`${name}: '${key}' must be ${known.expects}`);
  }
  return value;
}

/** The text of a file, at most one byte more than a configuration may have: what is named may have no end. */
function textOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const room = Buffer.alloc(LARGEST + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < room.length; length += read)
      read = readSync(file, room, length, room.length - length, null);
    return room.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** Where JSON.parse gave up: its words differ from Node to Node, the position in them does not. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return 'it ends too early';
  const before = text.slice(0, Number(position)).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** Reads the file named, or `memhog.json` in `cwd` if there is one. Throws UsageError when it cannot be understood. */
export function readConfig(path: string | undefined, cwd: string): Config {
  const name = path ?? DEFAULT_CONFIG;
  let text: string;
  try {
    text = textOf(resolve(cwd, name));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (path === undefined && isMissing) return {};
    throw new UsageError(
      `cannot read the configuration ${name}: ${isMissing ? 'there is no such file; check the name' : 'is it a file, and may you read it?'}`,
    );
  }
  if (Buffer.byteLength(text) > LARGEST)
    throw new UsageError(`${name} is larger than 1 MiB: is it a configuration?`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is not JSON (${placeOf(error, text)}); it should look like ${EXAMPLE}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${name} must hold one JSON object, such as ${EXAMPLE}`);
  return checked({ ...value }, name);
}
