/** In which order the inputs are read: logs in time order, profiles and pipes where they were named. */
import type { Input } from '../input/discover.ts';
import { headOf } from '../input/head-of-text.ts';
import { inTimeOrder } from '../input/order.ts';
import { LineSplitter } from '../input/lines.ts';
import { looksLikeProfile } from '../profile/codec.ts';
import { NO_TIME } from '../record.ts';
import { RecordReader } from '../record-reader.ts';

/** Bytes that are enough to tell a profile from a log. */
const ENOUGH = 64;

/**
 * The inputs in reading order. Profiles of one source are consecutive pieces in the order given, and a pipe can be
 * read only once, so both keep their places; the log files among them change places with one another alone.
 * Throws InputError for a file that cannot be read.
 */
export async function inReadingOrder(inputs: readonly Input[]): Promise<Input[]> {
  const isLog: boolean[] = [];
  // One after the other: of a hundred thousand files not all can be open at a time.
  for (const input of inputs) isLog.push(input.kind === 'file' && !(await isProfile(input.path, input.name)));
  const logs = await inTimeOrder(
    inputs.filter((_, i) => isLog[i]),
    firstTime,
  );
  let next = 0;
  return inputs.map((input, i) => (isLog[i] ? logs[next++]! : input));
}

/** Whether the file is a profile, by its first bytes. Throws InputError when it cannot be read. */
export async function isProfile(path: string, name: string): Promise<boolean> {
  return looksLikeProfile(await headOf({ path, name }, ENOUGH));
}

/** The time of the first line in the head of a file that has one; where none has, that of the first wrapper. */
export function firstTime(head: Uint8Array): number | undefined {
  let first: number | undefined;
  let around: number | undefined;
  const reader = new RecordReader({}, (kind, record) => {
    if (kind !== 'foreign' && record.time !== NO_TIME) first ??= record.time;
    if (record.around.time !== NO_TIME) around ??= record.around.time;
  });
  const lines = new LineSplitter((bytes, start, end, offset) => {
    if (first === undefined) reader.line(bytes, start, end, offset);
  });
  lines.push(head);
  reader.end();
  return first ?? around;
}
