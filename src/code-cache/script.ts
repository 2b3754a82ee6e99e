/**
 * Scripts that keep what V8 made of them, beside them: to compile takes a fifth of what a small log takes in all.
 *
 * It lies where the code lies, so whoever may write it may write the code. V8 takes it only for a text of the same length, from
 * the same version under the same flags; that it is the same text is sure by its name, which `build.mjs` makes of what it holds.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** What was kept and is of no use (another version of Node, other flags) is replaced when it is so old, in milliseconds: two that alternate do not write each time. */
const LEAST_AGE = 24 * 60 * 60 * 1000;
/** What is being written for longer has been left behind by a process that ended, in milliseconds. */
const LONGEST_WRITING = 60 * 1000;

/** Behind what is kept stands a sum of it, in bytes. */
const SUM = 4;

/** Scripts of this thread of which nothing useful is kept. */
const unkept: { readonly script: Script; readonly kept: string }[] = [];

/** What a script is given, as a function of these. */
type Body = (
  module: { exports: Readonly<Record<string, unknown>> },
  require: NodeJS.Require,
  load: (name: string) => Promise<unknown>,
  place: string,
) => void;

/** Runs the script at `place`, and gives what it exports. Its text is a function as `Body` says it. */
export function runScript(place: URL): Readonly<Record<string, unknown>> {
  const filename = fileURLToPath(place);
  const kept = `${filename}.cache`;
  const cachedData = mayKeep() ? read(kept) : undefined;
  const script = new Script(readFileSync(filename, 'utf8'), {
    filename,
    ...(cachedData ? { cachedData } : {}),
  });
  if (!cachedData || script.cachedDataRejected === true) unkept.push({ script, kept });
  const body = script.runInThisContext() as Body;
  const module = { exports: {} };
  body(module, createRequire(place), (name) => import(name), place.href);
  return module.exports;
}

/** Keeps what V8 has made by now of the scripts of this thread, where it was not kept before and may be written. */
export function keepCompiled(): void {
  if (!mayKeep()) return;
  for (const { script, kept } of unkept.splice(0))
    if (isFree(kept, LEAST_AGE)) write(kept, script.createCachedData());
}

/** Node's own name for it is heeded. */
function mayKeep(): boolean {
  return (process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') === '';
}

/** What was kept, where it stands as it was written: V8 does not look, and what a disk has spoilt would end the process. */
function read(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const content = bytes.subarray(0, -SUM);
    return bytes.length > SUM && bytes.readUInt32LE(content.length) === crc32(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is no such file, or an old one. */
function isFree(file: string, age: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined || Date.now() - found.mtimeMs > age;
}

/** Writes it whole or not at all; one process at a time. */
function write(file: string, compiled: Buffer): void {
  const content = Buffer.concat([compiled, Buffer.alloc(SUM)]);
  content.writeUInt32LE(crc32(compiled), compiled.length);
  const beside = `${file}.tmp`;
  let descriptor: number | undefined;
  try {
    if (isFree(beside, LONGEST_WRITING)) rmSync(beside, { force: true });
    descriptor = openSync(beside, 'wx');
    for (let at = 0; at < content.length;) at += writeSync(descriptor, content, at);
    // A name must not outlive a fall of the machine that its content did not.
    fsyncSync(descriptor);
    renameSync(beside, file);
  } catch {
    // Where nobody may write beside the code it is compiled each time.
    if (descriptor !== undefined) rmSync(beside, { force: true });
  }
  if (descriptor !== undefined) closeSync(descriptor);
}
