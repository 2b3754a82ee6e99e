/** Inputs that are not lines of a log but documents of memhog's own, one a line: taken out whole. */
import { InputError } from '../errors.ts';
import type { Chunks } from './chunks.ts';
import { copyOf } from './chunks.ts';

/** Who recognises a document by its first bytes, and takes each one. */
export interface DocumentHook {
  readonly matches: (head: Uint8Array) => boolean;
  readonly onDocument: (text: string) => void;
}

/** First bytes that are enough to recognise a document. */
const ENOUGH = 64;
const BRACE = 0x7b;

/** All documents of an input may take this much text. */
const LARGEST = 2 ** 29;

/** Passes the chunks of a log through; hands the documents of any other input to `hook` and passes nothing. */
export async function* withoutDocuments(
  text: Chunks,
  name: string,
  hook: DocumentHook | undefined,
): AsyncGenerator<Uint8Array> {
  const chunks = text[Symbol.asyncIterator]();
  try {
    let head: Uint8Array | undefined;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      head = head ? Buffer.concat([head, next.value]) : next.value;
      if (head.length >= ENOUGH || (head.length > 0 && head[0] !== BRACE)) break;
      head = copyOf(head);
    }
    if (!head) return;
    if (hook?.matches(head)) {
      const parts = [Buffer.from(copyOf(head))];
      let size = head.length;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        size += next.value.length;
        if (size > LARGEST)
          throw new InputError(
            `${name} is a profile of more than 512 MiB: that is more than any profile needs, make it again`,
          );
        parts.push(Buffer.from(copyOf(next.value)));
      }
      for (const line of Buffer.concat(parts).toString('utf8').split('\n'))
        if (line !== '') hook.onDocument(line);
      return;
    }
    yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}
