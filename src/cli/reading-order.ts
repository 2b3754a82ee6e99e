/** In which order the inputs are read: logs in time order, profiles and pipes where they were named. */
import { allFormats } from '../formats/formats.ts';
import type { Input } from '../input/discover.ts';
import { inTimeOrder } from '../input/order.ts';
import { readChunks } from '../input/read-chunks.ts';
import { textChunks } from '../input/text-chunks.ts';
import { looksLikeProfile } from '../profile/codec.ts';

/** Bytes that are enough to tell a profile from a log. */
const ENOUGH = 64;

/**
 * The inputs in reading order. Profiles of one source are consecutive pieces in the order given, and a pipe can be
 * read only once, so both keep their places; the log files among them change places with one another alone.
 * Throws InputError for a file that cannot be read.
 */
export async function inReadingOrder(inputs: readonly Input[]): Promise<Input[]> {
  const isLog = await Promise.all(
    inputs.map(async (input) => input.kind === 'file' && !(await isProfile(input.path, input.name))),
  );
  const logs = await inTimeOrder(
    inputs.filter((_, i) => isLog[i]),
    firstTime,
  );
  let next = 0;
  return inputs.map((input, i) => (isLog[i] ? logs[next++]! : input));
}

async function isProfile(path: string, name: string): Promise<boolean> {
  let head = Buffer.alloc(0);
  for await (const chunk of textChunks(readChunks(path, name), { name, onWarning: () => undefined })) {
    head = Buffer.concat([head, chunk.subarray(0, ENOUGH)]);
    if (head.length >= ENOUGH) break;
  }
  return looksLikeProfile(head);
}

function firstTime(head: Uint8Array): number | undefined {
  for (const format of allFormats()) {
    const time = format.firstTime(head);
    if (time !== undefined) return time;
  }
  return undefined;
}
