/** From the arguments of a command line to the list of inputs to read. */
import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { BinaryLook } from './binary.ts';
import type { InputWarning } from './chunks.ts';
import { compressionOf } from './decompress.ts';
import { readChunks } from './read-chunks.ts';
import { errorCode, readFailure } from './read-failure.ts';
import { sourceOf } from './source-name.ts';

/**
 * One thing to read lines from: a regular `file` (read in bulk, `size` in bytes on disk), a `pipe` (a FIFO or device named
 * as a file, such as bash's `<(...)`) or `stdin`. `name` is for messages, `path` for opening, `source` is the log it belongs to.
 */
export type Input =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly path: string;
      readonly source: string;
      readonly size: number;
    }
  | { readonly kind: 'pipe'; readonly name: string; readonly path: string; readonly source: string }
  | { readonly kind: 'stdin'; readonly name: '-'; readonly source: '-' };

/** What the arguments stand for, each input once, in the order given (names within a directory or pattern in order). */
export interface Discovered {
  readonly inputs: readonly Input[];
  readonly warnings: readonly InputWarning[];
}

/**
 * Finds the inputs that `args` name: files, FIFOs, directories (the files directly in them that are not hidden and are
 * text or compressed), patterns, `-` or nothing for stdin. Names are relative to `cwd`. A name that exists is never
 * taken for a pattern. Throws InputError for a name without a file and a directory or pattern without a log.
 */
export async function discover(args: readonly string[], cwd: string): Promise<Discovered> {
  const finder = new Finder(cwd);
  for (const arg of args.length === 0 ? ['-'] : args) await finder.add(arg);
  return { inputs: finder.inputs, warnings: finder.warnings };
}

/** So many of the files that are left out are named. */
const MOST_TOLD = 5;

class Finder {
  readonly inputs: Input[] = [];
  readonly warnings: InputWarning[] = [];
  readonly #cwd: string;
  /** Name under which each file (device and inode) was first met. */
  readonly #seen = new Map<string, string>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  async add(arg: string): Promise<void> {
    if (arg === '') throw new InputError('an empty file name was given; name a log, or - for standard input');
    if (arg === '-' || arg === '/dev/stdin') {
      if (this.#isNew('-', '-')) this.inputs.push({ kind: 'stdin', name: '-', source: '-' });
      return;
    }
    const found = await this.#look(arg);
    if (found === undefined) await this.#addPattern(arg);
    else if (found.isDirectory()) await this.#addDirectory(arg);
    else this.#addNamed(arg, found);
  }

  /** Undefined when there is no such file but the name is a pattern. */
  async #look(arg: string): Promise<BigIntStats | undefined> {
    try {
      return await stat(this.#path(arg), { bigint: true });
    } catch (cause) {
      const isMissing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errorCode(cause));
      if (isMissing && (await import('tinyglobby')).isDynamicPattern(arg)) return undefined;
      throw readFailure(arg, cause);
    }
  }

  #addNamed(name: string, found: BigIntStats): void {
    if (!this.#isNew(`${found.dev}:${found.ino}`, name)) return;
    const common = { name, path: this.#path(name), source: sourceOf(name, this.#cwd) };
    if (found.isFile()) this.inputs.push({ kind: 'file', ...common, size: Number(found.size) });
    else if (found.isFIFO() || found.isCharacterDevice()) this.inputs.push({ kind: 'pipe', ...common });
    else
      throw new InputError(
        `${name} is a socket or a block device; name a log file, or pipe the log into memhog`,
      );
  }

  async #addDirectory(directory: string): Promise<void> {
    const entries = await readdir(this.#path(directory)).catch((cause: unknown) => {
      throw readFailure(directory, cause);
    });
    const names = entries.filter((entry) => !entry.startsWith('.')).sort();
    const paths = names.map((entry) => join(directory, entry));
    const wayOut = `name the logs, or a pattern such as "${join(directory, '**/*.log*')}" for the folders in it`;
    await this.#addLogsAmong(paths, `${directory} is a directory without a log directly in it; ${wayOut}`);
  }

  async #addPattern(pattern: string): Promise<void> {
    // Links are followed (a container's logs are links); tinyglobby walks a link that leads back only once.
    const { glob } = await import('tinyglobby');
    const paths = (await glob(pattern, { cwd: this.#cwd, expandDirectories: false })).sort();
    await this.#addLogsAmong(
      paths,
      `no log matches ${pattern}; check the pattern and the folder it starts from`,
    );
  }

  /** Adds those of `paths` that are logs, by their first bytes; nothing but a log is asked for, so the rest is no error. */
  async #addLogsAmong(paths: readonly string[], whenNone: string): Promise<void> {
    const skipped: string[] = [];
    let logs = 0;
    for (const path of paths) {
      const found = await stat(this.#path(path), { bigint: true }).catch(() => undefined);
      if (found?.isFile() !== true) continue;
      const reason = await whyNotLog(this.#path(path), path);
      if (reason === undefined) {
        this.#addNamed(path, found);
        logs++;
      } else skipped.push(reason);
    }
    const told = skipped.slice(0, MOST_TOLD).join('; ');
    const more = skipped.length > MOST_TOLD ? `; and ${skipped.length - MOST_TOLD} more` : '';
    if (logs === 0) throw new InputError(skipped.length === 0 ? whenNone : `${whenNone} (${told}${more})`);
    if (skipped.length > 0) this.warnings.push({ code: 'skipped', text: `left out: ${told}${more}` });
  }

  #isNew(key: string, name: string): boolean {
    const before = this.#seen.get(key);
    if (before === undefined) {
      this.#seen.set(key, name);
      return true;
    }
    const text =
      before === name
        ? `${name} was given twice; it is read once`
        : `${name} is the same file as ${before}; it is read once`;
    this.warnings.push({ code: 'same-file', text });
    return false;
  }

  #path(name: string): string {
    return resolve(this.#cwd, name);
  }
}

/** Why the file cannot be a log, as a phrase with its name; undefined when it may be one. */
async function whyNotLog(path: string, name: string): Promise<string | undefined> {
  const look = new BinaryLook();
  let isFirst = true;
  try {
    for await (const chunk of readChunks(path, name)) {
      if (isFirst && compressionOf(chunk) !== undefined) return undefined;
      isFirst = false;
      if (look.push(chunk)) break;
    }
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  const reason = look.whyNotText();
  return reason === undefined ? undefined : `${name} is ${reason}`;
}
