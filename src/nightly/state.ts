/**
 * What a nightly run must remember: how far each file has been read, and on which day each worker has arrived.
 * Kept as one JSON file beside the reports, replaced as a whole: its renaming is the moment a night counts.
 */
import { InputError } from '../errors.ts';

/** Name and version of the file's form. */
export const STATE_SCHEMA = 'memhog.state/1';

/** How far one file has been read. */
export interface ReadFile {
  /** Its name when it was last read. */
  readonly path: string;
  /** The log it is a piece of. */
  readonly source: string;
  /** Device and inode, as text. */
  readonly inode: string;
  /** Bytes of text (after decompression) that have been taken in. */
  readonly offset: number;
  /** Bytes on disk when it was last read. */
  readonly size: number;
  /** SHA-256 of its first `headLength` bytes of text: what it is known by under another name. */
  readonly head: string;
  readonly headLength: number;
}

/** One day of the reports. */
export interface Day {
  /** `2026-11-22`. */
  readonly day: string;
  /** SHA-256 of the day's profile file, which tells a profile that counts from one left by a run that was killed. */
  readonly profile: string;
  /** Its page has not been written since its profile changed. */
  readonly isStale: boolean;
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

function isReadFile(value: unknown): value is ReadFile {
  return (
    isObject(value) &&
    isText(value['path']) &&
    isText(value['source']) &&
    isText(value['inode']) &&
    isCount(value['offset']) &&
    isCount(value['size']) &&
    isDigest(value['head']) &&
    isCount(value['headLength'])
  );
}

function isKnownDay(value: unknown): value is Day {
  return (
    isObject(value) &&
    isDay(value['day']) &&
    isDigest(value['profile']) &&
    typeof value['isStale'] === 'boolean'
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
  const { looked, files, arrived, days } = value;
  if (
    !(looked === null || isCount(looked)) ||
    !Array.isArray(files) ||
    !files.every(isReadFile) ||
    !Array.isArray(arrived) ||
    !arrived.every(isArrival) ||
    !Array.isArray(days) ||
    !days.every(isKnownDay)
  )
    throw new InputError(`${name} is damaged; ${wayOut}`);
  return { looked, files, arrived, days };
}
