/** Writing to a descriptor, whatever is behind it. */
import { writeSync } from 'node:fs';
import { InputError } from '../errors.ts';
import { whyNotWritable } from './why-not-writable.ts';

/** Writes all of it, also where a pipe takes only part at a time. Throws InputError where it cannot be written. */
export function writeAll(descriptor: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The reader has gone (`| head`): there is nobody left to tell.
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN')
        throw new InputError(whyNotWritable(descriptor === 1 ? 'the result' : 'messages', error));
    }
  }
}
