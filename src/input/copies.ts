/** The same log under two names: a copy, or the compressed twin of a file. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { InputWarning } from './chunks.ts';
import type { Discovered, Input } from './discover.ts';
import { readChunks } from './read-chunks.ts';
import { textChunks } from './text-chunks.ts';

/** So much of each file is compared before any is read whole, in bytes of text. */
const HEAD = 65_536;

async function digestOf(input: Input & { readonly kind: 'file' }, most: number): Promise<string> {
  const hash = createHash('sha256');
  let length = 0;
  // What is wrong with a file is told when it is read for its lines.
  const options = { name: input.name, onWarning: () => undefined };
  for await (const chunk of textChunks(readChunks(input.path, input.name), options)) {
    const part = chunk.subarray(0, most - length);
    hash.update(part);
    length += part.length;
    if (length >= most) break;
  }
  return length === 0 ? '' : hash.digest('hex');
}

/**
 * The inputs without files whose text is wholly that of a file before them in the same folder, and a warning for each
 * left out. Files that only begin alike are all kept. Twins in different folders are kept too, with a warning: a folder
 * for each host is how logs of a fleet are kept. Pipes are not looked into. Throws InputError for a file that cannot be read.
 */
export async function withoutCopies({ inputs, warnings }: Discovered): Promise<Discovered> {
  const files = inputs.filter((input) => input.kind === 'file');
  if (files.length < 2) return { inputs, warnings };
  const heads = new Map<string, (Input & { readonly kind: 'file' })[]>();
  for (const file of files) {
    const head = await digestOf(file, HEAD);
    heads.set(head, [...(heads.get(head) ?? []), file]);
  }
  const copies = new Set<Input>();
  const found: InputWarning[] = [];
  for (const [head, alike] of heads) {
    if (head === '' || alike.length < 2) continue;
    const originals = new Map<string, Input & { readonly kind: 'file' }>();
    for (const file of alike) {
      const whole = await digestOf(file, Infinity);
      const original = originals.get(whole);
      originals.set(whole, original ?? file);
      if (!original) continue;
      const isCopy = dirname(original.path) === dirname(file.path);
      if (isCopy) copies.add(file);
      const text = `${file.name} holds the same lines as ${original.name}; `;
      found.push({
        code: 'copy',
        text: text + (isCopy ? 'they are counted once' : 'both are counted: leave one out if it is a copy'),
      });
    }
  }
  return { inputs: inputs.filter((input) => !copies.has(input)), warnings: [...warnings, ...found] };
}
