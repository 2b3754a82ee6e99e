/**
 * What a nightly run must remember: how far each file has been read, and on which day each worker has arrived.
 * Kept as one JSON file beside the reports, replaced as a whole: its renaming is the moment a night counts.
 */
import { InputError } from '../errors.ts';
import type { ReadFile } from '../input/positions.ts';
import { isReadFile } from '../input/saved-positions.ts';

/** Name and version of the file's form. */
export const STATE_SCHEMA = 'memhog.state/1';

/** One day of the reports. */
export interface Day {
  /** `2026-11-22`. */
  readonly day: string;
  /** SHA-256 of the day's profile file, which tells a profile that counts from one left by a run that was killed. */
  readonly profile: string;
  /** Its page has not been written since its profile changed. */
  readonly isStale: boolean;
  /** Whether a run with --fail-on has looked at it since its profile changed; one of before this was noted has been looked at. */
  readonly isJudged?: boolean;
}

/** The whole state. */
export interface State {
  /** When the files were looked at (milliseconds since 1970); null if never. */
  readonly looked: number | null;
  readonly files: readonly ReadFile[];
  /** Day of each source, and of each worker of it that is not behind the others by more than a day. */
  readonly arrived: readonly { readonly key: string; readonly day: number }[];
  /** Oldest first. */
  readonly days: readonly Day[];
  /** Endpoints whose leaks a run with --fail-on has failed on; none in a state of before this was noted. */
  readonly alarmed?: readonly string[];
}

/** Nothing was ever read. */
export const NO_STATE: State = { looked: null, files: [], arrived: [], days: [] };

/** The text of a state. */
export function encodeState(state: State): string {
  return `${JSON.stringify({ schema: STATE_SCHEMA, ...state })}\n`;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isDay = (value: unknown): value is string => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value);
const isDigest = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);

function isKnownDay(value: unknown): value is Day {
  return (
    isObject(value) &&
    isDay(value['day']) &&
    isDigest(value['profile']) &&
    typeof value['isStale'] === 'boolean' &&
    (value['isJudged'] === undefined || typeof value['isJudged'] === 'boolean')
  );
}

function isArrival(value: unknown): value is State['arrived'][number] {
  return isObject(value) && isText(value['key']) && isCount(value['day']);
}

/** Reads a state. Throws InputError, naming the file, when it is damaged or of another version. */
export function decodeState(text: string, name: string): State {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const wayOut = 'move it away to start anew: every line still in the logs is then counted again';
  if (!isObject(value)) throw new InputError(`${name} is damaged: it is no JSON object; ${wayOut}`);
  if (value['schema'] !== STATE_SCHEMA)
    throw new InputError(`${name} was written by another version of memhog; ${wayOut}`);
  const { looked, files, arrived, days, alarmed } = value;
  if (
    !(looked === null || isCount(looked)) ||
    !Array.isArray(files) ||
    !files.every(isReadFile) ||
    !Array.isArray(arrived) ||
    !arrived.every(isArrival) ||
    !Array.isArray(days) ||
    !days.every(isKnownDay) ||
    !(alarmed === undefined || (Array.isArray(alarmed) && alarmed.every(isText)))
  )
    throw new InputError(`${name} is damaged; ${wayOut}`);
  return { looked, files, arrived, days, ...(alarmed === undefined ? {} : { alarmed }) };
}
