/**
 * Scripts that keep what V8 made of them, beside them: to compile takes an eighth of what a small log takes in all.
 *
 * It lies where the code lies, so whoever may write it may write the code. V8 takes it only for a text of the same length, from
 * the same V8 under the same flags; that it is the same text is sure by its name, which `build.mjs` makes of what it holds, and
 * that it is the same Node by the sum behind it.
 */
import {
  closeSync,
  fchmodSync,
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
/** All may read it, and only its owner may write. */
const MODE = 0o644;

/** Scripts of this thread of which nothing useful is kept. */
const unkept: { readonly script: Script; readonly kept: string }[] = [];

/** What a script is given, as a function of these. */
type Body = (
  module: { exports: Readonly<Record<string, unknown>> },
  require: NodeJS.Require,
  load: (name: string) => Promise<unknown>,
  place: string,
) => void;

/** Runs the script at `place`, and gives what it exports. Its text is a function as `Body` says it, in ASCII. */
export function runScript(place: URL): Readonly<Record<string, unknown>> {
  const filename = fileURLToPath(place);
  const kept = `${filename}.cache`;
  const cachedData = mayKeep() ? read(kept) : undefined;
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(cachedData ? { cachedData } : {}),
  });
  if (!cachedData || script.cachedDataRejected === true) unkept.push({ script, kept });
  const body = script.runInThisContext() as Body;
  const module = { exports: {} };
  body(module, createRequire(place), (name) => import(name), place.href);
  return module.exports;
}

/** Keeps what V8 has made by now of the scripts of this thread, where it was not kept before and may be written. Never throws. */
export function keepCompiled(): void {
  if (!mayKeep()) return;
  for (const { script, kept } of unkept.splice(0)) {
    try {
      keep(script, kept);
    } catch {
      // Where nobody may write beside the code it is compiled each time.
    }
  }
}

/** Node's own name for it is heeded. */
function mayKeep(): boolean {
  return (process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') === '';
}

/** The sum of what was kept by this Node. */
function sumOf(compiled: Uint8Array): number {
  const { version, arch, platform, execPath } = process;
  // V8 takes what another Node with the same V8 has kept, whose own parts lie elsewhere, and ends the process.
  return crc32(compiled, crc32([version, arch, platform, execPath].join('\n')));
}

/** What this Node has kept, where it stands as it was written: V8 does not look, and what a disk has spoilt would end the process. */
function read(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const compiled = bytes.subarray(0, -SUM);
    return bytes.length > SUM && bytes.readUInt32LE(compiled.length) === sumOf(compiled)
      ? compiled
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is no such file, or one so old, in milliseconds. */
function isFree(file: string, age: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined || Date.now() - found.mtimeMs > age;
}

/** Writes it whole or not at all; one process at a time. */
function keep(script: Script, file: string): void {
  if (!isFree(file, LEAST_AGE)) return;
  const beside = `${file}.tmp`;
  if (isFree(beside, LONGEST_WRITING)) rmSync(beside, { force: true });
  const descriptor = openSync(beside, 'wx', MODE);
  try {
    // Whatever the mask of the process takes away or leaves.
    fchmodSync(descriptor, MODE);
    const compiled = script.createCachedData();
    const content = Buffer.concat([compiled, Buffer.alloc(SUM)]);
    content.writeUInt32LE(sumOf(compiled), compiled.length);
    for (let at = 0; at < content.length;) at += writeSync(descriptor, content, at);
    // A name must not outlive a fall of the machine that its content did not.
    fsyncSync(descriptor);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
