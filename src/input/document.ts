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
const NEWLINE = 0x0a;

/** One document may take this much text (256 MiB). */
export const LARGEST_DOCUMENT = 2 ** 28;

/** Puts the pieces of documents together, one document at a time. */
class Documents {
  readonly #name: string;
  readonly #hook: DocumentHook;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(name: string, hook: DocumentHook) {
    this.#name = name;
    this.#hook = hook;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const end = chunk.indexOf(NEWLINE, at);
      this.#keep(chunk.subarray(at, end < 0 ? chunk.length : end));
      if (end < 0) return;
      this.end();
      at = end + 1;
    }
  }

  /** The document is whole; an empty line is none. */
  end(): void {
    const text = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    if (text !== '') this.#hook.onDocument(text);
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > LARGEST_DOCUMENT)
      throw new InputError(
        `${this.#name} is a profile of more than 256 MiB: that is more than any profile needs, make it again`,
      );
    this.#parts.push(Buffer.from(part));
  }
}

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
      const documents = new Documents(name, hook);
      documents.push(head);
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
        documents.push(next.value);
      documents.end();
      return;
    }
    yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}
