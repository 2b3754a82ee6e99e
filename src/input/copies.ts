/** The same log under two names: a copy, the compressed twin of a file, or a copy of its beginning. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { InputWarning } from './chunks.ts';
import type { Discovered, Input } from './discover.ts';
import { headOf, readText } from './head-of-text.ts';

/** So much of files whose first lines are equal is compared before any is read whole, in bytes of text. */
const HEAD = 65_536;
/** So much of a first line is looked at. */
const FIRST_LINE = 4096;
/** Of more files that begin with the same line none is compared: their heads alone would take 64 MiB. */
const MOST_ALIKE = 1000;

type File = Input & { readonly kind: 'file' };

/** Length of the text and its digest; of its first `most` bytes alone. */
async function measure(file: File, most = Infinity): Promise<{ length: number; digest: string }> {
  const hash = createHash('sha256');
  let length = 0;
  await readText(file, most, (part) => {
    hash.update(part);
    length += part.length;
  });
  return { length, digest: hash.digest('hex') };
}

/** Files whose first lines are equal, in sets of two or more; the others are not looked at further. */
async function withEqualFirstLines(files: readonly File[]): Promise<File[][]> {
  const sets = new Map<string, File[]>();
  for (const file of files) {
    const head = await headOf(file, FIRST_LINE);
    if (head.length === 0) continue;
    const end = head.indexOf('\n');
    const key = head.toString('latin1', 0, end < 0 ? head.length : end);
    const set = sets.get(key);
    if (set) set.push(file);
    else sets.set(key, [file]);
  }
  return [...sets.values()].filter(({ length }) => length > 1);
}

/** Those of a set of which one may be the beginning of another, as far as the heads show. */
async function alike(set: readonly File[]): Promise<File[]> {
  const heads: Buffer[] = [];
  for (const file of set) heads.push(await headOf(file, HEAD));
  return set.filter((_, i) =>
    heads.some((other, j) => i !== j && (isBeginning(heads[i]!, other) || isBeginning(other, heads[i]!))),
  );
}

const isBeginning = (short: Buffer, long: Buffer): boolean =>
  short.length <= long.length && short.equals(long.subarray(0, short.length));

interface Measured {
  readonly file: File;
  readonly length: number;
  readonly digest: string;
}

/** The file among `longer` that begins with the whole of `one`, of the same folder where there is a choice. */
async function originalOf(one: Measured, longer: readonly Measured[]): Promise<Measured | undefined> {
  const folder = dirname(one.file.path);
  const nearFirst = [...longer].sort(
    (a, b) => Number(dirname(b.file.path) === folder) - Number(dirname(a.file.path) === folder),
  );
  for (const other of nearFirst) {
    const { digest } = other.length === one.length ? other : await measure(other.file, one.length);
    if (digest === one.digest) return other;
  }
  return undefined;
}

function warningOf(copy: Measured, original: Measured, isLeftOut: boolean): InputWarning {
  const holds =
    copy.length === original.length ? 'holds the same lines as' : 'holds the lines at the beginning of';
  const counted = isLeftOut ? 'they are counted once' : 'both are counted: leave one out if it is a copy';
  return { code: 'copy', text: `${copy.file.name} ${holds} ${original.file.name}; ${counted}` };
}

function notCompared(set: readonly File[]): InputWarning {
  const text = `${set.length} files begin with the same line as ${set[0]!.name}; so many are not compared with each other, so a copy among them is counted twice`;
  return { code: 'not-compared', text };
}

/**
 * The inputs without files whose text is wholly that of another in the same folder, or the beginning of it, and a warning
 * for each left out: of equal files the first stays, else the longer one. Files that go on differently are all kept. Twins
 * in different folders are kept too, with a warning: a folder for each host is how logs of a fleet are kept. Pipes are not
 * looked into, nor are files of which more than a thousand begin alike, with a warning. Throws InputError for a file that cannot be read.
 */
export async function withoutCopies({ inputs, warnings }: Discovered): Promise<Discovered> {
  const files = inputs.filter((input) => input.kind === 'file');
  if (files.length < 2) return { inputs, warnings };
  const copies = new Set<Input>();
  const found: InputWarning[] = [];
  for (const set of await withEqualFirstLines(files)) {
    if (set.length > MOST_ALIKE) {
      found.push(notCompared(set));
      continue;
    }
    const measured: Measured[] = [];
    for (const file of await alike(set)) measured.push({ file, ...(await measure(file)) });
    const kept: Measured[] = [];
    for (const one of measured.sort((a, b) => b.length - a.length)) {
      const original = await originalOf(one, kept);
      const isLeftOut = original !== undefined && dirname(original.file.path) === dirname(one.file.path);
      if (original) found.push(warningOf(one, original, isLeftOut));
      if (isLeftOut) copies.add(one.file);
      else kept.push(one);
    }
  }
  return { inputs: inputs.filter((input) => !copies.has(input)), warnings: [...warnings, ...found] };
}
